import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';

/** What belongs to a database file. The logs go first: without them it is an older state of itself, they beside another one would destroy it. */
export const DATABASE = ['-wal', '-shm', ''] as const;

/** Gives files that go by one name another one, and tells where each is now. */
export async function setAside(main: string, aside: string, suffixes: readonly string[]): Promise<readonly string[]> {
  const moved: string[] = [];
  for (const suffix of suffixes) {
    if (!existsSync(main + suffix)) continue;
    if (existsSync(aside + suffix)) throw new Error(`${aside}${suffix}: is there already`);
    await rename(main + suffix, aside + suffix);
    moved.push(aside + suffix);
  }
  return moved;
}
