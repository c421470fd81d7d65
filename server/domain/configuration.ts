import type { GroupPolicy, LocalUser, TunnelGroup } from './group.ts';
import type { Logging } from './logging.ts';
import type { Pool } from './pool.ts';
import type { Entry, Stated } from './stated.ts';

/** An `ip local pool`. */
export type ConfiguredPool = Pool & Entry;

/** A proposal for IKE; a version 2 one may list several of each. */
export interface IkePolicy extends Entry {
  readonly version: 1 | 2;
  readonly priority: number;
  readonly authentication?: Stated<string>;
  readonly encryption?: Stated<readonly string[]>;
  /** `hash`, of version 2 `integrity`. */
  readonly hash?: Stated<readonly string[]>;
  readonly prf?: Stated<readonly string[]>;
  readonly dhGroups?: Stated<readonly string[]>;
  /** Seconds. */
  readonly lifetime?: Stated<number>;
}

/** What protects the traffic: a transform set, or an IKEv2 proposal. */
export interface IpsecProposal extends Entry {
  readonly version: 1 | 2;
  readonly name: string;
  /** `3des`, `aes-256`, `null`: without `esp-`. */
  readonly encryption?: Stated<readonly string[]>;
  /** `sha`, `md5`, `none`: without `esp-` and `-hmac`. */
  readonly hash?: Stated<readonly string[]>;
  readonly transport?: boolean;
}

/** One `set` or `match` of a crypto map or a dynamic one, or the dynamic map that an entry hands over to. */
export interface CryptoMapLine extends Entry {
  readonly map: string;
  readonly dynamic: boolean;
  readonly sequence: number;
  /** `match address`, `set peer`, `set transform-set`, `set ikev2 ipsec-proposal`, `set pfs`, `dynamic` ... */
  readonly setting: string;
  readonly words: readonly string[];
}

export interface Crypto {
  readonly ikePolicies: readonly IkePolicy[];
  readonly proposals: readonly IpsecProposal[];
  readonly mapLines: readonly CryptoMapLine[];
  readonly mapInterfaces: readonly Stated<{ readonly map: string; readonly interface: string }>[];
  /** `crypto map M client authentication AAA` of a PIX 6: without it there is no Xauth. */
  readonly clientAuthentication: readonly Stated<{ readonly map: string; readonly servers: string }>[];
  readonly enabled: readonly Stated<{ readonly version: 1 | 2; readonly interface: string }>[];
  /** The keepalive in seconds, `true` where none is told, `false` for `no`. */
  readonly natTraversal?: Stated<number | boolean>;
  /** `am-disable`: whether aggressive mode is taken. */
  readonly aggressiveMode?: Stated<boolean>;
  readonly identity?: Stated<string>;
  /** `ipsec-over-tcp`: its ports. */
  readonly ipsecOverTcp?: Stated<readonly number[]>;
  /** Of security associations: the words of `crypto ipsec security-association lifetime`. */
  readonly lifetimes: readonly Stated<string>[];
}

/** Addresses as a configuration names them; an address may be a name of `names`. */
export type Place =
  | { readonly is: 'any' }
  | { readonly is: 'network'; readonly address: string; readonly mask: string }
  | { readonly is: 'range'; readonly first: string; readonly last: string }
  | { readonly is: 'object'; readonly name: string }
  | { readonly is: 'interface'; readonly name: string };

export interface AccessListEntry extends Entry {
  readonly list: string;
  readonly kind: 'standard' | 'extended';
  readonly action: 'permit' | 'deny';
  readonly inactive: boolean;
  readonly protocol?: string;
  /** A standard list names one side only. */
  readonly source: Place;
  readonly destination?: Place;
}

/** One line of an `object network` or `object-group network`; IPv4 only. */
export interface NetworkObjectLine extends Entry {
  readonly name: string;
  readonly place: Place;
}

export type NatRule = Entry &
  (
    | { readonly kind: 'exempt'; readonly interface: string; readonly list: string }
    | { readonly kind: 'dynamic'; readonly interface: string; readonly id: number; readonly source: Place | { readonly is: 'list'; readonly name: string } } // prettier-ignore
    | { readonly kind: 'global'; readonly interface: string; readonly id: number; readonly words: readonly string[] }
    | { readonly kind: 'static'; readonly real: string; readonly mapped: string; readonly words: readonly string[] }
    | { readonly kind: 'twice'; readonly real: string; readonly mapped: string; readonly inactive: boolean; readonly source: NatPair; readonly destination?: NatPair } // prettier-ignore
    | { readonly kind: 'object'; readonly real: string; readonly mapped: string; readonly name: string; readonly source: NatPair } // prettier-ignore
    | { readonly kind: 'control'; readonly on: boolean }
  );

/** Which object becomes which. */
export interface NatPair {
  readonly how: 'static' | 'dynamic';
  readonly from: string;
  readonly to: string;
}

export interface Route extends Entry {
  readonly interface: string;
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
}

export interface Snmp {
  readonly hosts: readonly Stated<{ readonly interface: string; readonly address: string; readonly traps: boolean }>[];
  /** The words behind `snmp-server enable traps`; none: all of that release's default. */
  readonly traps: readonly Stated<readonly string[]>[];
  readonly enabled?: Stated<boolean>;
  /** That there is a community; never which. */
  readonly community?: Stated<true>;
  readonly location?: Stated<string>;
  readonly contact?: Stated<string>;
}

/** From where the device may be managed. */
export interface Management {
  readonly allowed: readonly Stated<{
    readonly by: 'http' | 'ssh' | 'telnet';
    readonly address: string;
    readonly mask: string;
    readonly interface: string;
  }>[];
  /** The port of `http server enable`. */
  readonly http?: Stated<number>;
  readonly sshVersion?: Stated<string>;
  readonly asdmImage?: Stated<string>;
  /** The words of `aaa ...`: no keys are in them. */
  readonly aaa: readonly Stated<string>[];
  readonly aaaServers: readonly Stated<{ readonly group: string; readonly protocol: string }>[];
  readonly aaaHosts: readonly Stated<{
    readonly group: string;
    readonly interface: string;
    readonly address: string;
  }>[];
}

export interface Interface extends Entry {
  readonly name: string;
  /** What the rest of the configuration calls it. */
  readonly nameif?: Stated<string>;
  readonly address?: Stated<{ readonly address: string; readonly mask: string; readonly standby?: string }>;
  readonly securityLevel?: number;
  readonly shutdown: boolean;
}

/** Limits and ways of giving addresses that stand outside of any section. */
export interface Sessions {
  /** `vpn-sessiondb max-...-limit N`: which, and how many. */
  readonly limits: readonly Stated<{ readonly of: string; readonly sessions: number }>[];
  /** `vpn-addr-assign aaa | dhcp | local`; `false` with `no`. */
  readonly assignment: readonly Stated<{ readonly by: string; readonly on: boolean }>[];
}

/** The kinds of commands that an excerpt may have or lack. */
export type Family =
  | 'access'
  | 'crypto'
  | 'groups'
  | 'interfaces'
  | 'logging'
  | 'management'
  | 'nat'
  | 'pools'
  | 'snmp'
  | 'sysopt'
  | 'time';

/** What of a running configuration matters for remote access. Secrets are in none of it. */
export interface Configuration {
  readonly hostname?: Stated<string>;
  /** As printed: `ASA Version 8.2(5)`. An excerpt has none. */
  readonly version?: Stated<string>;
  /** What the file tells of: of a whole configuration all, for there an absent line means the default. */
  readonly families: readonly Family[];
  readonly pools: readonly ConfiguredPool[];
  readonly tunnelGroups: readonly TunnelGroup[];
  readonly groupPolicies: readonly GroupPolicy[];
  readonly users: readonly LocalUser[];
  readonly sessions: Sessions;
  readonly crypto: Crypto;
  readonly accessLists: readonly AccessListEntry[];
  readonly networkObjects: readonly NetworkObjectLine[];
  readonly nat: readonly NatRule[];
  readonly routes: readonly Route[];
  readonly logging: Logging;
  readonly snmp: Snmp;
  readonly management: Management;
  readonly interfaces: readonly Interface[];
  /** `names`, or `no names`. */
  readonly namesUsed?: Stated<boolean>;
  readonly names: readonly Stated<{ readonly name: string; readonly address: string }>[];
  /** `connection permit-vpn` and such, and whether they are on. */
  readonly sysopt: readonly Stated<{ readonly option: string; readonly on: boolean }>[];
  readonly clockZone?: Stated<string>;
  readonly ntpServers: readonly Stated<string>[];
  readonly failover?: Stated<boolean>;
}
