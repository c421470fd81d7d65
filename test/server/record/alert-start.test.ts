import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratch } from '../store/scratch.ts';
import { Watchman, type Heard } from './watchman.ts';

const DAY = 24 * 60 * 60_000;
const from = '10.10.10.2';
const HOME = '198.51.100.7';

const said = (...lines: readonly string[]): readonly Heard[] => lines.map((line) => ({ from, line }));
const prefix = (user: string, ip: string) => `Group = hillvalleyvpn, Username = ${user}, IP = ${ip}`;
const login = (user: string, ip: string, assigned: string) =>
  said(
    `<166>%ASA-6-713228: ${prefix(user, ip)}, Assigned private IP address ${assigned} to remote user`,
    `<163>%ASA-3-713119: ${prefix(user, ip)}, PHASE 1 COMPLETED`,
  );
const wrong = (user: string, ip: string) =>
  said(
    `<166>%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = 172.16.1.20 : user = ${user} : user IP = ${ip}`,
    `<163>%ASA-3-713167: ${prefix(user, ip)}, Remote peer has failed user authentication -  check configured username and password`,
  );
const locked = (user: string) =>
  said(`<166>%ASA-6-113006: User '${user}' locked out on exceeding '5' successive failed authentication attempts`);

/** As it was written before there were alerts. */
const withoutAlerts = (store: Store): Store => ({
  ...store,
  commit: (set) => {
    const { alerts, ...rest } = set;
    assert.ok(alerts !== undefined);
    return store.commit(rest);
  },
});

async function oldDatabase(t: TestContext): Promise<string> {
  const path = await scratch(t);
  const old = await new Watchman(path, NOON - 40 * DAY, withoutAlerts).open();
  await old.hear(NOON - 32 * DAY, ...login('biff', HOME, '172.16.1.100'));
  for (let n = 0; n < 30; n += 1)
    await old.hear(NOON - 29 * DAY + n * 1000, ...login(`user${n}`, `198.51.100.${n}`, `172.16.2.${n}`));
  await old.hear(NOON - DAY / 2, ...login('marty', HOME, '172.16.1.101'), ...login('*****', HOME, '172.16.1.102'));
  await old.close();
  return path;
}

const rulesOf = (one: Watchman): readonly string[] => one.recorder.alerts.open().map(({ rule, subject }) => `${rule} ${subject}`); // prettier-ignore

test('whoever has logged in within 30 days is known from the first start with alerts on, once and for all', async (t) => {
  const one = await new Watchman(await oldDatabase(t), NOON).open();
  await one.hear(
    NOON,
    ...locked('marty'),
    ...locked('biff'),
    ...locked('user29'),
    ...locked('nobody'),
    ...locked('*****'),
  );
  assert.deepEqual(rulesOf(one), ['xauth.lockout marty', 'xauth.lockout user29']);
  const known = (await one.store.alerts()).memory.filter(({ observer, key }) => observer === 'logins' && key.startsWith('user ')); // prettier-ignore
  assert.equal(known.length, 31);
  await one.close();

  await one.open();
  assert.equal((await one.store.alerts()).pastLogins, undefined, 'what is remembered is not learned again');
  await one.hear(NOON + 60_000, ...locked('user3'));
  assert.equal(rulesOf(one).length, 3);
  await one.close();
});

test('from the first start on a user has addresses of his own, and one who got in there for the first time today is new', async (t) => {
  const one = await new Watchman(await oldDatabase(t), NOON).open();
  for (let n = 0; n < 10; n += 1) await one.hear(NOON + n * n * 10_000, ...wrong('user5', '203.0.113.9'));
  await one.hear(NOON + 900_000, ...login('user5', '198.51.100.5', '172.16.2.5'));
  assert.deepEqual(rulesOf(one), [], 'from where it always comes');
  await one.hear(NOON + 910_000, ...login('user5', '203.0.113.77', '172.16.2.200'));
  assert.deepEqual(rulesOf(one), ['xauth.new_source user5']);
  for (let n = 0; n < 6; n += 1) await one.hear(NOON + 920_000 + n * 20_000, ...wrong(`nobody${n}`, HOME));
  await one.hear(NOON + 1_200_000);
  assert.ok(rulesOf(one).includes(`xauth.spray_succeeded ${HOME}`), 'marty got in there half a day ago');
  await one.close();
});

test('a database in which nobody ever logged in teaches nothing', async (t) => {
  const one = await new Watchman(await scratch(t), NOON).open();
  assert.deepEqual((await one.store.alerts()).pastLogins, []);
  await one.hear(NOON, ...locked('marty'));
  assert.deepEqual(rulesOf(one), []);
  await one.close();
});
