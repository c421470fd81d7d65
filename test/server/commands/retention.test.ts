import assert from 'node:assert/strict';
import { test } from 'node:test';

import { purgeAll, startRetention, type Retained } from '../../../server/commands/retention.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';
import { createLog } from '../../../server/log.ts';
import type { Store } from '../../../server/store/store.ts';

const DAY = 24 * 60 * 60_000;
const days: Retained = { messages: 30, sessions: undefined, alerts: undefined, charts: undefined };
const done = { gone: 0, more: false, stopped: 0, held: 1 };

test('a step that held the writer for long is followed by a smaller one and a longer pause', async () => {
  const asked: number[] = [];
  const paused: number[] = [];
  const held = [60, 15, 2, 2];
  const purge: Store['purge'] = (what, { most, before }) => {
    // The finer tiers of series go whatever is kept for good.
    if (what === 'series10s' || what === 'series1m' || what === 'series10m') return Promise.resolve(done);
    assert.equal(before, 100 * DAY - 30 * DAY);
    if (what !== 'samples') return Promise.resolve(done);
    asked.push(most);
    return Promise.resolve({ gone: most, more: asked.length < 5, stopped: 0, held: held[asked.length - 1] ?? 1 });
  };
  const pause = (milliseconds: number): Promise<void> => {
    paused.push(milliseconds);
    return Promise.resolve();
  };
  assert.deepEqual(await purgeAll({ purge }, days, 100 * DAY, { pause, onFault: assert.ifError }), {
    samples: 50 + 13 + 13 + 26 + 52,
  });
  assert.deepEqual(asked, [50, 13, 13, 26, 52]);
  assert.deepEqual(paused, [240, 60, 20, 20]);
});

test('where there was little to go only what is looked at grows, so that no step finds itself with much', async () => {
  const asked: (readonly [number, number])[] = [];
  const gone = [0, 0, 50, 100];
  const purge: Store['purge'] = (what, { most, look }) => {
    if (what !== 'samples') return Promise.resolve(done);
    asked.push([most, look]);
    return Promise.resolve({ gone: gone[asked.length - 1] ?? 0, more: asked.length < 5, stopped: 0, held: 1 });
  };
  const pause = (): Promise<void> => Promise.resolve();
  await purgeAll({ purge }, days, 100 * DAY, { pause, onFault: assert.ifError });
  assert.deepEqual(asked, [[50, 50], [50, 100], [50, 200], [100, 200], [200, 200]]); // prettier-ignore
});

test('each tier of series is kept for its own time at most, and for no longer than charts reach back', async () => {
  const kept = async (charts: number | undefined) => {
    const asked: Record<string, number> = {};
    const purge: Store['purge'] = (what, { before }) => {
      if (what.startsWith('series')) asked[what] = 2000 - before / DAY;
      return Promise.resolve(done);
    };
    await purgeAll({ purge }, { ...days, charts }, 2000 * DAY, {
      pause: () => Promise.resolve(),
      onFault: assert.ifError,
    });
    return asked;
  };
  assert.deepEqual(await kept(1095), { series10s: 2, series1m: 30, series10m: 30, series1h: 1095, series1d: 1095 });
  assert.deepEqual(await kept(10), { series10s: 2, series1m: 10, series10m: 10, series1h: 10, series1d: 10 });
  assert.deepEqual(await kept(undefined), { series10s: 2, series1m: 30, series10m: 30 }, 'for good');
});

test('where one kind cannot be deleted the others are', async () => {
  const faults: unknown[] = [];
  const fault = new Error('a day cannot be unlinked');
  const purge: Store['purge'] = (what) =>
    what === 'messages' ? Promise.reject(fault) : Promise.resolve({ ...done, gone: 2 });
  const onFault = (one: unknown): void => void faults.push(one);
  const pause = (): Promise<void> => Promise.resolve();
  assert.deepEqual(await purgeAll({ purge }, { ...days, charts: 400 }, 100 * DAY, { pause, onFault }), {
    ...{
      samples: 2,
      unstored: 2,
      minutes: 2,
      poolMinutes: 2,
      series10s: 2,
      series1m: 2,
      series10m: 2,
      series1h: 2,
      series1d: 2,
    },
  });
  assert.deepEqual(faults, [fault]);
});

test('what cannot be deleted is a warning on the health page and a line of the log, until it can', async () => {
  const lines: string[] = [];
  const rows: HealthRow[] = [];
  let tellRow = (): void => undefined;
  const told = new Promise<void>((resolve) => (tellRow = resolve));
  const retention = startRetention({
    store: { purge: () => Promise.reject(new Error('SQLITE_FULL: database or disk is full')) },
    ...{ days, now: () => 100 * DAY, log: createLog('info', (line) => lines.push(line)) },
    onHealth: (row) => {
      rows.push(row);
      tellRow();
    },
  });
  await told;
  await retention.stop();
  assert.match(rows[0]?.warnings[0] ?? '', /could not be deleted .*disk is full/);
  assert.deepEqual(retention.health(), rows[0]);
  assert.equal(lines.filter((line) => line.includes('could not delete')).length, 1);
});
