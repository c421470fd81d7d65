import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { connectedTime, daysOf, stitched } from '../../../server/domain/history.ts';
import { wasThere } from '../../../server/domain/holder.ts';
import type { Session } from '../../../server/domain/session.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 2, 2);
const startOfDay = (at: number) => Math.floor(at / DAY) * DAY;

type Had = Parameters<typeof daysOf>[0][number];
const had = (id: number, from: number, to: number | undefined, given: Partial<Had> = {}): Had => ({
  ...{ id, start: MONDAY + from * HOUR, state: to === undefined ? 'active' : 'ended' },
  ...(to !== undefined && { end: MONDAY + to * HOUR, endIs: 'reported' }),
  ...given,
});

test('sessions that go on where one was lost are one sitting, however many', () => {
  const sessions = [had(4, 9, 10), had(1, 1, 2), had(3, 5, 6, { continues: 2 }), had(2, 3, 4, { continues: 1 })];
  assert.deepEqual(
    stitched(sessions).map((chain) => chain.map(({ id }) => id)),
    [[1, 2, 3], [4]],
  );
  assert.deepEqual(stitched([had(2, 3, 4, { continues: 99 })]).length, 1, 'one that is not told begins nothing');
});

test('a day has its first login, its time, its reconnects and the addresses that were held', () => {
  const sessions = [
    had(1, 8, 10, { assignedIp: '172.16.1.100' }),
    had(2, 10.1, 12, { assignedIp: '172.16.1.101', continues: 1 }),
    // At the same time, from another machine.
    had(3, 11, 13, { assignedIp: '172.16.1.102' }),
  ];
  assert.deepEqual(daysOf(sessions, MONDAY + 14 * HOUR, startOfDay), [
    {
      ...{ day: MONDAY, firstLogin: MONDAY + 8 * HOUR, connected: 4.9 * HOUR, unsure: false, logins: 2, reconnects: 1 },
      addresses: ['172.16.1.100', '172.16.1.101', '172.16.1.102'],
    },
  ]);
});

test('a session over midnight belongs to both days, and began on one of them', () => {
  const [tuesday, monday] = daysOf([had(1, 22, 25)], MONDAY + 2 * DAY, startOfDay);
  assert.deepEqual([monday?.connected, monday?.logins], [2 * HOUR, 1]);
  assert.deepEqual([tuesday?.connected, tuesday?.logins, tuesday?.firstLogin], [HOUR, 0, undefined]);
});

test('an active session lasts until now, and an end that nobody reported is told as unsure', () => {
  const [today] = daysOf([had(1, 8, undefined)], MONDAY + 10 * HOUR, startOfDay);
  assert.deepEqual([today?.connected, today?.unsure], [2 * HOUR, false]);
  assert.equal(daysOf([had(1, 8, 9, { endIs: 'inferred' })], MONDAY + DAY, startOfDay)[0]?.unsure, true);
});

test('a day of 23 hours is one, too', () => {
  // Paris, 29 March 2026: at 01:00 UTC clocks go from 2 to 3.
  const CHANGE = Date.UTC(2026, 2, 29, 1);
  const offset = (at: number) => (at < CHANGE ? 1 : 2) * HOUR;
  const paris = (at: number) => {
    const local = startOfDay(at + offset(at));
    return local - offset(local - offset(at));
  };
  const start = Date.UTC(2026, 2, 28, 20);
  const days = daysOf([{ id: 1, start, state: 'ended', end: start + 2 * DAY, endIs: 'reported' }], CHANGE, paris);
  assert.deepEqual(days.map(({ connected }) => connected / HOUR), [22, 23, 3]); // prettier-ignore
});

test('the time of the days together is the time in all, whatever overlaps', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 60 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
      const sessions = spans.map(([from, long], id) => had(id, from, from + long));
      // By the hour: an oracle that is slow and plain.
      const hours = new Set(spans.flatMap(([from, long]) => Array.from({ length: long }, (_, n) => from + n)));
      const days = daysOf(sessions, MONDAY, startOfDay);
      assert.equal(connectedTime(sessions, MONDAY), hours.size * HOUR);
      assert.equal(days.reduce((sum, { connected }) => sum + connected, 0), hours.size * HOUR); // prettier-ignore
    }),
  );
});

test('a session was there in a span that it touches; where its end is not known exactly, perhaps', () => {
  const there = (session: Partial<Session>, from: number, to: number) =>
    wasThere({ start: 10, state: 'ended', end: 20, ...session }, { from, to });
  assert.deepEqual(
    [there({}, 0, 10), there({}, 0, 11), there({}, 20, 21), there({}, 21, 22)],
    ['no', 'yes', 'yes', 'no'],
  );
  const between = { endIs: 'between', endAfter: 15, endBefore: 20 } as const;
  assert.deepEqual([there(between, 15, 16), there(between, 16, 17), there(between, 21, 22)], ['yes', 'perhaps', 'no']);
  assert.equal(wasThere({ start: 10, state: 'active' }, { from: 1000, to: 1001 }), 'yes');
});
