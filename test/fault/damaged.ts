import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mend } from '../../server/store/mend.ts';
import { openReader } from '../../server/store/sqlite.ts';
import { flip, makeEstate, MESSAGE, readEstate } from '../server/store/estate.ts';
import { NOON } from '../server/store/scratch.ts';

// One byte changed at 2,000 places and 200 truncations, of the database or of its message day: it starts each time, and whatever is wrong with a
// header or a schema is found before anything is asked. The header is changed byte by byte, each in two ways.
const FLIPS = 2000;
const TRUNCATIONS = 200;

const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-damaged-'));
const whole = join(folder, 'whole');
mkdirSync(whole);
await makeEstate(join(whole, 'tunnelwatch.db'), { backups: [1] });
const main = join(folder, 'now', 'tunnelwatch.db');
const files = ['tunnelwatch.db', join('tunnelwatch.db.messages', '2026-11-23.db')];
const figures = { flips: 0, truncations: 0, mended: 0, harmless: 0, refusedAsNewer: 0, silent: 0, startMsMost: 0 };

async function schemaPages(path: string): Promise<number> {
  const reader = await openReader(path);
  // Tables made last have the highest roots: the pages up to there are of the schema for the most part.
  const [row] = await reader.all<{ pages: number }>('SELECT max(rootpage) AS pages FROM sqlite_schema');
  await reader.close();
  return row?.pages ?? 1;
}

async function one(file: string, harm: (path: string) => void): Promise<void> {
  rmSync(join(folder, 'now'), { recursive: true, force: true });
  cpSync(whole, join(folder, 'now'), { recursive: true });
  harm(join(folder, 'now', file));
  const begun = performance.now();
  const mended = await mend({ main, now: NOON, onFault: (fault) => assert.fail(String(fault)) });
  figures.startMsMost = Math.max(figures.startMsMost, Math.round(performance.now() - begun));
  let found;
  try {
    found = await readEstate(main);
  } catch (fault) {
    // The version in the header is one that a newer program could have written: left as it is, in words.
    assert.match(String(fault), /was made by a newer Tunnelwatch|of version \d+, which this program does not know/);
    figures.refusedAsNewer += 1;
    return;
  }
  if (mended.length > 0) {
    figures.mended += 1;
    assert.deepEqual(found.devices, ['asa'], 'the backup is in its place');
    assert.ok(mended.every(({ aside }) => statSync(aside.at(-1) ?? '').size >= 0));
  } else if (JSON.stringify(found) === JSON.stringify({ devices: ['asa'], messages: [MESSAGE] })) figures.harmless += 1;
  else figures.silent += 1; // within a row: SQLite has no checksums
}

try {
  const places: (readonly [string, number, number])[] = files.flatMap((file) =>
    Array.from({ length: 100 }, (_, at) => [0xff, 0x01].map((by) => [file, at, by] as const)).flat(),
  );
  for (const file of files) {
    const end = (await schemaPages(join(whole, file))) * 4096;
    for (let n = 0; n < (FLIPS - 400) / 2; n += 1) places.push([file, randomInt(100, end), randomInt(1, 256)]);
  }
  for (const [file, at, by] of places) {
    await one(file, (path) => flip(path, at, by));
    figures.flips += 1;
  }
  for (const file of files) {
    const { size } = statSync(join(whole, file));
    for (let n = 0; n < TRUNCATIONS / 2; n += 1) {
      await one(file, (path) => truncateSync(path, randomInt(0, size)));
      figures.truncations += 1;
    }
  }
  assert.ok(figures.mended > FLIPS / 4, 'most of such damage is found');
  console.log(`FIGURES ${JSON.stringify(figures)}`);
} finally {
  rmSync(folder, { recursive: true });
}
