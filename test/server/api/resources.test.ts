import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import { readConfiguration } from '../../../collectors/show/configuration.ts';
import type { KeptConfiguration } from '../../../server/domain/kept-configuration.ts';
import type { Statistics } from '../../../server/domain/statistics.ts';
import {
  AT,
  attempt,
  begun,
  book,
  chain,
  deps,
  devices,
  ended,
  fakeReads,
  get,
  health,
  hidden,
  live,
  message,
  pool,
  summary,
  unlisted,
  unread,
  verdict,
} from './stage.ts';
import { poll, usual } from './polled.ts';

const liveRow = { ...live, device: 'hill-valley', pool: 'vpnpool' };
const endedRow = { ...ended, device: 'hill-valley', pool: 'vpnpool' };
const messageRow = {
  id: message[0],
  at: AT,
  device: 'hill-valley',
  from: '10.10.10.2',
  messageId: 113019,
  severity: 4,
  outcome: 'claim',
  text: message[6],
};

test('the summary arrives whole', async () => {
  const answer = await get('/api/summary');
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), summary);
});

test('pools arrive whole, also one whose size is not known', async () => {
  assert.deepEqual((await get('/api/pools')).json(), { pools: [pool, unread], chains: [chain] });
});

test('an AAA server is as last listed, unless a message has told since', async () => {
  const of = { device: 'hill-valley', group: 'RAD', protocol: 'radius' };
  const listed = { at: 1_763_919_000_000, source: 'poll', state: 'active' };
  assert.deepEqual((await get('/api/aaa')).json(), {
    servers: [
      { ...of, server: '172.16.1.20', state: 'failed', at: AT, source: 'syslog' },
      { ...of, server: '172.16.1.21', ...listed },
      { device: 'hill-valley', group: 'LOCAL', protocol: 'Local database', ...listed },
    ],
  });
});

test('the wall is told what is usual, and a limit where every adopted head-end has told its own, by its command line first', async () => {
  const asked = poll.last.at;
  assert.deepEqual((await get('/api/wall')).json(), {
    at: summary.at,
    usual,
    limit: { limit: 750, told: 1, of: 1 },
    polls: [
      { device: 'hill-valley', by: 'show', everySeconds: 60, at: asked, whole: false },
      { device: 'hill-valley', by: 'snmp', everySeconds: null, at: asked, whole: true },
    ],
  });
  const [one] = devices;
  const two = { ...book, devices: () => [one, { ...one, id: 3, name: 'elsewhere' }] };
  const app = await buildApp({ ...deps(), book: two });
  const answer = await app.inject({ url: '/api/wall' });
  assert.deepEqual(answer.json<{ limit: object }>().limit, { limit: null, told: 1, of: 2 });
  await app.close();
});

test('devices arrive whole, also one that was never heard', async () => {
  assert.deepEqual((await get('/api/devices')).json(), { devices });
});

test('a device arrives with how it is polled and what the last poll gave, and never with a password', async () => {
  const [device, other] = devices;
  const asked = async (name: string): Promise<object> => {
    const told = (await get(`/api/devices/${name}`)).json<{ readonly device: object; readonly poll: object }>();
    return { device: told.device, poll: told.poll };
  };
  assert.deepEqual(await asked(device.name), { device, poll: toldOf(poll) });
  assert.deepEqual(await asked(other.name), { device: other, poll: {} });
  assert.equal((await get('/api/devices/nobody')).statusCode, 404);
});

test('health arrives whole, with the buckets of every collector', async () => {
  assert.deepEqual((await get('/api/health')).json(), health);
});

test('sessions arrive whole, with device and pool by name; a live one has no bytes', async () => {
  const answer = await get('/api/sessions');
  assert.deepEqual(answer.json(), { sessions: [endedRow, liveRow], next: null });
  const [, row] = answer.json<{ sessions: object[] }>().sessions;
  assert.ok(row !== undefined && !('bytesTx' in row) && !('bytesRx' in row));
});

test('one session comes with the messages that are its evidence', async () => {
  const answer = await get(`/api/sessions/${live.id}`);
  const { statistics, ...told } = answer.json<{ statistics: Statistics }>();
  const [ipsec, ike] = [live.tunnels[1], live.tunnels[0]];
  assert.deepEqual(told, {
    ...{
      session: liveRow,
      evidence: [messageRow],
      told: [],
      tunnels: [ike, ipsec],
      counts: [],
      texts: [],
      unwatched: [],
      everySeconds: 60,
    },
  });
  assert.deepEqual(statistics.client.discarded, { value: 'not reported by the ASA', is: 'not reported' });
  assert.deepEqual(statistics.client.clientAddress, {
    value: '172.16.1.100',
    is: 'measured',
    source: 'syslog',
    at: AT,
  });
});

test('what the configuration of its device implies for a session is told with it', async () => {
  const { configuration } = readConfiguration('tunnel-group hillvalleyvpn type ipsec-ra\n');
  const kept: KeptConfiguration = { part: 'whole', at: AT, source: 'poll', complete: true, configuration };
  const reads = { ...fakeReads().reads, configurations: (id: number) => Promise.resolve(id === 1 ? [kept] : []) };
  const { statistics } = (await get(`/api/sessions/${live.id}`, { reads })).json<{ statistics: Statistics }>();
  assert.deepEqual(statistics.securedRoutes, { routes: ['0.0.0.0 0.0.0.0'], is: 'derived', at: AT });
  assert.deepEqual(statistics.client.localLan, { value: 'Disabled', is: 'derived', source: 'configuration', at: AT });
});

test('a session of a device that is gone is still told', async () => {
  const { reads } = fakeReads([{ ...live, device: 9 }]);
  const { session } = (await get(`/api/sessions/${live.id}`, { reads })).json<{ session: Record<string, unknown> }>();
  assert.deepEqual([session['device'], 'pool' in session], ['9', false]);
});

const attemptRow = { ...attempt, device: 'hill-valley', causeWords: 'wrong password' };

test('login attempts arrive whole, with the cause in words; one that goes on has none', async () => {
  const answer = await get('/api/attempts');
  assert.deepEqual(answer.json(), { attempts: [{ ...begun, device: '9' }, attemptRow], next: null });
});

test('one login attempt comes with the messages that are its evidence', async () => {
  const answer = await get(`/api/attempts/${attempt.id}`);
  assert.deepEqual(answer.json(), { attempt: attemptRow, evidence: [messageRow] });
  const missing = await get('/api/attempts/1');
  assert.deepEqual([missing.statusCode, missing.json()], [404, { error: 'There is no such login attempt.' }]);
});

test('verdicts arrive whole, with the cause in words', async () => {
  const { reads, asked } = fakeReads();
  const answer = await get('/api/verdicts?service=unattributed', { reads });
  const words = 'the account is locked out';
  assert.deepEqual(answer.json(), {
    verdicts: [{ ...verdict, device: 'hill-valley', causeWords: words }],
    next: null,
  });
  assert.deepEqual({ ...asked[0] }, { service: 'unattributed', limit: 100 });
});

test('the filters of attempts reach the store, the user also as it may have been hashed', async () => {
  const { reads, asked } = fakeReads();
  const query =
    'user=marty&device=hill-valley&publicIp=203.0.113.7&outcome=failed&cause=xauth.locked&from=1&to=2&limit=7';
  const answer = await get(`/api/attempts?${query}`, { reads, nameForms: (name) => [name, `~${name}~`] });
  assert.equal(answer.statusCode, 200);
  const wanted = { device: 1, publicIp: '203.0.113.7', outcome: 'failed', cause: 'xauth.locked', from: 1, to: 2 };
  assert.deepEqual(asked, [{ user: 'marty', orUser: ['~marty~'], ...wanted, limit: 7 }]);
});

test('the filters of verdicts reach the store, the user also as it may have been hashed', async () => {
  const { reads, asked } = fakeReads();
  const query = 'user=marty&device=hill-valley&publicIp=203.0.113.7&cause=xauth.locked&limit=7';
  const answer = await get(`/api/verdicts?${query}`, { reads, nameForms: (name) => [name, `~${name}~`] });
  assert.equal(answer.statusCode, 200);
  const wanted = { device: 1, publicIp: '203.0.113.7', cause: 'xauth.locked' };
  assert.deepEqual(asked, [{ user: 'marty', orUser: ['~marty~'], ...wanted, limit: 7 }]);
  assert.equal((await get('/api/verdicts?device=nobody')).statusCode, 404);
});

test('what is no outcome, cause, service or parameter of attempts is told', async () => {
  for (const path of ['attempts?outcome=lost', 'attempts?cause=bad', 'attempts?q=x', 'verdicts?service=ssh']) {
    assert.equal((await get(`/api/${path}`)).statusCode, 400, path);
  }
  assert.equal((await get('/api/attempts?device=nobody')).statusCode, 404);
});

test('hidden names are told by device and address, an unknown device by its id', async () => {
  assert.deepEqual((await get('/api/hidden')).json(), {
    hidden: [
      { ...hidden, device: 'hill-valley' },
      { ...hidden, device: '9', told: 'untold', publicIp: null },
    ],
  });
  assert.equal((await get('/api/hidden?device=nobody')).statusCode, 404);
});

test('a message of an unknown source has no device, and its bytes stay text', async () => {
  const { messages } = (await get('/api/messages')).json<{ messages: Record<string, unknown>[] }>();
  assert.deepEqual(messages[1], messageRow);
  assert.deepEqual([messages[0]?.['device'], messages[0]?.['text']], [null, 'hello \u001b[31m']);
});

test('what is not understood arrives whole, the device by name', async () => {
  const others = { ...unlisted, device: '9', messageId: null, outcome: 'others' };
  assert.deepEqual((await get('/api/unknown')).json(), { unknown: [{ ...unlisted, device: 'hill-valley' }, others] });
  assert.equal((await get('/api/unknown?outcome=claim')).statusCode, 400);
  assert.equal((await get('/api/unknown?device=nobody')).statusCode, 404);
});

test('the filters of sessions reach the store, the device by its id', async () => {
  const { reads, asked } = fakeReads();
  const query =
    'user=marty&device=hill-valley&publicIp=203.0.113.7&assignedIp=fe80::1&q=mar&state=active&from=1&to=2&limit=7';
  assert.equal((await get(`/api/sessions?${query}`, { reads })).statusCode, 200);
  await get('/api/sessions', { reads });
  assert.deepEqual(asked, [
    {
      user: 'marty',
      device: 1,
      publicIp: '203.0.113.7',
      assignedIp: 'fe80::1',
      q: 'mar',
      state: 'active',
      from: 1,
      to: 2,
      limit: 7,
    },
    { limit: 100 },
  ]);
});

test('the filters of messages reach the store, the device by its addresses', async () => {
  const { reads, asked } = fakeReads();
  const query = 'device=hill-valley&messageId=113019&outcome=claim&from=1&to=2&limit=1000';
  assert.equal((await get(`/api/messages?${query}`, { reads })).statusCode, 200);
  assert.deepEqual(asked, [
    { from: ['10.10.10.2'], messageId: 113019, outcome: 'claim', since: 1, until: 2, limit: 1000 },
  ]);
});

test('a name in a query is taken as it is, whatever stands in it', async () => {
  const { reads, asked } = fakeReads();
  const user = `CORP\\o'brien <b>"&%00;--\u202e`;
  await get(`/api/sessions?user=${encodeURIComponent(user)}`, { reads });
  assert.deepEqual(asked, [{ user, limit: 100 }]);
});

test('paging to the end gives each session once', async () => {
  const all = Array.from({ length: 23 }, (_, at) => ({ ...live, id: live.id + at }));
  const app = await buildApp(deps({ reads: fakeReads(all).reads, book }));
  const seen: number[] = [];
  let cursor = '';
  for (let pages = 0; pages < 10; pages += 1) {
    const answer = await app.inject(`/api/sessions?limit=5${cursor}`);
    const page = answer.json<{ sessions: { id: number }[]; next: string | null }>();
    seen.push(...page.sessions.map(({ id }) => id));
    if (page.next === null) break;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
  await app.close();
  assert.deepEqual(
    seen,
    all.map(({ id }) => id),
  );
});

/** Whose poll it is stands beside it. */
function toldOf({ polling, last }: typeof poll): object {
  const other = ([key]: readonly [string, unknown]): boolean => key !== 'device';
  const bare = (thing: object): object => Object.fromEntries(Object.entries(thing).filter(other));
  return { polling: bare(polling), last: bare(last) };
}
