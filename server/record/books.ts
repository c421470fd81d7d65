import { leftOpen, type ArchiveChain } from '../domain/archive.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Claimed } from '../domain/claim.ts';
import type { Device } from '../domain/device.ts';
import type { Session } from '../domain/session.ts';
import type { ArchiveStore } from '../store/archive-reads.ts';
import { NOTHING, type ArchiveSet } from '../store/archive.ts';
import { chainBefore } from './archive-gate.ts';
import { Chain } from './chain.ts';

/** What the books of the past are kept with. */
export interface BooksOptions {
  readonly archive: ArchiveStore;
  readonly devices: readonly Device[];
  /** The claim that a stored message makes. */
  readonly claimOf: (message: StoredMessage) => Claimed | undefined;
}

/** How long before the end of a chain messages may have copies among what follows, in milliseconds. */
const COPIED = 10_000;
/** So many things are held open at most, of all devices; of the device with the most the older half is then left as it is. */
const MOST_OPEN = 40_000;
/** Rows that are written at once at the end. */
const PAGE = 2000;

/** The books of the past: for each stretch of time of a device one of its own, so that no clock of one device decides for another. */
export class Books {
  readonly #options: BooksOptions;
  readonly #rows: Map<number, ArchiveChain>;
  readonly #loaded = new Map<number, Chain>();
  /** Which one the lines of a device go on just now. */
  readonly #current = new Map<number, Chain>();

  constructor(options: BooksOptions, rows: readonly ArchiveChain[]) {
    this.#options = options;
    this.#rows = new Map(rows.map((row) => [row.id, row]));
  }

  /** What was imported so far, as it stands in the database, and what is not committed yet. */
  rows(): readonly ArchiveChain[] {
    return [...this.#rows.values()].map((row) => this.#loaded.get(row.id)?.row ?? row);
  }

  /** The book that lines of a device go on. */
  current(device: number): Chain | undefined {
    return this.#current.get(device);
  }

  /** Another one is to be looked for before its next line: some that were imported before lie between. */
  leave(device: number): void {
    this.#current.delete(device);
  }

  /** The book that a line of that time goes on, or begins. `settled`: all that was changed before is committed. */
  async open(device: Device, at: number, settled: Promise<void>): Promise<Chain> {
    const rows = this.rows();
    const before = chainBefore(rows, device.id, at);
    const id = before?.id ?? Math.max(0, ...rows.map((row) => row.id)) + 1;
    const begun = { id, device: device.id, from: at, to: at, lastMessage: 0, open: true };
    let chain = this.#loaded.get(id);
    if (chain === undefined) {
      await settled;
      chain = before === undefined ? new Chain(device, begun) : await this.#load(before);
    }
    this.#rows.set(id, chain.row);
    this.#loaded.set(id, chain);
    this.#current.set(device.id, chain);
    return chain;
  }

  /** What has changed in all of them since this was last asked. */
  changes(): ArchiveSet {
    const set = changesOf([...this.#loaded.values()]);
    for (const [id, chain] of this.#loaded) {
      this.#rows.set(id, chain.row);
      if (this.#current.get(chain.row.device) !== chain) this.#loaded.delete(id);
    }
    const [largest] = [...this.#loaded.values()].sort((one, other) => other.size - one.size);
    const held = [...this.#loaded.values()].reduce((sum, { size }) => sum + size, 0);
    if (largest === undefined || held <= MOST_OPEN) return set;
    const { left, open } = largest.halve();
    return { ...set, sessions: [...set.sessions, ...left], open: [...set.open, ...open] };
  }

  /** Decides whatever waits, and writes what is open as it was left. Returns how many sessions are. All that was changed before must be committed. */
  async close(): Promise<number> {
    const { archive } = this.#options;
    let left = 0;
    for (const row of this.rows().filter(({ open }) => open)) {
      const chain = this.#loaded.get(row.id) ?? (await this.#load(row));
      chain.close();
      await archive.commit(changesOf([chain]));
      this.#rows.set(row.id, chain.row);
      const open = [...chain.state.sessions()].filter(isActive).map(leftOpen);
      for (let at = 0; at < open.length; at += PAGE)
        await archive.commit({ ...NOTHING, sessions: open.slice(at, at + PAGE) });
      left += open.length;
    }
    this.#loaded.clear();
    this.#current.clear();
    return left;
  }

  async #load(row: ArchiveChain): Promise<Chain> {
    const { archive, devices, claimOf } = this.#options;
    const device = devices.find(({ id }) => id === row.device);
    if (device === undefined) throw new Error(`an archive of device ${row.device}, which is not watched`);
    const chain = new Chain(device, row, await archive.book(row.id));
    const first = (row.to - COPIED) * 1000;
    for (const message of await archive.imported(device.addresses[0] ?? '', first, row.lastMessage)) {
      const claimed = claimOf(message);
      if (claimed !== undefined) chain.state.remember(device.id, claimed);
    }
    return chain;
  }
}

/** Of what an archive tells only what is over stands with all else: nothing of it is open, waits, or is held now. */
export function finished<T extends Pick<ArchiveSet, 'sessions' | 'attempts' | 'verdicts'>>(rows: T): T {
  return {
    ...rows,
    sessions: rows.sessions.filter((session) => !isActive(session)),
    attempts: rows.attempts.filter(({ outcome }) => outcome !== 'open'),
    verdicts: rows.verdicts.filter(({ service }) => service !== 'unknown'),
  };
}

function changesOf(chains: readonly Chain[]): ArchiveSet {
  const all = chains.map((chain) => chain.changes());
  return finished({
    events: all.flatMap(({ events }) => events),
    sessions: all.flatMap(({ sessions }) => sessions),
    attempts: all.flatMap(({ attempts }) => attempts),
    verdicts: all.flatMap(({ verdicts }) => verdicts),
    open: all.flatMap(({ open }) => open),
    chains: all.flatMap((one) => one.chains),
    ...{ seconds: [], unstored: [] },
  });
}

function isActive({ state }: Session): boolean {
  return state === 'active';
}
