import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Preview, WouldRow } from '../../../server/api/alert-preview.ts';
import { buildApp } from '../../../server/api/app.ts';
import type { Setting } from '../../../server/domain/alert/rule.ts';
import { rules, type RuleId } from '../../../server/domain/alert/rules.ts';
import { login } from '../../end-to-end/lines.ts';
import { Watchman } from '../record/watchman.ts';
import { NOON, scratch } from '../store/scratch.ts';
import { OURS } from './doors.ts';
import { deps } from './stage.ts';

const SECOND = 1000;
const from = '10.10.10.2';
/** The recorder is told that time passes so often. */
const TICK = 5 * SECOND;

/** What a head-end says, by seconds from noon on. */
type Story = Readonly<Record<number, readonly string[]>>;

/** Has the live judge hear the story, and gives what it raised of a rule beside what a preview of the same week makes of it. */
async function heard(t: TestContext, story: Story, seconds: number) {
  const one = await new Watchman(await scratch(t), NOON).open();
  t.after(() => one.close());
  const { id } = await one.store.addDevice({ name: 'ASA', addresses: [from], state: 'adopted', addedAt: NOON });
  await one.recorder.refresh();
  const to = NOON + seconds * SECOND;
  for (let at = NOON; at <= to; at += TICK) {
    const lines = story[(at - NOON) / SECOND] ?? [];
    await one.hear(at, ...lines.map((line) => ({ from, line })));
  }
  const { book } = deps();
  const [row] = book.devices();
  assert.ok(row !== undefined);
  const device = { ...row, id, name: 'ASA', addresses: [from], state: 'adopted' as const, sessions: 0 };
  const app = await buildApp(
    deps({
      reads: one.store.reads,
      book: { ...book, devices: () => [device], summary: () => ({ ...book.summary(), at: to + 1 }) },
    }),
  );
  t.after(() => app.close());
  const ask = async (rule: RuleId, change: Partial<Setting> = {}): Promise<Preview> => {
    const { enabled, levels, raiseAfter, clearAfter } = rules[rule] as Setting;
    const answer = await app.inject({
      ...{ method: 'POST', url: `/api/alerts/rules/${rule}/preview` },
      payload: { setting: { enabled, levels, raiseAfter, clearAfter, ...change } },
      headers: OURS,
    });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<Preview>();
  };
  const live = async (rule: RuleId): Promise<readonly WouldRow[]> =>
    (await one.store.reads.alerts({ rule, from: NOON, to: to + 1, limit: 100 })).alerts;
  return { ask, live };
}

/** Both tell the same alerts, the newest first, to within some seconds. */
function assertAlike(told: Preview, live: readonly WouldRow[], within: number): void {
  const what = ({ severity, text }: WouldRow) => [severity, text];
  assert.deepEqual(told.now?.alerts.map(what), live.map(what));
  assert.equal(told.raised, live.length);
  for (const [place, { raisedAt, clearedAt }] of live.entries()) {
    const replayed = told.now.alerts[place];
    const apart = [Math.abs((replayed?.raisedAt ?? 0) - raisedAt), Math.abs((replayed?.clearedAt ?? 0) - (clearedAt ?? 0))]; // prettier-ignore
    assert.ok(Math.max(...apart) <= within * SECOND, `apart by ${apart.join(' and ')} ms`);
  }
}

const marked = (server: string, group: string, state: 'FAILED' | 'ACTIVE'): string =>
  `<162>%ASA-2-${state === 'FAILED' ? 113022 : 113023}: AAA Marking RADIUS server ${server} in aaa-server group ${group} as ${state}`;
const silent = (server: string): string =>
  `<166>%ASA-6-113014: AAA authentication server not accessible : server = ${server} : user = marty`;
const accepted = (server: string): string =>
  `<166>%ASA-6-113004: AAA user authentication Successful : server = ${server} : user = marty`;

test('a dead AAA server and a silent one are replayed from their messages as they were judged', async (t) => {
  const [one, other] = ['172.16.1.20', '172.16.1.21'];
  const { ask, live } = await heard(
    t,
    {
      0: [accepted(one), marked(one, 'RAD', 'ACTIVE')],
      60: [marked(one, 'RAD', 'FAILED')],
      400: [marked(one, 'RAD', 'ACTIVE')],
      1100: [marked(other, 'LDP', 'ACTIVE')],
      1200: [silent(other)],
      1260: [silent(other)],
      1330: [silent(other)],
      1500: [accepted(other)],
    },
    2000,
  );
  const groups = await live('aaa.group');
  assert.deepEqual(groups.map(({ raisedAt, clearedAt = 0 }) => [raisedAt, clearedAt].map((at) => (at - NOON) / SECOND)), [[1330, 1800], [180, 700]]); // prettier-ignore
  assert.deepEqual(
    groups.map(({ text }) => text),
    [
      'nobody answers in group LDP on ASA: 172.16.1.21 silent, since 2026-11-23 12:20 UTC',
      'nobody answers in group RAD on ASA: 172.16.1.20 failed, since 2026-11-23 12:01 UTC',
    ],
  );
  assertAlike(await ask('aaa.group'), groups, 10);
  const single = await live('aaa.server');
  assert.deepEqual(
    single.map(({ text }) => text),
    ['172.16.1.20 is marked as failed in group RAD on ASA since 2026-11-23 12:01 UTC'],
  );
  assertAlike(await ask('aaa.server'), single, 10);
  const late = await ask('aaa.group', { levels: { critical: { raise: 300, clear: 1 } } });
  assert.deepEqual([late.now?.count, late.then?.count], [2, 1], 'only one lasted for five minutes');
  assert.match(late.why ?? '', /that the last poll listed; that an earlier poll found one failed, .* is not kept/);
});

const users = ['marty', 'docbrown', 'einstein'] as const;
type User = (typeof users)[number];
const ipOf = (user: User): string => `198.51.100.${users.indexOf(user) + 1}`;
/** The record of an end so many minutes after the login: one of another length would be of another session. */
const ended = (user: User, reason: string, minutes: number): string =>
  `<164>%ASA-4-113019: Group = hillvalleyvpn, Username = ${user}, IP = ${ipOf(user)}, Session disconnected. Session Type: IPsec, Duration: 0h:${String(minutes).padStart(2, '0')}m:00s, Bytes xmt: 4000, Bytes rcv: 900, Reason: ${reason}`;
const comes = (user: User): readonly string[] =>
  login(user, `172.16.1.${100 + users.indexOf(user)}`).map((line) => line.replaceAll('198.51.100.23', ipOf(user)));
const loggedIn = { 0: comes('marty'), 10: comes('docbrown'), 20: comes('einstein') };

test('a reload is replayed as it was judged: who was dropped, and who is back', async (t) => {
  const { ask, live } = await heard(
    t,
    {
      ...loggedIn,
      60: ['<165>%ASA-5-199001: Reload command executed from console by enable_15.'],
      65: users.map((user) => ended(user, 'Administrator Reboot', 1)),
      300: ['<165>%ASA-5-199002: Startup completed.  Beginning operation.'],
      330: comes('marty'),
      360: comes('einstein'),
    },
    1500,
  );
  const restarts = await live('device.restarted');
  assert.deepEqual(restarts.map(({ text }) => text), ['it restarted: 3 users dropped, 2 back']); // prettier-ignore
  assertAlike(await ask('device.restarted'), restarts, 20);
});

test('a failover is replayed as it was judged: only one that loses its sessions is an alert, and these are dropped by it alone', async (t) => {
  const switched = '<161>%ASA-1-104001: (Secondary) Switching to ACTIVE - HELLO not heard from mate.';
  const { ask, live } = await heard(
    t,
    {
      ...loggedIn,
      120: [switched, ended('marty', 'Lost Service', 2)],
      1400: [switched],
      1405: (['docbrown', 'einstein'] as const).map((user) => ended(user, 'Lost Service', 23)),
    },
    2600,
  );
  const restarts = await live('device.restarted');
  assert.deepEqual(restarts.map(({ text }) => text), ['it failed over: 2 users dropped, 0 back']); // prettier-ignore
  assertAlike(await ask('device.restarted'), restarts, 20);
  const dropped = await ask('sessions.dropped', { levels: { critical: { raise: 1, clear: 1 } } });
  assert.deepEqual([dropped.then?.count, dropped.then?.alerts], [0, []]);
});

test('a lock-out is replayed as it was judged: of a known user alone', async (t) => {
  const locked = (user: string): string =>
    `<166>%ASA-6-113006: User '${user}' locked out on exceeding '5' successive failed authentication attempts`;
  const { ask, live } = await heard(
    t,
    { 0: login('marty'), 60: [locked('nobody')], 120: [locked('marty')], 200: [locked('marty')] },
    300,
  );
  const lockouts = await live('xauth.lockout');
  assert.equal(lockouts.length, 1);
  assertAlike(await ask('xauth.lockout'), lockouts, 1);
});

test('of each rule that cannot be replayed the page says what is not kept', async (t) => {
  const { ask } = await heard(t, {}, 0);
  const without: RuleId[] = [];
  for (const rule of Object.keys(rules) as RuleId[]) {
    const { now, why } = await ask(rule);
    assert.equal(now === undefined, /^Not enough is kept to tell\. .+ (?:not|now alone|been)\b/.test(why ?? ''), `${rule}: ${why ?? ''}`); // prettier-ignore
    if (now === undefined) without.push(rule);
  }
  assert.deepEqual(without, [
    ...['device.silent', 'device.quiet', 'device.unreachable', 'device.clock', 'collector.drops'],
    ...['collector.stuck', 'collector.disk', 'collector.unparsed', 'collector.certificate'],
  ]);
});
