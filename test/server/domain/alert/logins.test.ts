import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../../../server/domain/claim.ts';
import { token } from './said.ts';
import { AWAY, HOME, Told } from './told.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const numbered = <T>(count: number, make: (n: number) => T): readonly T[] => Array.from({ length: count }, (_, n) => make(n)); // prettier-ignore

test('who gets in where 5 other names failed has guessed; where 4 did, not', () => {
  assert.deepEqual(new Told().right(0, 'marty').spray(4, 60).right(100, 'marty', AWAY).rules(), []);
  const told = new Told().right(0, 'marty').spray(5, 60).right(100, 'Marty', AWAY);
  assert.deepEqual(told.texts('xauth.spray_succeeded'), [
    'Marty got in from 203.0.113.9, where 5 other names failed since 2026-01-05 12:01 UTC',
  ]);
  assert.deepEqual(told.watch.pages()[0]?.about, { device: 1, source: AWAY, user: 'Marty' });
});

test('a name is one name, whatever its case and domain, and one own mistyped password is none of the others', () => {
  const told = new Told();
  for (const [n, user] of ['a', 'A', 'HILL\\a', 'a@hill.example', 'b', 'c', 'd', 'marty'].entries())
    told.wrong(n * 20, user, AWAY);
  assert.deepEqual(told.right(200, 'marty', AWAY).watch.pages(), []);
});

test('a failure of more than a day ago is over', () => {
  const told = new Told().spray(5, 0);
  assert.deepEqual(told.right(DAY + 60, 'marty', AWAY).watch.pages(), []);
  assert.equal(
    new Told()
      .spray(5, 0)
      .right(DAY - 60, 'marty', AWAY)
      .watch.pages().length,
    1,
  );
});

test('where the guess comes first, it is told when 5 other names have failed after it', () => {
  const told = new Told().right(0, 'marty', AWAY);
  assert.deepEqual(told.spray(4, 10).turn(60).watch.pages(), []);
  told.wrong(100, token(9), AWAY).turn(120);
  assert.deepEqual(told.texts('xauth.spray_succeeded'), [
    'marty got in from 203.0.113.9, for the first time within a day, and then 5 other names failed since 2026-01-05 12:00 UTC',
  ]);
});

test('not so where the user has logged in from there for days: that a neighbour guesses now says nothing of that login', () => {
  const told = new Told().right(-2 * DAY, 'marty', AWAY).right(0, 'marty', AWAY);
  assert.deepEqual(told.spray(9, 10).turn(120).watch.pages(), []);
});

test('an address from which 3 users have logged in within 7 days is shared: names of known users say nothing there', () => {
  const users = numbered(8, (n) => `user${n}`);
  const shared = (sharers: number, daysAgo: number): Told => {
    const told = new Told();
    for (const [n, user] of users.entries()) told.right(-20 * DAY + n * 100, user, `192.0.2.${n}`);
    for (const [n, user] of users.slice(0, sharers).entries()) told.right(-daysAgo * DAY + n * 100, user, AWAY);
    for (const [n, user] of users.slice(3).entries()) told.wrong(n * 20, user, AWAY);
    return told.right(200, 'user0', AWAY);
  };
  assert.deepEqual(shared(3, 6).watch.pages(), []);
  assert.equal(shared(2, 6).watch.pages().length, 1);
  assert.equal(shared(3, 8).watch.pages().length, 1);
});

test('at a shared address 5 names that nobody has say as much as elsewhere; of more than 50 people, a tenth of them', () => {
  const shared = (people: number, strangers: number): Told => {
    const told = new Told();
    for (let n = 0; n < people; n += 1) told.right(n * 10, `user${n}`, AWAY);
    return told.spray(strangers, HOUR).right(HOUR + 100, 'user0', AWAY);
  };
  assert.deepEqual(shared(10, 4).watch.pages(), []);
  assert.equal(shared(10, 5).watch.pages().length, 1);
  assert.deepEqual(shared(80, 7).watch.pages(), []);
  assert.equal(shared(80, 8).watch.pages().length, 1);
});

test('hidden names are nobody: 10 failures of them in a row count like 5 names, and a login begins the row anew', () => {
  const hidden = (count: number, between?: number): Told => {
    const told = new Told();
    for (let n = 0; n < count; n += 1) {
      told.wrong(n * 20, '*****', AWAY);
      if (n === between) told.right(n * 20 + 5, 'jennifer', AWAY);
    }
    return told.right(1000, 'marty', AWAY);
  };
  assert.deepEqual(hidden(9).rules(), []);
  assert.deepEqual(hidden(10).texts('xauth.spray_succeeded'), [
    'marty got in from 203.0.113.9, where 10 hidden names failed since 2026-01-05 12:00 UTC',
  ]);
  assert.deepEqual(hidden(15, 7).watch.pages(), []);
});

test('10 failures of a name and then a login from where the user never came from: told; after 9, or from home, not', () => {
  const hunted = (failures: number, lastFrom: string): Told => {
    const told = new Told().right(-DAY, 'marty', HOME);
    for (let n = 0; n < failures; n += 1) told.wrong(n * MINUTE, 'marty', `192.0.2.${n % 3}`);
    return told.right(HOUR, 'marty', lastFrom);
  };
  assert.deepEqual(hunted(9, AWAY).watch.pages(), []);
  assert.deepEqual(hunted(10, HOME).watch.pages(), []);
  assert.deepEqual(hunted(10, AWAY).texts('xauth.new_source'), [
    'marty got in from 203.0.113.9, for the first time, after 10 failures or more from 3 addresses that were never the user\'s, since 2026-01-05 12:00 UTC',
  ]); // prettier-ignore
});

test('what fails at home is no attack: its owner may log in from a hotel after it', () => {
  const told = new Told().right(-DAY, 'marty', HOME);
  for (let n = 0; n < 40; n += 1) told.wrong(n * 15 * MINUTE, 'marty', HOME);
  assert.deepEqual(told.right(11 * HOUR, 'marty', AWAY).watch.pages(), []);
});

test('where many known names are hunted, only a source that has failed itself is one that has guessed', () => {
  const told = new Told();
  for (let n = 0; n < 8; n += 1) told.right(-DAY + n * 60, `user${n}`, `198.51.100.${n}`);
  for (let n = 0; n < 80; n += 1) told.wrong(n * 20, `user${n % 8}`, `192.0.2.${n % 100}`);
  assert.deepEqual(told.right(HOUR, 'user1', AWAY).watch.pages(), [], 'a hotel');
  told.right(HOUR + 60, 'user2', '192.0.2.3');
  assert.deepEqual(told.watch.pages().map(({ about }) => about.source), ['192.0.2.3']); // prettier-ignore
});

test('a name that nobody had logged in with is guessed as well: it was kept as a token until then', () => {
  const told = new Told();
  for (let n = 0; n < 10; n += 1) told.wrong(n * 20, token(1), AWAY);
  assert.deepEqual(told.right(300, 'docbrown', AWAY).texts('xauth.new_source'), [
    'docbrown got in from 203.0.113.9, for the first time, after 10 failures from there within a day',
  ]);
});

test('a lock-out of a known user is told, that of another name is not', () => {
  const locked = (user: string): Claim => ({ kind: 'user.locked', user, failures: 3 });
  const told = new Told().right(0, 'marty').say(60, 113006, locked('biff')).say(61, 113006, locked('MARTY'));
  assert.deepEqual(told.texts('xauth.lockout'), ['MARTY was locked out by the head-end after 3 failures']);
  const late = new Told().right(-31 * DAY, 'marty').say(60, 113006, locked('marty'));
  assert.deepEqual(late.rules(), []);
  const byAaa = new Told().right(0, 'marty').wrong(60, 'marty', HOME, { reason: 'Account has been locked out' });
  assert.deepEqual(byAaa.turn(90).texts('xauth.lockout'), ['marty was refused from 198.51.100.7: the account is locked out']); // prettier-ignore
});

test('management and what nobody attributed are in none of the rules', () => {
  const told = new Told().right(0, 'marty');
  for (let n = 0; n < 30; n += 1) {
    const user = n % 2 === 0 ? 'marty' : token(n);
    told.say(60 + n, 113005, { kind: 'aaa.rejected', user, reason: 'AAA failure', publicIp: AWAY });
    if (n % 3 === 0) told.say(60 + n, 605004, { kind: 'management.login', user, outcome: 'denied', fromIp: AWAY, service: 'ssh' }); // prettier-ignore
  }
  assert.deepEqual(told.turn(300).right(301, 'marty', AWAY).rules(), []);
});

test('group names that are probed are noted: 10 refusals of one source within 5 minutes, not 9, and not within 6', () => {
  const probed = (count: number, every: number): Told => {
    const told = new Told();
    for (let n = 0; n < count; n += 1)
      told.say(n * every, 713255, { kind: 'attempt.refused', cause: 'group.unknown', weight: 'decisive', publicIp: AWAY, tunnelGroup: 'VPN' }); // prettier-ignore
    return told;
  };
  assert.deepEqual(probed(9, 20).rules(), []);
  assert.deepEqual(probed(20, 40).rules(), []);
  assert.deepEqual(probed(10, 20).texts('psk.probing'), [
    '203.0.113.9: 10 refusals or more of a group or its key since 2026-01-05 12:00 UTC, the last for VPN',
  ]);
});
