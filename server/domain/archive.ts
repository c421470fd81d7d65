import type { Claimed } from './claim.ts';
import type { Bytes } from './packed.ts';
import type { Session } from './session.ts';
import { closeAll } from './tunnel.ts';
import { without } from './without.ts';

/** What becomes of a line of an archive: each ends in exactly one of these. In words, after "N lines: ". */
export const archiveBuckets = {
  stored: 'stored',
  counted: 'of what the device is not to store (tunnelwatch device store): not stored',
  aged: 'read, but older than messages are kept: not stored',
  repeated: 'of a time that was imported before',
  watched: 'of a time when the device was heard live already',
  ahead: 'of a time that has not come yet',
  undated: 'without a time of the device',
  stranger: 'of a device that is not watched',
  foreign: 'not of an ASA or PIX',
  blank: 'empty',
} as const;

export type ArchiveBucket = keyof typeof archiveBuckets;

/** What of the lines that were read is not a message that the tables know. */
export const archiveNotes = ['misfit', 'unlisted', 'cut'] as const;

export type ArchiveNote = (typeof archiveNotes)[number];

/** How many lines there were, what became of them, and what of them is worth a note. */
export type ArchiveCounts = Readonly<Record<'lines' | ArchiveBucket | ArchiveNote | 'sessions' | 'attempts', number>>;

/** Nothing was read yet. */
export const NO_LINES: ArchiveCounts = {
  ...{
    lines: 0,
    stored: 0,
    counted: 0,
    aged: 0,
    repeated: 0,
    watched: 0,
    ahead: 0,
    undated: 0,
    stranger: 0,
    foreign: 0,
  },
  ...{ blank: 0, misfit: 0, unlisted: 0, cut: 0, sessions: 0, attempts: 0 },
};

/** Lines that ended in no bucket: 0. */
export function residual(counts: ArchiveCounts): number {
  const buckets = Object.keys(archiveBuckets) as ArchiveBucket[];
  return buckets.reduce((left, bucket) => left - counts[bucket], counts.lines);
}

/** What a line claims: with the id that it is given it is a claim like any other. */
export type Said = Pick<Claimed, 'source' | 'messageId' | 'deviceTime' | 'claim'>;

/** How many lines of a device (which of them) at one time (epoch milliseconds) are not to be stored, by message ID. */
export type UnstoredLines = readonly [
  device: number,
  at: number,
  ids: readonly (readonly [id: number, count: number])[],
];

/** A block of an archive's lines, as it was read; the columns are of those lines that a device of ours said at some time. */
export interface ReadBlock {
  readonly counts: Pick<ArchiveCounts, 'lines' | 'counted' | 'undated' | 'stranger' | 'foreign' | 'blank' | 'cut'>;
  /** The names of devices that are not watched, and how many lines bear each. */
  readonly strangers: readonly (readonly [name: string, lines: number])[];
  /** Which of the devices, and its time (epoch milliseconds). */
  readonly devices: Uint16Array;
  readonly ats: Float64Array;
  /** Index in `blockOutcomes`. */
  readonly outcomes: Uint8Array;
  /** JSON in UTF-8 of what they claim: pairs of the line's index and `Said`. */
  readonly claims: Bytes;
  /** JSON in UTF-8 of `UnstoredLines`: of lines whose device and time are told. */
  readonly unstored: Bytes;
  /** The lines that were asked for (`ArchiveEdge`) as they are stored, by their index. */
  readonly lines: readonly (readonly [index: number, line: string])[];
}

/** A time of a device of which the lines themselves are asked for: from this moment on, and before that one (epoch milliseconds). */
export interface ArchiveEdge {
  readonly device: number;
  readonly from: number;
  readonly to: number;
}

/** The outcomes of lines that are taken. */
export const blockOutcomes = ['claim', 'noted', 'unlisted', 'misfit'] as const;

/** A stretch of time of a device that was imported, and the greatest id in it (epoch milliseconds); `open`: the run that imports it is not over. */
export interface ArchiveChain {
  readonly id: number;
  readonly device: number;
  readonly from: number;
  readonly to: number;
  readonly lastMessage: number;
  readonly open: boolean;
}

/** An archive as it is known again: by its first bytes, whatever it is called by then, and for which device it was said to be. */
export interface ArchiveKey {
  readonly name: string;
  readonly head: string;
  readonly headBytes: number;
  readonly device: string;
  /** Of the file, in bytes. */
  readonly size: number;
}

/** How far an archive is taken in: bytes of its text; what was imported before it, and what became of its lines. */
export interface ArchiveMark extends ArchiveKey {
  readonly id: number;
  readonly offset: number;
  readonly before: readonly Omit<ArchiveChain, 'open'>[];
  readonly counts: ArchiveCounts;
  /** When it was last read (epoch milliseconds). */
  readonly at: number;
  readonly done: boolean;
}

/** Why a session is over of which an archive tells no end. */
export const LEFT_OPEN = 'the imported archive ends before it does';

/** A session as it is shown that was open when its archive ended: it is not on now, and was there until the last sign of it. */
export function leftOpen(session: Session): Session {
  if (session.state === 'ended') return session;
  return {
    ...without(session, ['closingAt', 'closingReason', 'suspendedAt']),
    ...{ state: 'ended', end: session.seenAt, endReason: LEFT_OPEN, endIs: 'inferred' },
    tunnels: closeAll(session.tunnels, session.seenAt),
  };
}
