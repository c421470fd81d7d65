import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { lookAtRoom } from '../../../server/commands/room.ts';

const MB = 1_000_000;
const DAY = 86_400_000;

/** A disk of 10 GB with so many MB free, and message days that each give 100 MB back. */
function lab(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'tw-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const database = join(folder, 'tunnelwatch.db');
  const disk = { free: 5000, days: 3, isUnsaved: false, before: 0 };
  const look = async (): Promise<string> => {
    const { did } = await lookAtRoom({
      ...{
        database,
        reserve: 2 * MB,
        leastFree: 500 * MB,
        now: () => 20_000 * DAY + 5,
        isUnsaved: () => disk.isUnsaved,
      },
      roomIn: () => Promise.resolve({ blocks: 10_000, bavail: disk.free, bsize: MB }),
      store: {
        purge: (_what, { before }) => {
          disk.before = before;
          const gone = Math.min(1, disk.days);
          disk.days -= gone;
          disk.free += 100 * gone;
          return Promise.resolve({ gone, more: false, stopped: 0, held: 0 });
        },
      },
    });
    return did;
  };
  return { disk, look, reserve: `${database}.reserve` };
}

test('a reserve is made once there is room for it, given up on a full disk, and made anew', async (t) => {
  const { disk, look, reserve } = lab(t);
  disk.free = 501;
  assert.equal(await look(), 'nothing');
  disk.free = 5000;
  assert.deepEqual([await look(), await look()], ['made the reserve', 'nothing']);
  const { size, blocks } = statSync(reserve);
  assert.ok(size === 2 * MB && blocks * 512 >= size, 'it takes the room that it is to hold');
  disk.isUnsaved = true;
  assert.equal(await look(), 'nothing', 'something else is wrong than the room');
  Object.assign(disk, { free: 1, days: 0 });
  assert.equal(await look(), 'freed the reserve');
  assert.equal(existsSync(reserve), false);
  disk.free = 5000;
  assert.equal(await look(), 'nothing', 'saving comes first');
  disk.isUnsaved = false;
  assert.equal(await look(), 'made the reserve');
});

test('where the disk is nearly full the oldest days go one by one, until there is room, but never that of today', async (t) => {
  const { disk, look } = lab(t);
  disk.free = 310;
  assert.deepEqual([await look(), await look()], ['purged', 'purged']);
  assert.deepEqual([disk.before, disk.days, disk.free], [20_000 * DAY, 1, 510]);
  assert.equal(await look(), 'nothing', 'there is no room for the reserve yet');
  Object.assign(disk, { free: 100, days: 0 });
  assert.equal(await look(), 'nothing');
});
