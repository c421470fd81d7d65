import { header } from '../syslog/header.ts';
import { blocksOf } from './blocks.ts';
import type { ArchiveFile } from './file.ts';
import { nearOf, nearYear, Placing } from './placing.ts';

const LOOKED_AT = 64 * 1024;

/** Where stamps of an archive that tell no year are looked for: in a year that is told, or the one before it was written. */
export function nearIn(file: ArchiveFile, year: number | undefined): number {
  return year === undefined ? Math.floor(nearOf(file.written)) : nearYear(year);
}

/** The time of the first line that tells one, as if in UTC (epoch milliseconds): archives are read in this order. `undefined`: none does, at the beginning. */
export async function firstTime(file: ArchiveFile, near: number): Promise<number | undefined> {
  const placing = new Placing(() => 0, near);
  const blocks = blocksOf(file, { from: 0, bytes: LOOKED_AT, onRead: () => undefined, now: file.written });
  const { value } = await blocks.next();
  await blocks.return({ ending: 'whole', left: false });
  if (!('text' in value)) return undefined;
  for (const line of new TextDecoder().decode(value.text).split('\n')) {
    const stamp = header(line)?.deviceTime;
    const at = stamp === undefined ? undefined : placing.place(stamp);
    if (at !== undefined) return at;
  }
  return undefined;
}
