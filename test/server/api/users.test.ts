import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { Meter } from '../../../server/domain/meter.ts';
import type { HoldersTold, PersonRow, UserTold } from '../../../server/domain/user-told.ts';
import type { Reads } from '../../../server/store/reads.ts';
import type { Holders, UserQuery, UserRecord } from '../../../server/store/user-reads.ts';
import { attempt, AT, devices, ended, fakeReads, get, live, verdict } from './stage.ts';
import { userReads } from './user-reads.ts';

const nobody = await userReads.user({ name: 'x', hashes: [], limit: { sessions: 1, attempts: 1 }, namelessSince: 0 });
const [headEnd] = devices;

const reading = (own: Partial<Reads>): Reads => ({ ...fakeReads().reads, ...own });
const asked = async (found: Partial<UserRecord>, own: Partial<Reads> = {}): Promise<UserTold> => {
  const reads = reading({ user: () => Promise.resolve({ ...nobody, ...found }), ...own });
  const answer = await get('/api/users/marty', { reads });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<UserTold>();
};

test('of whom nothing arrived is told so, and no more', async () => {
  const { at, ...told } = await asked({});
  assert.ok(Number.isSafeInteger(at));
  assert.deepEqual(told, {
    ...{ writings: [], standing: { is: 'nothing', active: [], rejections: 0 }, sessions: [], attempts: [] },
    ...{ next: { sessions: null, attempts: null }, inAll: { sessions: 0, attempts: 0 }, locks: [], locksTold: [] },
    ...{ rejected: [], nameless: [], traffic: [] },
  });
});

test('a user comes with devices by name, causes in words, evidence of the last failure, and who else fails', async () => {
  const failed = { ...attempt, user: 'marty', start: AT + 1 };
  const told = await asked(
    { writings: ['marty'], sessions: [ended], attempts: [failed], rejected: [verdict], nameless: [] },
    { alike: () => Promise.resolve([{ device: 1, users: 2, strangers: 5 }, { device: 9, users: 1, strangers: 0 }]) },
  ); // prettier-ignore
  assert.equal(told.standing.is, 'failing');
  assert.deepEqual(told.sessions, [{ ...ended, device: headEnd.name, pool: 'vpnpool' }]);
  assert.deepEqual(told.attempts, [{ ...failed, device: headEnd.name, causeWords: 'wrong password' }]);
  assert.equal(told.rejected[0]?.causeWords, 'the account is locked out');
  assert.deepEqual([told.evidence?.attempt, told.evidence?.messages.length], [failed.id, 1]);
  assert.equal(told.alike?.cause, 'xauth.bad_password');
  assert.deepEqual(told.alike.now.devices, [
    { device: headEnd.name, users: 2, strangers: 5 },
    { device: '9', users: 1, strangers: 0 },
  ]);
  assert.ok(told.alike.then !== undefined, 'the last failure is long ago: who failed with it is told, too');
});

test('traffic that goes one way is told of an active session that two polls have counted', async () => {
  const meter: Meter = {
    ...{ session: live.id, device: 1, listing: 'ikev1', listedAt: AT, carried: {} },
    ...{ latest: { at: AT, encaps: 4, decaps: 332 }, previous: { at: AT - 60_000, encaps: 4, decaps: 12 } },
  };
  const { traffic, standing } = await asked({ writings: ['marty'], sessions: [live], meters: [meter] });
  assert.deepEqual(traffic, [{ session: live.id, is: 'no return path', at: AT }]);
  assert.deepEqual([standing.is, standing.active], ['connected', [live.id]]);
});

test('the last change of the configuration is the newest command that is one, or what a poll has told', async () => {
  const command = (id: number, messageId: number, line: string): StoredMessage => {
    return [id, AT + id, headEnd.addresses[0] ?? '', messageId, 5, 'noted', line];
  };
  const pages: Readonly<Record<number, readonly StoredMessage[]>> = {
    111008: [
      command(4, 111008, `%ASA-5-111008: User 'poller' executed the 'terminal pager 0' command.`),
      command(2, 111008, `%ASA-5-111008: User 'doc' executed the 'no sysopt connection permit-vpn' command.`),
    ],
    111010: [
      command(1, 111010, `%ASA-5-111010: User 'doc', running 'ASDM' from IP 172.16.1.9, executed 'no nat (inside) 0'`),
    ],
  };
  const messages: Reads['messages'] = ({ messageId = 0, from }) => {
    assert.deepEqual(from, headEnd.addresses);
    return Promise.resolve({ messages: pages[messageId] ?? [], next: null });
  };
  const platform = { configChanged: 'enable_15 at 18:56:48.410 UTC Wed Apr 5 2017' };
  const last = { device: 1, startedAt: AT, at: AT, facts: { platform }, failures: [] };
  const { change } = await asked({ sessions: [ended] }, { messages, poll: () => Promise.resolve({ last }) });
  assert.deepEqual(change?.told, { at: AT + 2, user: 'doc', command: 'no sysopt connection permit-vpn' });
  assert.deepEqual([change.device, change.commands], [headEnd.name, 3]);
  assert.deepEqual(change.polled, { words: platform.configChanged, at: AT });
});

test('a name reaches the store as typed and as it may have been hashed; what stands for all hidden names is nobody', async () => {
  const queries: UserQuery[] = [];
  const user = (query: UserQuery) => Promise.resolve((queries.push(query), nobody));
  const nameForms = (name: string) => [name, `~${name}~`];
  for (const name of ['HILL%5Cmarty', '%F0%9F%98%80'.repeat(128), '*****'])
    assert.equal((await get(`/api/users/${name}`, { reads: reading({ user }), nameForms })).statusCode, 200);
  assert.deepEqual(
    queries.map(({ name, hashes }) => [name, hashes]),
    [
      ['HILL\\marty', ['~HILL\\marty~']],
      ['😀'.repeat(128), [`~${'😀'.repeat(128)}~`]],
      ['*****', []],
    ],
  );
  assert.equal((await get(`/api/users/${'x'.repeat(257)}`)).statusCode, 400);
});

test('a list has each person once, with an active session before others', async () => {
  const people = () =>
    Promise.resolve([
      { name: 'marty', session: ended, attempt: { ...attempt, start: AT + 120_000 } },
      { name: 'doc', session: ended },
      { name: 'HILL\\Marty', session: live },
    ]);
  const { users } = (await get('/api/users?q=m', { reads: reading({ people }) })).json<{ users: PersonRow[] }>();
  assert.deepEqual(
    users.map(({ names, is, session, attempt: tried }) => [names, is, session?.id, tried?.id]),
    [
      [['marty', 'HILL\\Marty'], 'connected', live.id, attempt.id],
      [['doc'], 'away', ended.id, undefined],
    ],
  );
});

test('an address at a time is told with who had it, and whether that is sure', async () => {
  const unsure = { ...ended, endIs: 'between', endAfter: AT, endBefore: AT + 60_000 } as const;
  let query: unknown;
  const holders = (one: unknown): Promise<Holders> => {
    query = one;
    return Promise.resolve({ held: [live, unsure], cameFrom: [], before: ended, gaps: [{ from: AT, to: AT + 1 }] });
  };
  const path = `/api/addresses/172.16.1.100?from=${AT + 30_000}&to=${AT + 31_000}`;
  const told = (await get(path, { reads: reading({ holders }) })).json<HoldersTold>();
  assert.deepEqual(query, { address: '172.16.1.100', from: AT + 30_000, to: AT + 31_000, limit: 200 });
  assert.deepEqual(
    told.held.map(({ session, sure }) => [session.id, session.device, sure]),
    [
      [live.id, headEnd.name, 'yes'],
      [unsure.id, headEnd.name, 'perhaps'],
    ],
  );
  assert.deepEqual([told.before?.id, told.after, told.gaps.length], [ended.id, undefined, 1]);
  assert.equal((await get('/api/addresses/marty')).statusCode, 400);
});
