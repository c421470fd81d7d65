import {
  blockOutcomes,
  NO_LINES,
  type ArchiveChain,
  type ArchiveCounts,
  type ArchiveEdge,
  type ArchiveKey,
  type ArchiveMark,
  type ReadBlock,
  type Said,
  type UnstoredLines,
} from '../domain/archive.ts';
import type { Device } from '../domain/device.ts';
import { jsonOf, type Packed } from '../domain/packed.ts';
import type { ArchiveStore } from '../store/archive-reads.ts';
import { ArchiveGate } from './archive-gate.ts';
import { ArchiveIds } from './archive-ids.ts';
import { NOTHING } from '../store/archive.ts';
import { Books, type BooksOptions } from './books.ts';
import { Stretch } from './stretch.ts';
import { UnstoredMinutes } from './unstored-minutes.ts';

/** What an import needs. */
export interface HistoryOptions extends Pick<BooksOptions, 'claimOf'> {
  readonly archive: ArchiveStore;
  /** Packs the oldest block that was read and is not packed, with the ids of its lines; 0: one is not to be kept. */
  readonly pack: (ids: Float64Array<ArrayBuffer>) => Promise<readonly Packed[]>;
  /** Keeps the messages of a block in their days; twice is once. */
  readonly keep: (rows: readonly Packed[]) => Promise<void>;
  /** The devices that lines may be of, by the indexes that blocks tell. */
  readonly devices: readonly Device[];
  readonly now: () => number;
  /** Messages of before this moment (epoch milliseconds) are older than any that is kept. */
  readonly keptSince: number;
  /** After how many lines what they mean is committed, with the place up to which the archive is taken in: whoever is killed reads so many again. */
  readonly batch: number;
}

/** Milliseconds for which deciding holds the main thread: each statement of what is written meanwhile waits for it. */
const LONGEST = 1;

/** Takes in archives: a block -> decide -> apply -> one transaction, in books of their own. Nothing of it touches what is live, and nobody is alerted. */
export class History {
  readonly #options: HistoryOptions;
  readonly #ids: ArchiveIds;
  readonly #heard: ReadonlyMap<number, number>;
  readonly #books: Books;
  readonly #archives: Map<number, ArchiveMark>;
  #begun: Begun | undefined;
  /** Lines since the last commit, with the counts of those that are not stored, and the messages of them. */
  #lines = 0;
  readonly #unstored = new UnstoredMinutes();
  #rows: Promise<readonly Packed[]>[] = [];
  #writing: Promise<void> = Promise.resolve();
  #writingBefore: Promise<void> = this.#writing;

  private constructor(options: HistoryOptions, { archives, chains, heard }: Loaded) {
    this.#options = options;
    const { archive } = options;
    this.#ids = new ArchiveIds((seconds) => archive.used(seconds));
    this.#heard = heard;
    this.#books = new Books(options, chains);
    this.#archives = new Map(archives.map((one) => [one.id, one]));
  }

  /** Knows what the database holds of imports. */
  static async open(options: HistoryOptions): Promise<History> {
    const { archive } = options;
    const [archives, chains, heard] = [await archive.archives(), await archive.chains(), await archive.heard()];
    return new History(options, { archives, chains, heard });
  }

  /** Another archive than that one which was begun, and not read to its end: messages of it may have ids that are not on record. */
  cutOff(key: ArchiveKey): ArchiveMark | undefined {
    return [...this.#archives.values()].find((one) => !one.done && !isSame(one, key));
  }

  /** An archive begins, or is gone on with: its mark tells from where, and whether it is done. It is on record before any of its messages is. */
  async begin(key: ArchiveKey): Promise<ArchiveMark> {
    const all = [...this.#archives.values()];
    const known = all.find((one) => isSame(one, key));
    const at = this.#options.now();
    const before = this.#books.rows().map(({ open: _open, ...chain }) => chain);
    const id = Math.max(0, ...all.map((one) => one.id)) + 1;
    const mark: ArchiveMark = {
      ...{ id, offset: 0, before, counts: NO_LINES },
      ...known,
      ...{ ...key, at, done: known?.done === true && known.size === key.size },
    };
    const { archive } = this.#options;
    const gate = new ArchiveGate(mark.before, this.#heard, at, (from, first, last) =>
      archive.imported(from, first, last),
    );
    this.#begun = { mark, gate };
    if (!mark.done && known?.done !== false) await archive.commit({ ...NOTHING, archive: mark });
    this.#archives.set(mark.id, mark);
    return mark;
  }

  /** Where each device is in an archive that is gone on with (epoch milliseconds): stamps without a year are read near it. */
  lastTimes(): readonly (readonly [device: number, at: number])[] {
    if (this.#begun === undefined || this.#begun.mark.offset === 0) return [];
    const open = this.#books.rows().filter((row) => row.open);
    return open.sort((one, other) => one.to - other.to).map(({ device, to }) => [device, to]);
  }

  /** The ends of what was imported before the archive, of which its lines are to be told. */
  edges(): readonly ArchiveEdge[] {
    return this.#need().gate.edges();
  }

  /** Takes a block of the archive, which ends at this offset of its text. Resolves once it is decided upon: it is written while the next ones are. */
  async take(block: ReadBlock, offset: number): Promise<ArchiveCounts> {
    const { mark, gate } = this.#need();
    const { ids, counts } = await this.#decide(block, gate);
    const rows = this.#options.pack(ids);
    rows.catch(() => undefined); // told where it is waited for
    const archive = { ...mark, offset, counts: added(mark.counts, block, counts), at: this.#options.now() };
    this.#begun = { mark: archive, gate };
    this.#archives.set(archive.id, archive);
    this.#lines += block.ats.length + this.#count(block, gate);
    this.#rows.push(rows);
    if (this.#lines >= this.#options.batch) await this.#commit();
    return archive.counts;
  }

  /** The archive is read to its end, and all of it is committed. */
  async end(): Promise<ArchiveMark> {
    const { mark, gate } = this.#need();
    this.#begun = { mark: { ...mark, done: true, at: this.#options.now() }, gate };
    await this.#commit();
    await this.#writing;
    const done = this.#need().mark;
    this.#archives.set(done.id, done);
    this.#begun = undefined;
    return done;
  }

  /** The run is over: what waits is decided, and what is open is shown as it was left. Returns how many sessions are. */
  async close(): Promise<number> {
    await this.#writing;
    return this.#books.close();
  }

  /** Resolves when nothing is being written, whatever became of it. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  /** Counts the lines that are not stored, of times that are not on record yet; returns how many counts they were. */
  #count(block: ReadBlock, gate: ArchiveGate): number {
    let counts = 0;
    for (const [index, at, ids] of jsonOf(block.unstored) as readonly UnstoredLines[]) {
      const device = this.#options.devices[index];
      counts += ids.length;
      if (device !== undefined && at >= this.#options.keptSince && gate.refuses(device.id, at) === undefined)
        this.#unstored.add(device.id, at, ids);
    }
    return counts;
  }

  async #decide(
    block: ReadBlock,
    gate: ArchiveGate,
  ): Promise<{ readonly ids: Float64Array<ArrayBuffer>; readonly counts: Counted }> {
    const { devices, keptSince } = this.#options;
    await this.#ids.ready(block.ats);
    const claims = jsonOf(block.claims) as readonly (readonly [number, Said])[]; // of our own thread
    const lines = new Map(block.lines);
    const counts = { ...NO_LINES };
    const ids = new Float64Array(block.ats.length);
    let claim = 0;
    const stretch = new Stretch(LONGEST);
    for (let index = 0; index < block.ats.length; index += 1) {
      const device = devices[block.devices[index] ?? 0];
      if (stretch.isLong()) await stretch.rest();
      if (device === undefined) throw new Error(`a line of device ${block.devices[index] ?? ''}, which there is not`);
      const at = block.ats[index] ?? 0;
      const said = claims[claim]?.[0] === index ? claims[claim]?.[1] : undefined;
      if (said !== undefined) claim += 1;
      const refusal = gate.refuses(device.id, at);
      const isNew =
        refusal === undefined || (refusal === 'repeated' && (await this.#isNew(gate, device, at, lines.get(index))));
      // Where more lines are of one second than there are ids for, the clock stood.
      const id = isNew ? this.#ids.next(at) : undefined;
      if (id === undefined) {
        if (refusal === 'repeated') this.#books.leave(device.id);
        counts[refusal ?? 'undated'] += 1;
        continue;
      }
      const chain = this.#books.current(device.id) ?? (await this.#books.open(device, at, this.#writing));
      chain.line(at, id);
      if (said !== undefined) chain.take({ ...said, message: id, at, from: device.addresses[0] ?? '' });
      if (at >= keptSince) ids[index] = id;
      counts[at >= keptSince ? 'stored' : 'aged'] += 1;
      const outcome = blockOutcomes[block.outcomes[index] ?? 0];
      if (outcome === 'misfit' || outcome === 'unlisted') counts[outcome] += 1;
    }
    return { ids, counts };
  }

  /** At the end of what was imported before, where the messages are kept, it is looked line by line. */
  async #isNew(gate: ArchiveGate, { id, addresses }: Device, at: number, line?: string): Promise<boolean> {
    if (at < this.#options.keptSince || line === undefined) return false;
    return gate.isNew(id, addresses[0] ?? '', at, line);
  }

  #need(): Begun {
    if (this.#begun === undefined) throw new Error('no archive was begun');
    return this.#begun;
  }

  /** Messages since the last time, and then what they mean, and the place up to which the archive is taken in: raw first. */
  async #commit(): Promise<void> {
    const rows = this.#rows;
    this.#lines = 0;
    this.#rows = [];
    await this.#write(async () => this.#options.keep((await Promise.all(rows)).flat()));
    const set = this.#books.changes();
    const { mark, gate } = this.#need();
    const { counts } = mark;
    const sessions = counts.sessions + set.events.filter(({ kind }) => kind === 'session.opened').length;
    const archive = { ...mark, counts: { ...counts, sessions, attempts: counts.attempts + set.attempts.length } };
    this.#begun = { mark: archive, gate };
    this.#archives.set(archive.id, archive);
    const changes = { ...set, seconds: this.#ids.changes(), unstored: this.#unstored.taken(), archive };
    await this.#write(() => this.#options.archive.commit(changes));
  }

  /** One thing is written at a time, in order, and one waits for it, while the next block is decided upon. */
  async #write(work: () => Promise<void>): Promise<void> {
    await this.#writingBefore;
    this.#writingBefore = this.#writing;
    this.#writing = this.#writing.then(work);
    // Whoever waits for it next is told; that nobody does yet is no fault.
    this.#writing.catch(() => undefined);
  }
}

function isSame(one: ArchiveMark, other: ArchiveKey): boolean {
  return one.head === other.head && one.headBytes === other.headBytes && one.device === other.device;
}

interface Begun {
  readonly mark: ArchiveMark;
  readonly gate: ArchiveGate;
}

interface Loaded {
  readonly archives: readonly ArchiveMark[];
  readonly chains: readonly ArchiveChain[];
  readonly heard: ReadonlyMap<number, number>;
}

type Counted = { -readonly [K in keyof ArchiveCounts]: number };

function added(before: ArchiveCounts, block: ReadBlock, counts: Counted): ArchiveCounts {
  const keys = Object.keys(NO_LINES) as (keyof ArchiveCounts)[];
  const told: Partial<Counted> = block.counts;
  return Object.fromEntries(
    keys.map((key) => [key, before[key] + counts[key] + (told[key] ?? 0)]),
  ) as unknown as ArchiveCounts; // its keys are those of `NO_LINES`
}
