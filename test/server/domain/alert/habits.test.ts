import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodiesOf, flood } from './flood.ts';
import { token } from './said.ts';
import { AWAY, HOME, Told } from './told.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Users at home, each of whom has logged in the day before. */
function users(count: number): Told {
  const told = new Told();
  for (let n = 0; n < count; n += 1) told.right(-DAY + n, `user${n}`, homeOf(n));
  return told;
}

const homeOf = (n: number): string => `198.18.0.${n}`;

/** So many of so many users, one now and then, try within 10 minutes and do not get in. */
function morning(told: Told, failing: number, trying: number, from = 0): Told {
  for (let n = 0; n < trying; n += 1)
    if ((n * failing) % trying < failing) told.wrong(from + n * 5, `user${n}`, homeOf(n));
    else told.right(from + n * 5, `user${n}`, homeOf(n));
  for (let second = from + trying * 5; second < from + 600; second += 30) told.turn(second);
  return told;
}

test('5 known users who do not get in are more than usual, 4 are not, whatever the share', () => {
  assert.deepEqual(morning(users(10), 4, 5).watch.pages(), []);
  const told = morning(users(40), 5, 40);
  assert.deepEqual(told.texts('xauth.ratio'), [
    '5 of 40 known users who tried within 15 min did not get in (13 %, usual 5 %) since 2026-01-05 12:00 UTC: user0, user8, user16, user24, user32',
  ]);
  assert.equal(told.watch.pages()[0]?.severity, 'warning');
  assert.equal(morning(users(40), 9, 40).watch.pages()[0]?.severity, 'critical');
});

test('an alert stands for all who fail, also those who failed while it was not bad yet', () => {
  const [alert] = morning(users(40), 9, 40).watch.pages();
  assert.deepEqual([alert?.count, alert?.evidence.length], [9, 9]);
});

test('a mistyped password is nothing once its user has got in, and the alert is over when the users are in', () => {
  const told = users(20);
  for (let n = 0; n < 20; n += 1) told.wrong(n * 20, `user${n}`, homeOf(n)).right(n * 20 + 12, `user${n}`, homeOf(n));
  assert.deepEqual(told.watch.pages(), []);
  const bad = morning(users(20), 10, 20);
  for (let n = 0; n < 20; n += 2) bad.right(610 + n, `user${n}`, homeOf(n));
  assert.equal(bad.turn(700).watch.pages()[0]?.clearedAt, undefined, 'good for less than 5 minutes');
  assert.notEqual(bad.turn(1000).watch.pages()[0]?.clearedAt, undefined);
});

test('guesses of users’ names from elsewhere are no users who fail', () => {
  const told = users(20);
  for (let n = 0; n < 100; n += 1) told.wrong(n * 5, `user${n % 20}`, `203.0.113.${n % 50}`);
  assert.deepEqual(told.turn(600).watch.of('xauth.ratio'), []);
});

test('what fails on each day for a fortnight is usual, and one day of trouble is not', () => {
  const told = users(60);
  const often = (days: number, failing: number): void => {
    for (let day = 0; day < days; day += 1)
      for (let hour = 8; hour < 18; hour += 2) morning(told, failing, 30, (day * 24 + hour) * HOUR);
  };
  often(14, 4);
  assert.deepEqual(told.watch.pages(), []);
  morning(told, 5, 30, 15 * DAY);
  assert.deepEqual(told.watch.pages(), [], '17 % is not much more than the usual 13 %');
  morning(told, 15, 30, 16 * DAY);
  assert.equal(told.watch.pages().length, 1);
  told.turn(16 * DAY + 30 * MINUTE).turn(16 * DAY + 40 * MINUTE);
  morning(told, 15, 30, 16 * DAY + HOUR);
  assert.equal(told.watch.pages().length, 2, 'the trouble of an hour before is not what is usual');
});

test('a client that repeats a saved password is noted, with its period; three times may be anybody', () => {
  const told = new Told().right(-DAY, 'Marty', HOME);
  for (let n = 0; n < 3; n += 1) told.wrong(n * 15 * MINUTE + (n % 2), 'Marty', HOME);
  assert.deepEqual(told.turn(HOUR - 20).rules(), []);
  told.wrong(45 * MINUTE, 'Marty', HOME).turn(HOUR);
  assert.deepEqual(told.texts('xauth.saved_password'), [
    'Marty fails from 198.51.100.7 every 15 min since 2026-01-05 12:00 UTC or before',
  ]);
  assert.deepEqual(told.watch.pages(), []);
});

test('a person who types now and then has no period, and a source that tries many names is no saved password', () => {
  const typed = new Told().right(-DAY, 'marty', HOME);
  for (const minute of [0, 3, 21, 22, 50, 51]) typed.wrong(minute * MINUTE, 'marty', HOME);
  assert.deepEqual(typed.turn(HOUR).rules(), []);
  const sprayed = new Told().right(-DAY, 'marty', HOME).spray(8, 0);
  for (let n = 0; n < 6; n += 1) sprayed.wrong((n + 1) * 15 * MINUTE, 'marty', AWAY);
  assert.deepEqual(sprayed.turn(2 * HOUR).watch.of('xauth.saved_password'), []);
});

test('sprays are one line a day, in which none of their failures is uncounted', () => {
  const told = new Told().right(-DAY, 'marty', HOME);
  for (let source = 0; source < 20; source += 1)
    for (let n = 0; n < 10; n += 1) told.wrong(source * 100 + n * 5, token(source * 10 + n), `203.0.113.${source}`);
  for (let n = 0; n < 9; n += 1) told.wrong(3000 + n * 60, 'marty', `192.0.2.${n}`);
  told.turn(2 * HOUR);
  assert.deepEqual(told.texts('xauth.spray'), [
    "2026-01-05 (UTC): 209 failures of names that are nobody's or from elsewhere than their users'; 20 sources tried many names, 1 users' names came from many sources; the last from 192.0.2.8",
  ]);
  assert.equal(told.watch.of('xauth.spray')[0]?.count, 209);
  told.spray(10, 13 * HOUR, '203.0.113.77').turn(14 * HOUR);
  assert.equal(told.watch.of('xauth.spray').length, 2, 'another day, another line');
  assert.deepEqual(told.watch.pages(), []);
});

test('500 rejections of names that nobody has are a spray, though each source tries but one', () => {
  const told = (count: number): Told => {
    const all = new Told();
    for (let n = 0; n < count; n += 1) all.wrong(n * 20, token(n), `203.0.${n >> 8}.${n & 255}`);
    return all.turn(5 * HOUR);
  };
  assert.deepEqual(told(499).rules(), []);
  assert.deepEqual(told(500).rules(), ['xauth.spray']);
});

test('four names from one source, and one name from four, are no spray', () => {
  const told = new Told().right(-DAY, 'marty', HOME).spray(4, 0);
  for (let n = 0; n < 4; n += 1) told.wrong(100 + n * 60, 'marty', `192.0.2.${n}`);
  assert.deepEqual(told.turn(HOUR).rules(), []);
});

test('rejections from 65,000 spoofed sources leave a memory that is bounded, and no user in it is pushed out', () => {
  const { memory } = flood({ users: 3_000, sources: 65_000, failures: 60_000, seed: 7 });
  assert.equal(bodiesOf(memory, 'user'), 3_000);
  assert.ok(bodiesOf(memory, 'source') <= 22_500);
  assert.ok(bodiesOf(memory, 'pair') <= 11_250);
  assert.ok(memory.size <= 40_000, `${memory.size}`);
  const sizes = [...memory.bodies].flatMap(([key, body]) =>
    key.startsWith('minute ') ? [] : [JSON.stringify(body).length],
  );
  assert.ok(Math.max(...sizes) <= 8_000, 'no body grows with what one source or one user sends');
});

test('users are forgotten after 30 days without a login, sources a day after their last failure', () => {
  const told = new Told().right(0, 'marty', HOME).spray(3, 10);
  const left = (drawer: string): number => bodiesOf(told.watch.memories.logins, drawer);
  for (let hour = 1; hour < 12; hour += 1) told.turn(8 * DAY + hour * HOUR);
  assert.deepEqual([left('user'), left('source')], [1, 0]);
  for (let hour = 1; hour < 12; hour += 1) told.turn(31 * DAY + hour * HOUR);
  assert.deepEqual([left('user'), left('source')], [0, 0]);
});

test('a restart at any point changes nothing: what is remembered is all that there is', () => {
  const once = (restart: boolean): readonly unknown[] => {
    const told = users(12);
    const step = (): void => {
      if (restart) told.watch.restart();
    };
    for (let n = 0; n < 12; n += 1) {
      told.wrong(n * 10, `user${n}`, homeOf(n));
      step();
    }
    for (let n = 0; n < 7; n += 1) {
      told.wrong(200 + n * 5, token(n), AWAY);
      step();
    }
    told.right(300, 'user3', AWAY);
    step();
    return [...told.turn(900).watch.alerts.values()];
  };
  assert.ok(once(false).length >= 3);
  assert.deepEqual(once(true), once(false));
});
