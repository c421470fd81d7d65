import type { Protocol } from './ledger.ts';
import type { Seat } from './people.ts';

/** What is counted apart; `site` is a LAN-to-LAN session, `generic` somebody's own client over IKEv2. */
export type Counted = Protocol | 'generic' | 'site';

/** How the session database sorts a client. */
export const countedAs = (seat: Pick<Seat, 'protocol' | 'clientType'>): Exclude<Counted, 'site'> =>
  seat.protocol === 'ikev2' && !isAnyConnect(seat) ? 'generic' : seat.protocol;

/** Cisco's client, also over IKEv2; else somebody's own. */
export const isAnyConnect = ({ clientType }: Pick<Seat, 'clientType'>): boolean => clientType.includes('AnyConnect');

/** How many there are, have been, and were at once at most. */
export interface Count {
  readonly active: number;
  readonly cumulative: number;
  readonly peak: number;
}

/** Counts sessions as they come and go, so that nobody has to go through the ledger. */
export class Census {
  readonly #counts = new Map<Counted, Count>();

  opened(kind: Counted): void {
    const { active, cumulative, peak } = this.of(kind);
    this.#counts.set(kind, {
      active: active + 1,
      cumulative: cumulative + 1,
      peak: Math.max(peak, active + 1),
    });
  }

  closed(kind: Counted): void {
    const { active, ...rest } = this.of(kind);
    this.#counts.set(kind, { ...rest, active: active - 1 });
  }

  /** Of these together; their peaks are added, though they need not have been at one moment. */
  of(...kinds: readonly Counted[]): Count {
    const rows = kinds.map((kind) => this.#counts.get(kind) ?? none);
    const sum = (key: keyof Count) => rows.reduce((total, row) => total + row[key], 0);
    return { active: sum('active'), cumulative: sum('cumulative'), peak: sum('peak') };
  }
}

const none: Count = { active: 0, cumulative: 0, peak: 0 };
