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
  /** `Session Type` of 113019. */
  readonly sessionType: { readonly ipsec: string; readonly natT: string; readonly anyconnect: string };
  /** 722051 names both address families, 725001 the TLS version, 716059 the new words. */
  readonly newSvcWords: boolean;
  /** The web stage of an AnyConnect login is told by 716001 and 716002 too. */
  readonly webVpnStage: boolean;
}

export const releases = ['7.2', '8.2', '9.1'] as const;
export type Release = (typeof releases)[number];

export const dialects: Readonly<Record<Release, Dialect>> = {
  '7.2': {
    release: '7.2',
    aaaCommas: true,
    userIp: false,
    phase1Severity: 3,
    dap: false,
    ipaa: false,
    anyconnect: false,
    sessionType: { ipsec: 'IPSec', natT: 'IPSecOverNatT', anyconnect: 'SVC' },
    newSvcWords: false,
    webVpnStage: false,
  },
  '8.2': {
    release: '8.2',
    aaaCommas: false,
    userIp: false,
    phase1Severity: 3,
    dap: true,
    ipaa: true,
    anyconnect: true,
    sessionType: { ipsec: 'IPsec', natT: 'IPsecOverNatT', anyconnect: 'SSL' },
    newSvcWords: false,
    webVpnStage: true,
  },
  '9.1': {
    release: '9.1',
    aaaCommas: false,
    userIp: true,
    phase1Severity: 5,
    dap: true,
    ipaa: true,
    anyconnect: true,
    sessionType: { ipsec: 'IKEv1', natT: 'IKEv1IPsecOverNatT', anyconnect: 'AnyConnect-Parent' },
    newSvcWords: true,
    webVpnStage: false,
  },
};
