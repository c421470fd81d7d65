import type { Protocol } from './session.ts';

/** What a listing of sessions is of: as in `show vpn-sessiondb remote | anyconnect | webvpn | l2l ...`. */
export type Listing = 'ikev1' | 'ikev2' | 'anyconnect' | 'clientless' | 'lan-to-lan';

/** One tunnel of a listed session, as `detail` tells it. Counters are the ASA's: Tx goes to the client. */
export interface ListedTunnel {
  /** As the ASA heads it: `IKEv1`, `IPsecOverNatT`, `SSL-Tunnel`, `AnyConnect-Parent` ... */
  readonly kind: string;
  /** `12.1`: the session's index and a number. */
  readonly tunnelId?: string;
  readonly encryption?: string;
  readonly hashing?: string;
  /** `2`, `14`, `21`: the Diffie-Hellman group of an IKE SA. */
  readonly dhGroup?: string;
  readonly authMode?: string;
  /** `Aggressive`, `Main`. */
  readonly mode?: string;
  readonly encapsulation?: string;
  /** The client's and the ASA's port of TCP or UDP encapsulation. */
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  /** Of the SA, in seconds. */
  readonly rekeyLeft?: number;
  readonly bytesTx?: number;
  readonly bytesRx?: number;
  readonly packetsTx?: number;
  readonly packetsRx?: number;
  readonly packetsTxDropped?: number;
  readonly packetsRxDropped?: number;
  readonly clientType?: string;
  readonly clientVersion?: string;
  /** `win`, `WinNT`, `mac-intel`. */
  readonly clientOs?: string;
  readonly clientOsVersion?: string;
  /** Address, mask, and in 8.x and later protocol and port: `10.0.0.0/255.0.0.0/0/0`. */
  readonly localIdent?: string;
  readonly remoteIdent?: string;
  readonly pfsGroup?: string;
  readonly prf?: string;
  readonly cipherSuite?: string;
  /** How the ASA proved itself, where that is told apart from `authMode` (IKEv2). */
  readonly localAuthMode?: string;
  /** Of the SA: seconds, and kilobytes, for which it is made and that are left. */
  readonly rekeyInterval?: number;
  readonly rekeyKilobytes?: number;
  readonly rekeyKilobytesLeft?: number;
  /** In seconds. */
  readonly idleTimeout?: number;
  readonly idleLeft?: number;
  readonly filter?: string;
}

/** One session as the device lists it. What a release does not print is absent; a key printed without a value is absent too. */
export interface ListedSession {
  /** Absent for LAN-to-LAN. */
  readonly user?: string;
  /** The ASA's own number of the session; it is used again after a restart. */
  readonly index: number;
  /** Absent where the ASA printed none, as for some that wait for their client. */
  readonly publicIp?: string;
  readonly assignedIp?: string;
  readonly assignedIpv6?: string;
  /** `Connection` of a LAN-to-LAN session: its tunnel group, or the peer. */
  readonly connection?: string;
  /** The words of `Protocol`: `IKEv1`, `IPsecOverNatT`, `AnyConnect-Parent`, `DTLS-Tunnel` ... */
  readonly protocols: readonly string[];
  readonly license?: string;
  /** As printed: `3DES`, or `IKEv1: (1)3DES  IPsecOverNatT: (1)AES128`. */
  readonly encryption?: string;
  readonly hashing?: string;
  readonly bytesTx?: number;
  readonly bytesRx?: number;
  readonly packetsTx?: number;
  readonly packetsRx?: number;
  readonly groupPolicy?: string;
  readonly tunnelGroup?: string;
  /** As printed, in the device's own zone: `10:11:12 UTC Mon Jan 1 2024`. */
  readonly loginTime?: string;
  /** The ASA's count since the login. */
  readonly seconds?: number;
  readonly inactiveSeconds?: number;
  /** `Audt Sess ID`: 24 hexadecimal digits, unique over the life of a device (domain facts, part 0). */
  readonly auditSessionId?: string;
  readonly clientType?: string;
  readonly clientVersion?: string;
  /** As printed, `N/A` and `none` too. */
  readonly vlanMapping?: string;
  readonly vlan?: string;
  readonly securityGroup?: string;
  readonly nacResult?: string;
  readonly filter?: string;
  readonly tunnels: readonly ListedTunnel[];
}

/** How many sessions there are by the device's own count (`show vpn-sessiondb summary`); inactive ones are not in `active`. */
export interface SessionTotals {
  readonly byListing: Readonly<Partial<Record<Listing, { readonly active: number; readonly inactive: number }>>>;
  /** Those above together, where the device prints it. */
  readonly total?: number;
  /** How many the platform or its licence takes. */
  readonly capacity?: number;
  /** A standby unit counts what it would take over: never added to what its peer counts. */
  readonly role: 'active' | 'standby';
}

/** A pool as `show ip local pool NAME` lists it. */
export interface PoolUse {
  readonly pool: string;
  readonly first: string;
  readonly last: string;
  readonly mask?: string;
  readonly free: number;
  /** Returned and not yet given out again (`vpn-addr-assign local reuse-delay`): neither free nor in use. */
  readonly held: number;
  readonly inUse: number;
  /** Absent where only the figures were asked for. */
  readonly addressesInUse?: readonly string[];
  readonly addressesHeld?: readonly string[];
  readonly addressesFree?: readonly string[];
}

/** An IKE SA as `show crypto isakmp | ikev1 | ikev2 sa` lists it; no release names the user. */
export interface IkeSa {
  readonly version: 1 | 2;
  readonly peer: string;
  readonly type: 'user' | 'lan-to-lan' | 'unknown';
  readonly role: 'initiator' | 'responder' | 'unknown';
  /** As printed: `AM_ACTIVE`, `MM_WAIT_MSG3`, `READY`. */
  readonly state: string;
  readonly rekey?: boolean;
  readonly encryption?: string;
  readonly hashing?: string;
  readonly dhGroup?: string;
  readonly authentication?: string;
  /** In seconds. */
  readonly lifetime?: number;
  readonly lifetimeLeft?: number;
  /** Of IKEv2, as printed: the ASA's numbers of the session and of the tunnel, whether it is up, and both ends with their ports. */
  readonly session?: string;
  readonly tunnelId?: string;
  /** `UP-ACTIVE`, `UP-IDLE`. */
  readonly status?: string;
  readonly localEndpoint?: string;
  readonly remoteEndpoint?: string;
  /** The pairs of IPsec SAs of the session, told with the first of its IKE SAs. */
  readonly children?: readonly ChildSa[];
}

/** A pair of IPsec SAs as IKEv2 lists it; selectors as printed: `10.0.0.0/0 - 10.0.0.255/65535`, SPIs as those of `IpsecSa`. */
export interface ChildSa {
  readonly localSelector: string;
  readonly remoteSelector: string;
  readonly inboundSpi: string;
  readonly outboundSpi: string;
}

/** A pair of IPsec SAs as `show crypto ipsec sa` lists it. Encaps go to the peer, decaps come from it. */
export interface IpsecSa {
  readonly peer: string;
  readonly user?: string;
  /** `172.16.1.100/255.255.255.255/0/0`: address, mask, protocol and port. */
  readonly localIdent: string;
  readonly remoteIdent: string;
  /** The address that the client was given. */
  readonly assignedIp?: string;
  readonly cryptoMap?: string;
  readonly localEndpoint?: string;
  readonly remoteEndpoint?: string;
  readonly encaps: number;
  readonly encrypted: number;
  readonly decaps: number;
  readonly decrypted: number;
  readonly compressed?: number;
  readonly decompressed?: number;
  readonly sendErrors?: number;
  readonly recvErrors?: number;
  /** `esp-3des esp-sha-hmac no compression`. */
  readonly transform?: string;
  /** The words of `in use settings`: `RA`, `Tunnel`, `NAT-T-Encaps`, `PFS Group 2` ... */
  readonly settings?: readonly string[];
  /** Hexadecimal, without `0x`. */
  readonly inboundSpi?: string;
  readonly outboundSpi?: string;
}

/** How each kind of listing is carried on the wire, in a session's own words. */
export const protocolOf = {
  ikev1: 'ikev1',
  ikev2: 'ikev2',
  anyconnect: 'anyconnect',
  clientless: 'clientless',
  'lan-to-lan': undefined,
} as const satisfies Record<Listing, Protocol | undefined>;

/** What each kind of roster lists. */
export interface Rosters {
  'sessions.listed': {
    readonly listing: Listing;
    readonly sessions: readonly ListedSession[];
    /**
     * Told by an SNMP agent, in less detail: a row's listing is as near as can be told (IKE of both versions is one to it, and so is all
     * that comes over TLS), and it does not name tunnels.
     */
    readonly detail?: 'snmp';
    readonly printed?: Printed;
  };
  'sessions.totalled': { readonly totals: SessionTotals };
  'pool.listed': { readonly use: PoolUse };
  'ike.listed': { readonly sas: readonly IkeSa[] };
  'ipsec.listed': { readonly sas: readonly IpsecSa[]; readonly printed?: Printed };
}

/** What was printed of each row, in their order, with the command before it and without secrets. */
type Printed = readonly string[];

/** A listing of a device, with the moments (epoch milliseconds, our clock) between which it was made: an SNMP agent may have done so before it was asked. */
export type Roster = {
  [K in keyof Rosters]: {
    readonly kind: K;
    readonly startedAt: number;
    readonly finishedAt: number;
    /** All of it came, and the device's own totals say so: only then does an absence tell anything. */
    readonly complete: boolean;
  } & Rosters[K];
}[keyof Rosters];
