import type { Reason } from './message.ts';

/** What really happened: the truth that a watcher of the syslog is held against. All times are virtual milliseconds. */
export interface LedgerFile {
  readonly seed: number;
  readonly release: string;
  /** When the ledger begins and when it was written. */
  readonly startedAt: number;
  readonly at: number;
  readonly sessions: readonly LedgerSession[];
  readonly failedLogins: readonly FailedLogin[];
  readonly refused: readonly RefusedAddress[];
  /** Every try to log in that is over, in the order in which they were decided. */
  readonly attempts: readonly LedgerAttempt[];
  /** Logins to the ASA itself, which are never attempts. */
  readonly management: readonly ManagementLogin[];
  /** LAN-to-LAN sessions, kept apart from those of people. */
  readonly sites: readonly LedgerSite[];
  readonly inUse: readonly AddressInUse[];
  readonly pools: readonly PoolUse[];
  /** Tunnels that are up now, by kind. */
  readonly tunnels: Readonly<Record<TunnelKind, number>>;
  readonly lines: { readonly total: number; readonly byMessageId: Readonly<Record<string, number>> };
}

export const tunnelKinds = ['ike', 'ipsec', 'parent', 'ssl', 'dtls'] as const;
/** `ipsec` is one pair of SAs. */
export type TunnelKind = (typeof tunnelKinds)[number];

/** A session that lasts, or that has ended: then `end`, `seconds`, the bytes and the reason are those of its 113019. */
export interface LedgerSession {
  readonly user: string;
  /** Where the client is, or was last: an AnyConnect client may come back from another address. */
  publicIp: string;
  /** Where it was before, the first one first. */
  readonly movedFrom: string[];
  /** `null` if it never got one. */
  assignedIp: string | null;
  readonly tunnelGroup: string;
  readonly groupPolicy: string;
  readonly protocol: Protocol;
  readonly start: number;
  end: number | null;
  /** Whole seconds from start to end, rounded down. */
  seconds: number | null;
  bytesTx: number | null;
  bytesRx: number | null;
  reason: Reason | null;
  readonly clientType: string;
  readonly clientVersion: string;
  /** What the client reported of its firewall, with its version; `null` if no line could tell. */
  firewall: string | null;
  /** What was received of a firewall that the policy does not expect, or `none`; `null` if all was as expected, or nobody asked. */
  unexpectedFirewall: string | null;
  /** The place in `sessions` of the one that this client had before it reconnected. */
  readonly continues: number | null;
}

export const protocols = ['ikev1', 'anyconnect', 'ikev2', 'clientless', 'l2tp'] as const;
export type Protocol = (typeof protocols)[number];

/** How far a try to log in came (domain facts, H): for TLS, the handshake is `phase1` and the tunnel `phase2`. */
export const stages = ['reachable', 'phase1', 'xauth', 'address', 'phase2'] as const;
export type Stage = (typeof stages)[number];

/** One try to log in: one dialogue of a client, however many passwords it typed in it. */
export interface LedgerAttempt {
  /** When the client began. */
  readonly at: number;
  /** When it was decided. */
  readonly until: number;
  /** As it was typed; `null` if the client was never asked, or no line could tell. */
  readonly user: string | null;
  readonly publicIp: string;
  /** The group it landed on or asked for; `null` if no line could tell. */
  readonly tunnelGroup: string | null;
  readonly protocol: Protocol;
  /** Where it failed, or the last stage of one that succeeded. */
  readonly stage: Stage;
  readonly outcome: 'failed' | 'succeeded' | 'redirected';
  /** `null` if it succeeded. */
  readonly cause: Cause | null;
}

/** Why a login failed (domain facts, H). */
export const causes = [
  ...(['xauth.bad_password', 'xauth.unknown_user', 'xauth.rejected', 'xauth.locked', 'xauth.disabled'] as const),
  ...(['xauth.expired', 'aaa.unreachable', 'aaa.bad_secret', 'group.unknown', 'group.bad_psk', 'group.lock'] as const),
  ...(['group.not_permitted', 'addr.pool_exhausted', 'addr.other', 'p1.mismatch', 'p2.mismatch', 'cert'] as const),
  ...(['timeout.negotiation', 'limit.simultaneous', 'limit.license', 'limit.resource', 'policy.firewall'] as const),
  ...(['policy.clienttype', 'policy.acl', 'policy.dap', 'redirected', 'source.shunned'] as const),
] as const;
export type Cause = (typeof causes)[number];

/** A login to the ASA itself. */
export interface ManagementLogin {
  readonly at: number;
  readonly until: number;
  readonly user: string;
  /** `null` at the console, and for `enable`, which has no address of its own. */
  readonly fromIp: string | null;
  readonly service: ManagementService;
  readonly outcome: 'permitted' | 'denied';
  /** Wrong passwords before it was decided. */
  readonly failures: number;
}
export type ManagementService = 'ssh' | 'asdm' | 'enable' | 'console';

/** A LAN-to-LAN session; the bytes are those of its 113019. */
export interface LedgerSite {
  /** The address of the peer: the name of its tunnel group too. */
  readonly peerIp: string;
  readonly start: number;
  end: number | null;
  seconds: number | null;
  bytesTx: number | null;
  bytesRx: number | null;
  reason: Reason | null;
}

/** One password that was not accepted. */
export interface FailedLogin {
  readonly at: number;
  readonly user: string;
  readonly publicIp: string;
  /** As 113005 and 113015 say it. */
  readonly cause: string;
  readonly protocol: Protocol;
  /** It was the last try: the ASA ended the exchange (with 713167 if IKEv1). */
  readonly final: boolean;
}

/** A client whose password was right and for whom there was no address. */
export interface RefusedAddress {
  readonly at: number;
  readonly user: string;
  readonly publicIp: string;
  readonly tunnelGroup: string;
  readonly pool: string;
}

export interface AddressInUse {
  readonly address: string;
  readonly pool: string;
  readonly user: string;
}

export interface PoolUse {
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly size: number;
  readonly used: number;
  /** The most that were in use at once. */
  readonly peak: number;
}

/** The ledger while it is being written. */
export class Ledger {
  readonly sessions: LedgerSession[] = [];
  readonly failedLogins: FailedLogin[] = [];
  readonly refused: RefusedAddress[] = [];
  readonly attempts: LedgerAttempt[] = [];
  readonly management: ManagementLogin[] = [];
  readonly sites: LedgerSite[] = [];
  lines = 0;
  readonly #byMessageId = new Map<number, number>();

  count(messageId: number): void {
    this.lines += 1;
    this.#byMessageId.set(messageId, (this.#byMessageId.get(messageId) ?? 0) + 1);
  }

  /** Lines sent with this message id. */
  sent(messageId: number): number {
    return this.#byMessageId.get(messageId) ?? 0;
  }

  /** Lines sent, by message id. */
  byMessageId(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byMessageId);
  }
}
