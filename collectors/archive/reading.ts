import { blockOutcomes, type ArchiveEdge, type ReadBlock, type Said } from '../../server/domain/archive.ts';
import { bytesOf } from '../../server/domain/packed.ts';
import { readStamp, type Stamp } from '../../server/domain/stamp.ts';
import { isEvidence, isStored, type IsStored, type Storing } from '../../server/domain/storing.ts';
import { withoutSecrets } from '../syslog/commands.ts';
import { header } from '../syslog/header.ts';
import { shortened } from '../syslog/line.ts';
import { namesIn } from '../syslog/names-in.ts';
import type { Names } from '../syslog/names.ts';
import { isRead } from '../syslog/parse.ts';
import { Shapes } from '../syslog/shape.ts';
import type { Unnumbered } from './pack.ts';
import { cachedZone, Placing } from './placing.ts';
import { UnstoredCounter } from './unstored.ts';

/** A device that lines of an archive may be of. */
export interface ArchiveDevice {
  readonly id: number;
  /** The address that its messages are stored under. */
  readonly address: string;
  /** What it is called in headers: its names and addresses. */
  readonly called: readonly string[];
  /** Of its clock, as `zoneOf` knows it. */
  readonly zone: string;
  /** Which messages of it are stored. */
  readonly storing: Storing;
}

/** Of which devices lines are taken. */
export interface ArchiveDevices {
  readonly all: readonly ArchiveDevice[];
  /** The index of the one that every line is of, whatever name it bears. */
  readonly every?: number | undefined;
  /** That of the one that lines without a name are of. */
  readonly nameless?: number | undefined;
}

/** Where stamps without a year are looked for in an archive (epoch milliseconds): in general, and for devices whose last time is known. */
export interface ArchiveTimes {
  readonly near: number;
  readonly last: readonly (readonly [device: number, at: number])[];
  /** Of these times the lines themselves are told. */
  readonly edges: readonly ArchiveEdge[];
}

/** What was read: what is decided by, and the lines that are packed once it is. */
export interface Read {
  readonly block: ReadBlock;
  readonly rows: readonly Unnumbered[];
}

/** What a header tells of whoever said a line, and which message it is. */
interface Origin {
  readonly device?: string | undefined;
  readonly deviceTime?: string | undefined;
  readonly messageId?: number | undefined;
}

/** Names of devices that are not watched, told at most. */
const MOST_STRANGERS = 1000;

/** Reads lines of archives as the intake reads those that arrive: names that may be passwords, and typed secrets, are gone from what it gives. */
export class ArchiveReader {
  readonly #names: Names;
  readonly #devices: ArchiveDevices;
  readonly #called: ReadonlyMap<string, number>;
  readonly #stored: readonly IsStored[];
  readonly #shapes = new Shapes();
  #placings: readonly Placing[] = [];
  #edges: readonly (readonly ArchiveEdge[])[] = [];
  #stamp: { readonly text: string; readonly stamp: Stamp | undefined } = { text: '', stamp: undefined };

  constructor(names: Names, devices: ArchiveDevices) {
    this.#names = names;
    this.#devices = devices;
    this.#stored = devices.all.map(({ storing }) => isStored(storing));
    this.#called = new Map(
      devices.all.flatMap(({ called }, index) => called.map((name) => [name.toLowerCase(), index] as const)),
    );
  }

  /** Another archive begins, or is gone on with. */
  begin({ near, last, edges }: ArchiveTimes): void {
    const known = new Map(last);
    this.#edges = this.#devices.all.map(({ id }) => edges.filter(({ device }) => device === id));
    this.#placings = this.#devices.all.map(({ id, zone }) => {
      const offset = cachedZone(zone);
      if (offset === undefined) throw new Error(`${JSON.stringify(zone)}: no time zone`);
      return new Placing(offset, known.get(id) ?? near);
    });
  }

  /** Reads whole lines. */
  read(text: string): Read {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    const counts = { lines: lines.length, counted: 0, undated: 0, stranger: 0, foreign: 0, blank: 0, cut: 0 };
    const strangers = new Map<string, number>();
    const devices = new Uint16Array(lines.length);
    const ats = new Float64Array(lines.length);
    const outcomes = new Uint8Array(lines.length);
    const rows: Unnumbered[] = [];
    const told: (readonly [number, string])[] = [];
    const claims: (readonly [number, Said])[] = [];
    const unstored = new UnstoredCounter();
    let taken = 0;
    for (const whole of lines) {
      if (whole.trim() === '') {
        counts.blank += 1;
        continue;
      }
      const raw = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
      const short = shortened(raw);
      if (short !== raw) counts.cut += 1;
      // Most of what is not stored is known by its header: no more of it is read.
      const head = header(short);
      if (head !== undefined && !isRead(head.messageId) && !this.#isStored(head, false)) {
        counts.counted += 1;
        const device = this.#deviceOf(head);
        const at = device === undefined ? undefined : this.#timeOf(device, head);
        if (device !== undefined && at !== undefined) unstored.add(device, at, head.messageId);
        continue;
      }
      const { line, parsed } = this.#names.keep(short);
      if (parsed.outcome === 'foreign') {
        counts.foreign += 1;
        continue;
      }
      const device = this.#deviceOf(parsed);
      if (device === undefined) {
        counts.stranger += 1;
        const name = parsed.device ?? '';
        if (strangers.has(name) || strangers.size < MOST_STRANGERS) strangers.set(name, (strangers.get(name) ?? 0) + 1);
        continue;
      }
      const at = this.#timeOf(device, parsed);
      if (at === undefined) {
        counts.undated += 1;
        continue;
      }
      if (!isEvidence(parsed.outcome) && !this.#isStored(parsed, parsed.outcome === 'noted')) {
        counts.counted += 1;
        if (parsed.messageId !== undefined) unstored.add(device, at, parsed.messageId);
        continue;
      }
      const { outcome, messageId, claim, source = 'syslog', deviceTime } = parsed;
      devices[taken] = device;
      ats[taken] = at;
      outcomes[taken] = blockOutcomes.indexOf(outcome);
      const stored = withoutSecrets(line, parsed);
      const { shape, text: own } = this.#shapes.of(stored, this.#devices.all[device]?.address ?? '', parsed);
      rows.push({ id: 0, at, shape, text: own, names: namesIn(parsed) });
      if (this.#isAtEdge(device, at)) told.push([taken, stored]);
      if (claim !== undefined) {
        const of = { ...(messageId !== undefined && { messageId }), ...(deviceTime !== undefined && { deviceTime }) };
        claims.push([taken, { source, ...of, claim }]);
      }
      taken += 1;
    }
    const block = {
      ...{ counts, strangers: [...strangers], claims: bytesOf(claims), unstored: bytesOf(unstored.all()), lines: told },
      // Copies: what is not used of the columns must not be sent.
      ...{ devices: devices.slice(0, taken), ats: ats.slice(0, taken), outcomes: outcomes.slice(0, taken) },
    };
    return { block, rows };
  }

  /** The device's time as an instant, epoch milliseconds; `undefined` where the line tells none that can be. */
  #timeOf(device: number, { deviceTime }: Origin): number | undefined {
    return deviceTime === undefined ? undefined : this.#placings[device]?.place(deviceTime, this.#stampOf(deviceTime));
  }

  /** Nearly always the second is that of the line before, be it of another device. */
  #stampOf(text: string): Stamp | undefined {
    if (text !== this.#stamp.text) this.#stamp = { text, stamp: readStamp(text) };
    return this.#stamp.stamp;
  }

  #isAtEdge(device: number, at: number): boolean {
    return this.#edges[device]?.some(({ from, to }) => at >= from && at < to) === true;
  }

  /** Whether a message that claims nothing is stored; of a device that is not watched that is not asked. */
  #isStored(said: Origin, isNoted: boolean): boolean {
    const device = this.#deviceOf(said);
    const stored = device === undefined ? undefined : this.#stored[device];
    return said.messageId === undefined || stored === undefined || stored(said.messageId, isNoted);
  }

  #deviceOf({ device }: Pick<Origin, 'device'>): number | undefined {
    const { every, nameless } = this.#devices;
    if (every !== undefined) return every;
    if (device === undefined) return nameless;
    return this.#called.get(device.toLowerCase());
  }
}
