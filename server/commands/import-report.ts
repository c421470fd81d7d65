import { archiveBuckets, LEFT_OPEN, residual, type ArchiveBucket, type ArchiveCounts } from '../domain/archive.ts';
import type { Ending } from '../../collectors/archive/file.ts';
import { visible } from './fault.ts';
import type { ImportClosed } from './import-desk.ts';

/** Devices that are not watched, told by name at most. */
const MOST_NAMED = 10;

/** What became of the lines of an archive, in words. */
export function fileReport(name: string, counts: ArchiveCounts): readonly string[] {
  const buckets = Object.keys(archiveBuckets) as ArchiveBucket[];
  const { misfit, unlisted, cut, sessions, attempts } = counts;
  const notes = [
    ...(misfit > 0 ? [`${number(misfit)} of a wording that is not known`] : []),
    ...(unlisted > 0 ? [`${number(unlisted)} of an ID that is not listed`] : []),
    ...(cut > 0 ? [`${number(cut)} cut, for they are too long`] : []),
  ];
  return [
    `${visible(name)}: ${number(counts.lines)} lines, ${number(sessions)} sessions, ${number(attempts)} login attempts`,
    ...buckets.flatMap((bucket) =>
      counts[bucket] === 0
        ? []
        : [`  ${number(counts[bucket])}: ${archiveBuckets[bucket]}${bucket === 'stored' ? inBrackets(notes) : ''}`],
    ),
    ...(residual(counts) === 0 ? [] : [`  ${number(residual(counts))}: unaccounted for, which is a fault of ours`]),
  ];
}

/** How an archive ended, where that is worth telling. */
export function endReport(ending: Ending, left: boolean): readonly string[] {
  if (ending === 'cut') return ['  it is cut off: what was whole of it is taken'];
  if (ending === 'damaged') return ['  it is damaged: what stands before the damage is taken'];
  return left ? ['  its last line has no end yet: it is left for the next time'] : [];
}

/** What a run came to beside that. */
export function closeReport({ left, strangers }: ImportClosed): readonly string[] {
  const named = strangers
    .slice(0, MOST_NAMED)
    .map(([name, lines]) =>
      name === ''
        ? `${number(lines)} lines bear no name of a device: tell it by --device`
        : `${number(lines)} lines are of ${visible(name)}, which is not watched: tunnelwatch device add, or --device if it is one that is`,
    );
  const others = strangers.length - named.length;
  return [
    ...named,
    ...(others > 0 ? [`and lines of ${number(others)} others that are not watched`] : []),
    ...(left > 0 ? [`${number(left)} sessions have no end in it: they are shown as ended, "${LEFT_OPEN}"`] : []),
  ];
}

function inBrackets(notes: readonly string[]): string {
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
