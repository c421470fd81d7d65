/** What differs between the releases, for the messages we send (domain facts, B10). */
export interface Dialect {
  readonly release: Release;
  /** 113004 and 113005 say `server = S, User = U` instead of ` : `-separated pairs. */
  readonly aaaCommas: boolean;
  /** 113005 and 113015 end with ` : user IP = I`. */
  readonly userIp: boolean;
  /** The severity of 713119. */
  readonly phase1Severity: 3 | 5;
  /** 734001 is sent. */
  readonly dap: boolean;
  /** 737xxx are sent. */
  readonly ipaa: boolean;
  /** The AnyConnect client can connect at all. */
  readonly anyconnect: boolean;
  /** IKEv2 can be spoken at all; 751xxx and 750xxx are sent. */
  readonly ikev2: boolean;
  /** 713255 and 713256 tell of an unknown tunnel group; before, 713903 does. */
  readonly unknownGroup: boolean;
  /** 713061 says `no matching crypto map entry`, and not yet `Crypto Map Policy not found`. */
  readonly cryptoMapEntry: boolean;
  /** `Session Type` of 113019. */
  readonly sessionType: Readonly<Record<SessionKind, string>>;
  /** 722051 names both address families, 725001 the TLS version, 716059 the new words. */
  readonly newSvcWords: boolean;
  /** The web stage of an AnyConnect login is told by 716001 and 716002 too. */
  readonly webVpnStage: boolean;
  /** The words after the prefix of 750xxx and 751025, 751026 begin with `IKEv2 `. */
  readonly ikev2Word: boolean;
  /** IPAA lines name the session and the pool, and 109201 and 109210 are sent. */
  readonly sessionInIpaa: boolean;
  /** What 725001 and 725002 call the protocol. */
  readonly tls: 'TLSv1' | 'TLSv1.2';
  /** 611101 and 611102 name the address, and are sent for SSH too. */
  readonly managementAddress: boolean;
  /** `logging timestamp rfc5424` exists: from 9.10(1). */
  readonly rfc5424: boolean;
}

/** What 113019 tells apart. */
export type SessionKind =
  'ipsec' | 'natT' | 'udp' | 'tcp' | 'anyconnect' | 'ikev2' | 'clientless' | 'l2tp' | 'l2tpNatT' | 'lanToLan';

export const releases = ['7.0', '7.2', '8.2', '8.4', '9.1', '9.16'] as const;
export type Release = (typeof releases)[number];

const seven = {
  aaaCommas: true,
  userIp: false,
  phase1Severity: 3,
  dap: false,
  ipaa: false,
  anyconnect: false,
  ikev2: false,
  unknownGroup: false,
  cryptoMapEntry: false,
  sessionType: {
    ipsec: 'IPSec',
    natT: 'IPSecOverNatT',
    udp: 'IPSecOverUDP',
    tcp: 'IPSecOverTCP',
    anyconnect: 'SVC',
    ikev2: 'IKEv2',
    clientless: 'WebVPN',
    l2tp: 'L2TPOverIPSec',
    l2tpNatT: 'L2TPOverIPSecOverNatT',
    lanToLan: 'IPSecLAN2LAN',
  },
  newSvcWords: false,
  webVpnStage: false,
  ikev2Word: false,
  sessionInIpaa: false,
  tls: 'TLSv1',
  managementAddress: false,
  rfc5424: false,
} as const;

const eight = {
  ...seven,
  aaaCommas: false,
  dap: true,
  ipaa: true,
  anyconnect: true,
  unknownGroup: true,
  cryptoMapEntry: true,
  sessionType: {
    ipsec: 'IPsec',
    natT: 'IPsecOverNatT',
    udp: 'IPsecOverUDP',
    tcp: 'IPsecOverTCP',
    anyconnect: 'SSL',
    ikev2: 'IKEv2',
    clientless: 'Clientless',
    l2tp: 'L2TPOverIPsec',
    l2tpNatT: 'L2TPOverIPsecOverNatT',
    lanToLan: 'IPsecLAN2LAN',
  },
  webVpnStage: true,
} as const;

const nine = {
  ...eight,
  userIp: true,
  phase1Severity: 5,
  ikev2: true,
  sessionType: {
    ipsec: 'IKEv1',
    natT: 'IKEv1IPsecOverNatT',
    udp: 'IKEv1IPsecOverUDP',
    tcp: 'IKEv1IPsecOverTCP',
    anyconnect: 'AnyConnect-Parent',
    ikev2: 'IKEv2',
    clientless: 'Clientless',
    l2tp: 'L2TPOverIPsec',
    l2tpNatT: 'L2TPOverIPsecOverNatT',
    lanToLan: 'LAN-to-LAN',
  },
  newSvcWords: true,
  webVpnStage: false,
  managementAddress: true,
} as const;

export const dialects: Readonly<Record<Release, Dialect>> = {
  '7.0': { release: '7.0', ...seven },
  '7.2': { release: '7.2', ...seven, cryptoMapEntry: true },
  '8.2': { release: '8.2', ...eight },
  '8.4': { release: '8.4', ...nine },
  '9.1': { release: '9.1', ...nine },
  '9.16': { release: '9.16', ...nine, ikev2Word: true, sessionInIpaa: true, tls: 'TLSv1.2', rfc5424: true },
};
