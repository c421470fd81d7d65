import type { Batch } from '../domain/batch.ts';
import { unpacked } from '../domain/packed.ts';

/** A trap that was stored, as the line that is kept of it. */
export interface SeenTrap {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly from: string;
  readonly line: string;
}

/** How long after somebody has looked traps are still kept for him, in milliseconds. */
const WATCHED = 10_000;
/** How many are kept. */
const MOST = 200;

/** Keeps the latest traps while somebody looks at them, and does nothing else while nobody does. */
export class TrapWatch {
  readonly #ticks: () => number;
  #traps: SeenTrap[] = [];
  #lookedAt = -Infinity;

  /** `ticks`: milliseconds that never go back. */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  /** Sees a batch that was stored. */
  see({ rows, messages }: Pick<Batch, 'rows' | 'messages'>): void {
    if (messages === 0 || this.#ticks() - this.#lookedAt > WATCHED) return;
    const stored = unpacked(rows);
    const traps = stored.filter(([, , , , , outcome, line]) => outcome !== 'foreign' && line.startsWith('trap'));
    this.#traps.push(...traps.map(([id, at, from, , , , line]) => ({ id, at, from, line })));
    this.#traps.splice(0, Math.max(0, this.#traps.length - MOST));
  }

  /** Those behind that id. From now on traps are kept for a while. */
  look(after: number): readonly SeenTrap[] {
    const since = this.#ticks() - this.#lookedAt;
    this.#lookedAt = this.#ticks();
    if (since > WATCHED) this.#traps = [];
    return this.#traps.filter(({ id }) => id > after);
  }
}
