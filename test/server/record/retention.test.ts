import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test, type TestContext } from 'node:test';

import { purgeAll, type Retained } from '../../../server/commands/retention.ts';
import type { Recorder } from '../../../server/record/recorder.ts';
import { openStore } from '../../../server/store/open.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { scratch } from '../store/scratch.ts';
import { NOON } from '../lab.ts';
import { DAY, endOf, loginOf, person, recorderOn, rowsOf, tell } from './past.ts';

const HOUR = 60 * 60_000;
const DAYS = 12;
const NOW = NOON + DAYS * DAY;
const forGood: Retained = { messages: undefined, sessions: undefined, alerts: undefined, charts: undefined };
const projections = ['session', 'attempt', 'verdict', 'lease', 'minute'] as const;
const pause = (): Promise<void> => Promise.resolve();
const onFault = assert.ifError;

/** Twelve days: each day somebody comes and goes, somebody is refused; one is there all the time, one across the middle. */
async function past(t: TestContext): Promise<{ path: string; store: Store; recorder: Recorder }> {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOW });
  t.after(() => store.close());
  const recorder = await recorderOn(store, () => NOW);
  await tell(recorder, NOON - HOUR, loginOf(person('einstein', 90)));
  for (let day = 0; day < DAYS; day += 1) {
    const at = NOON + day * DAY;
    const daily = person(`daily${day}`, 10 + day);
    await tell(recorder, at, loginOf(daily));
    if (day === 6) await tell(recorder, at + HOUR, loginOf(person('across', 80)));
    await tell(recorder, at + 2 * HOUR, [{ kind: 'aaa.rejected', user: 'docbrown', reason: 'Invalid password' }]);
    await tell(recorder, at + 3 * HOUR, endOf(daily, 3 * 3600));
    if (day === 8) await tell(recorder, at + 4 * HOUR, endOf(person('across', 80), 2 * 24 * 3600 + 3 * 3600));
    // The same address again, by another one, freed in between.
    await tell(recorder, at + 5 * HOUR, loginOf(person(`evening${day}`, 70)));
    await tell(recorder, at + 6 * HOUR, endOf(person(`evening${day}`, 70), 3600));
    await tell(recorder, at + 7 * HOUR, []);
  }
  return { path, store, recorder };
}

test('sessions and attempts leave with their events, and a rebuild makes the same rows of what is left', async (t) => {
  const { path, store, recorder } = await past(t);
  const before = await rowsOf(path, ...projections, 'event', 'user');
  // 4.5 days are kept: the border is within day 7, while somebody is there across it.
  const gone = await purgeAll(store, { ...forGood, sessions: 5 }, NOW - HOUR / 2, { pause, onFault });
  const after = await rowsOf(path, ...projections, 'event', 'user');
  const border = NOW - HOUR / 2 - 5 * DAY;
  assert.equal(gone.sessions, 14, 'the seven of the morning and of the evening');
  assert.equal(gone.attempts, 16, 'also those of who is there yet');
  assert.equal(gone.verdicts, 7);
  assert.deepEqual(
    after['session'],
    before['session']?.filter(({ end }) => end === null || Number(end) >= border),
    'nothing else of sessions is gone or changed',
  );
  assert.deepEqual(after['minute'], before['minute'], 'charts have a time of their own');
  assert.deepEqual(after['lease'], before['lease']);
  const names = after['user']?.map(({ name }) => name);
  assert.ok(!names?.includes('daily6') && names?.includes('daily7') && names.includes('across') && names.includes('docbrown')); // prettier-ignore
  const orphans = after['event']?.filter(({ session }) => session !== null && !after['session']?.some(({ id }) => id === session)); // prettier-ignore
  assert.deepEqual(orphans, []);
  const old = after['event']?.filter(({ at }) => Number(at) < border).map(({ user, kind }) => [user, kind]);
  assert.ok(
    old !== undefined && old.length > 0 && old.length < 20,
    'of what goes on, and of an address in use, the events stay',
  );

  assert.equal(await recorder.rebuild(), after['event']?.length);
  assert.deepEqual(
    await rowsOf(path, ...projections),
    Object.fromEntries(projections.map((name) => [name, after[name]])),
  );
  assert.deepEqual(
    await purgeAll(store, { ...forGood, sessions: 5 }, NOW - HOUR / 2, { pause, onFault }),
    {},
    'once is enough',
  );
  assert.equal((await rowsOf(path, 'event_release'))['event_release']?.length, 0);
});

test('events are still never changed nor deleted by anybody else', async (t) => {
  const { path, store } = await past(t);
  await purgeAll(store, { ...forGood, sessions: 5 }, NOW, { pause, onFault });
  const other = await openWriter(path);
  await assert.rejects(other.run('DELETE FROM event'), /events are never deleted/);
  await assert.rejects(other.run('UPDATE event SET at = 0'), /events are never changed/);
  await other.close();
});

test('no id of a session is given twice, though the events of the lowest are gone', async (t) => {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOW });
  t.after(() => store.close());
  await store.addDevice({ name: 'asa', addresses: ['10.10.10.2'], state: 'adopted', addedAt: NOON });
  const ended = (id: number, at: number) => ({
    ...({
      id,
      device: 1,
      user: 'marty',
      publicIp: '198.51.100.7',
      protocol: 'ikev1',
      state: 'ended',
      start: at,
    } as const),
    ...({ startIs: 'seen', end: at, seenAt: at, tunnels: [], from: {} } as const),
  });
  const opened = (session: number, at: number) => ({
    ...({ kind: 'session.opened', device: 1, at, source: 'poll', evidence: [], session, user: 'marty' } as const),
    ...({ publicIp: '198.51.100.7', protocol: 'ikev1', start: at, startIs: 'seen', facts: {} } as const),
  });
  const sets = [[-7, NOON], [NOON * 1000, NOW]] as const; // prettier-ignore
  const nothing = { attempts: [], verdicts: [], leases: { put: [], drop: [] }, minutes: [], seen: [] };
  for (const [id, at] of sets)
    await store.commit({ ...nothing, events: [opened(id, at)], sessions: [ended(id, at)], at });
  assert.equal((await purgeAll(store, { ...forGood, sessions: 2 }, NOW, { pause, onFault })).sessions, 1);
  assert.equal((await store.load(NOW, NOW)).lowestSession, -7);
});

test('message days, charts and what nobody refers to have ends of their own; what is for good stays', async (t) => {
  const { path, store } = await past(t);
  const days = (): readonly string[] => readdirSync(`${path}.messages`).filter((name) => name.endsWith('.db'));
  const before = await rowsOf(path, ...projections, 'event');
  assert.equal(days().length, DAYS);
  // The finest steps of series give way to coarser ones, for however long those are kept.
  assert.deepEqual(Object.keys(await purgeAll(store, forGood, NOW, { pause, onFault })), ['series10s']);
  assert.deepEqual(await purgeAll(store, { ...forGood, messages: 3 }, NOW, { pause, onFault }), { messages: 9 });
  assert.deepEqual(days(), ['2026-01-14.db', '2026-01-15.db', '2026-01-16.db']);
  assert.deepEqual(await rowsOf(path, ...projections, 'event'), before);
  const { minutes = 0 } = await purgeAll(store, { ...forGood, charts: 2 }, NOW, { pause, onFault });
  const left = (await rowsOf(path, 'minute'))['minute'];
  assert.deepEqual(
    left,
    before['minute']?.filter(({ minute }) => Number(minute) >= NOW - 2 * DAY),
  );
  assert.equal(minutes + (left?.length ?? 0), before['minute']?.length);
});
