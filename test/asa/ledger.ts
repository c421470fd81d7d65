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
  readonly publicIp: string;
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
}

export type Protocol = 'ikev1' | 'anyconnect';

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
