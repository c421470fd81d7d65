import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AlertDesk } from '../../../server/api/alert-desk.ts';
import { buildApp } from '../../../server/api/app.ts';
import type { AlertAction } from '../../../server/domain/alert/action.ts';
import type { Alert } from '../../../server/domain/alert/alert.ts';
import type { AlertRow } from '../../../server/domain/alert/row.ts';
import { rules } from '../../../server/domain/alert/rules.ts';
import { NOON, scratchStore, setOf } from '../store/scratch.ts';
import { quietDesk } from './quiet.ts';
import { doorsOf, POST } from './doors.ts';
import { deps } from './stage.ts';

const MINUTE = 60_000;
const HERE = 'http://localhost:8080';
const ours = { host: 'localhost:8080', origin: HERE, 'sec-fetch-site': 'same-origin', ...POST };

function alert(id: number, more: Partial<Alert>): Alert {
  return {
    ...{ id, rule: 'pool.chain', subject: `1/${id}`, about: { device: 1, tunnelGroup: 'hillvalleyvpn' } },
    ...{ severity: 'warning', raisedAt: NOON + id * MINUTE, changedAt: NOON, value: 0.9, threshold: 0.8, peak: 0.9 },
    ...{ text: '90 of 100 addresses used', count: 0, evidence: [] },
    ...more,
  };
}

const alerts = [
  alert(1, { clearedAt: NOON + 9 * MINUTE }),
  alert(2, { severity: 'critical', evidence: [1] }),
  alert(3, { rule: 'xauth.lockout', about: { user: 'marty' }, text: 'marty was locked out' }),
];

/** The API over a real store that holds those alerts, and what it was asked to do. */
async function stage(t: TestContext, own: Partial<AlertDesk> = {}) {
  const store = await scratchStore(t);
  const history = [{ alert: 2, at: NOON, kind: 'acknowledged', detail: 'on it', by: 'Doc' }] as const;
  const rows = { alerts, episodes: [], memory: [], groups: [], history, notifications: [] };
  await store.commit(setOf({ alerts: rows }));
  const done: AlertAction[] = [];
  const desk: AlertDesk = {
    ...quietDesk,
    act(action) {
      done.push(action);
      return Promise.resolve(!('alert' in action) || action.alert < 4);
    },
    ...own,
  };
  const app = await buildApp(deps({ reads: store.reads, alerting: desk, hosts: ['localhost'] }));
  t.after(() => app.close());
  const get = async (url: string) => app.inject({ url, headers: { host: 'localhost' } });
  const post = async (url: string, payload: object, headers: Record<string, string> = ours) =>
    app.inject({ method: 'POST', url, payload, headers });
  return { get, post, done, app };
}

test('alerts are found by state, rule, severity, head-end, person, words and time, page by page', async (t) => {
  const { get } = await stage(t);
  const found = async (query: string): Promise<readonly number[]> => {
    const answer = await get(`/api/alerts?${query}`);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<{ alerts: readonly AlertRow[] }>().alerts.map(({ id }) => id);
  };
  assert.deepEqual(await found(''), [3, 2, 1]);
  assert.deepEqual(await found('state=open'), [3, 2]);
  assert.deepEqual(await found('state=ended'), [1]);
  assert.deepEqual(await found('rule=xauth.'), [3]);
  assert.deepEqual(await found('rule=xauth'), []);
  assert.deepEqual(await found('rule=pool.chain'), [2, 1]);
  assert.deepEqual(await found('severity=critical'), [2]);
  assert.deepEqual(await found('device=hill-valley'), [2, 1]);
  assert.deepEqual(await found('site=Hill%20Valley&state=open'), [2]);
  assert.deepEqual(await found('user=marty'), [3]);
  assert.deepEqual(await found('text=LOCKED'), [3]);
  assert.deepEqual(await found('text=%25'), [], 'a sign of SQL is a sign');
  assert.deepEqual(await found(`from=${NOON + 2 * MINUTE}&to=${NOON + 3 * MINUTE}`), [2]);
  assert.deepEqual(await found(`thereFrom=${NOON + 10 * MINUTE}`), [3, 2]);
  const first = (await get('/api/alerts?limit=2')).json<{ next: string | null }>();
  assert.deepEqual(await found(`limit=2&cursor=${first.next}`), [1]);
  assert.equal((await get('/api/alerts?cursor=x')).statusCode, 400);
  assert.equal((await get('/api/alerts?device=nowhere')).statusCode, 404);
});

test('with all that were there in a span it is told when nothing was collected in it', async (t) => {
  const { get } = await stage(t);
  const gapsOf = async (query: string) => (await get(`/api/alerts?${query}`)).json<{ gaps?: unknown }>().gaps;
  const from = NOON - MINUTE;
  // Nothing came before the first alert, and nothing was kept after it.
  const before = { from, to: NOON + MINUTE };
  assert.deepEqual(await gapsOf(`thereFrom=${from}&to=${NOON + MINUTE}`), [before]);
  assert.deepEqual(await gapsOf(`thereFrom=${from}&to=${NOON + 2 * MINUTE}`), [before, { from: NOON, to: NOON + 2 * MINUTE }]); // prettier-ignore
  assert.deepEqual(await gapsOf(`thereFrom=${NOON + MINUTE}&to=${NOON + MINUTE}`), []);
  assert.equal(await gapsOf(`from=${from}`), undefined, 'without a span there is none to tell of');
});

test('an alert carries its rule and its head-end by name, its history, and who was told', async (t) => {
  const told = {
    id: 7,
    channelName: 'noc',
    state: 'sent',
    tries: 1,
    since: NOON,
    doneAt: NOON,
    result: '250',
  } as const;
  const { get } = await stage(t, { deliveriesOf: () => Promise.resolve([told]) });
  const answer = (await get('/api/alerts/2')).json<{ alert: AlertRow; history: readonly unknown[] }>();
  const { rule, device, site, about } = answer.alert;
  assert.deepEqual({ rule, device, site, about }, { rule: 'pool.chain', device: 'hill-valley', site: 'Hill Valley', about: { tunnelGroup: 'hillvalleyvpn' } }); // prettier-ignore
  assert.deepEqual(answer.history, [{ alert: 2, at: NOON, kind: 'acknowledged', detail: 'on it', by: 'Doc' }]);
  assert.deepEqual((answer as unknown as { deliveries: unknown }).deliveries, [told]);
  assert.equal((await get('/api/alerts/9')).statusCode, 404);
});

test('people take alerts on, silence them and announce work', async (t) => {
  const { post, done } = await stage(t);
  const soon = Date.now() + 60 * MINUTE;
  const window = {
    devices: ['hill-valley'],
    sites: [],
    reason: 'upgrade',
    from: soon,
    until: soon + MINUTE,
  };
  const asked: readonly (readonly [string, object, AlertAction])[] = [
    ['2/acknowledge', {}, { kind: 'acknowledge', alert: 2, by: 'Doc', note: '' }],
    ['2/release', {}, { kind: 'release', alert: 2, by: 'Doc' }],
    ['silences', { matchers: { rule: 'pool.chain' }, reason: 'known', until: soon }, { kind: 'silence', matchers: { rule: 'pool.chain' }, reason: 'known', by: 'Doc', until: soon }], // prettier-ignore
    ['silences/5/expire', {}, { kind: 'expire', silence: 5, by: 'Doc' }],
    ['windows', { ...window, every: 'week' }, { kind: 'maintain', by: 'Doc', ...window, every: 'week' }],
    ['windows/4/cancel', {}, { kind: 'cancel', maintenance: 4, by: 'Doc' }],
    ['rules/pool.chain/reset', { scope: { kind: 'site', name: 'Hill Valley' } }, { kind: 'unset', rule: 'pool.chain', by: 'Doc', scope: { kind: 'site', name: 'Hill Valley' } }], // prettier-ignore
  ];
  for (const [path, body, action] of asked) {
    const answer = await post(`/api/alerts/${path}`, body);
    assert.equal(answer.statusCode, 200, `${path}: ${answer.body}`);
    assert.deepEqual(done.at(-1), action);
  }
  const missing = await post('/api/alerts/4/acknowledge', {});
  assert.deepEqual([missing.statusCode, missing.json()], [404, { error: 'There is no such alert, or it is over.' }]);
});

test('silences and windows are told by whether they are over: with who ended them, the last 50 of those, the one that ended last first', async (t) => {
  const now = Date.now();
  const told = { reason: 'x', by: 'Doc', at: now - 99 * MINUTE };
  const ended = { by: 'Marty', at: now - MINUTE };
  const past = Array.from({ length: 60 }, (_one, n) => ({
    ...{ ...told, id: n + 1, matchers: { rule: 'x' }, until: now - (60 - n) * MINUTE - 1 },
  }));
  const window = { ...told, devices: [], sites: [], from: now - MINUTE, until: now + MINUTE };
  const { get } = await stage(t, {
    silences: () => [...past, { ...told, id: 99, matchers: { rule: 'x' }, until: now + MINUTE }],
    maintenance: () => [{ ...window, id: 1, every: 'day', ended }, { ...window, id: 2 }, { ...window, id: 3, until: now - 1 }], // prettier-ignore
  });
  const of = async (what: 'silences' | 'windows', state: string) =>
    (await get(`/api/alerts/${what}?state=${state}`)).json<Record<string, readonly { id: number; ended?: unknown }[]>>()[what] ?? []; // prettier-ignore
  const ids = async (what: 'silences' | 'windows', state: string) => (await of(what, state)).map(({ id }) => id);
  assert.deepEqual(await ids('silences', 'current'), [99]);
  assert.deepEqual(await ids('silences', 'ended'), past.slice(-50).map(({ id }) => id).reverse()); // prettier-ignore
  assert.equal((await ids('silences', 'any')).length, 61);
  assert.deepEqual(await ids('windows', 'current'), [2]);
  assert.deepEqual(await ids('windows', 'ended'), [3, 1]);
  assert.deepEqual((await of('windows', 'ended')).map((one) => one.ended), [undefined, ended]); // prettier-ignore
  assert.equal((await get('/api/alerts/windows?state=gone')).statusCode, 400);
});

test('what makes no sense is refused, and said', async (t) => {
  const { post, done } = await stage(t);
  const now = Date.now();
  const silence = { matchers: { rule: 'pool.chain' }, reason: 'x', until: now + MINUTE };
  const window = { devices: [], sites: [], reason: 'x', from: now, until: now + MINUTE };
  const { enabled, levels, raiseAfter, clearAfter } = rules['pool.chain'];
  const setting = { enabled, levels, raiseAfter, clearAfter };
  const warningAt = (raise: number, clear: number) => ({ setting: { ...setting, levels: { ...levels, warning: { raise, clear } } } }); // prettier-ignore
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['2/acknowledge', { by: 'Doc' }, /by/],
    ['2/acknowledge', { note: 'a\r\nb' }, /note/],
    ['2/acknowledge', { note: 'x'.repeat(501) }, /note/],
    ['2/acknowledge', { more: 1 }, /more/],
    ['0/acknowledge', {}, /id/],
    ['silences', { ...silence, matchers: {} }, /matchers/],
    ['silences', { ...silence, matchers: { colour: 'red' } }, /colour/],
    ['silences', { ...silence, until: now - 1 }, /ahead/],
    ['silences', { ...silence, until: now + 400 * 24 * 60 * MINUTE }, /ahead/],
    ['windows', { ...window, until: now - MINUTE }, /after/],
    ['windows', { ...window, from: now - 2 * MINUTE, until: now - MINUTE }, /over/],
    ['windows', { ...window, until: now + 25 * 60 * MINUTE, every: 'day' }, /shorter/],
    ['windows', { ...window, endsAt: now + MINUTE }, /endsAt/],
    ['windows', { ...window, devices: ['nowhere'] }, /no device/],
    ['rules/no.rule', { setting }, /rule/],
    ['rules/pool.chain', warningAt(1.5, 0.5), /share/],
    ['rules/pool.chain', warningAt(0.8, 0.9), /clears/],
    ['rules/pool.chain', warningAt(0.97, 0.9), /milder/],
    ['rules/pool.chain', { setting: { ...setting, levels: {} } }, /severities/],
    ['rules/collector.disk', { setting, scope: { kind: 'site', name: 'x' } }, /cannot be set for/],
  ];
  for (const [path, body, words] of wrong) {
    const answer = await post(`/api/alerts/${path}`, body);
    assert.ok([400, 404].includes(answer.statusCode), `${path} ${JSON.stringify(body)}: ${answer.body}`);
    assert.match(answer.body, words);
  }
  assert.deepEqual(done, []);
});

test('no page elsewhere can change anything: only JSON from our own pages is taken', async (t) => {
  const { post, done, app } = await stage(t);
  const path = '/api/alerts/2/acknowledge';
  const others: readonly Record<string, string>[] = [
    { host: 'localhost:8080' },
    { ...ours, origin: 'https://evil.example' },
    { ...ours, origin: 'null' },
    { ...ours, origin: 'http://localhost:8081' },
    { ...ours, 'sec-fetch-site': 'cross-site' },
    { ...ours, 'sec-fetch-site': 'same-site' },
    { ...ours, 'sec-fetch-site': 'none' },
  ];
  for (const headers of others) assert.equal((await post(path, {}, headers)).statusCode, 403, JSON.stringify(headers));
  assert.equal((await post(path, {}, { ...ours, host: 'evil.example', origin: 'http://evil.example' })).statusCode, 421); // prettier-ignore
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const payload = JSON.stringify({});
    const answer = await app.inject({ method: 'POST', url: path, payload, headers: { ...ours, 'content-type': type } });
    assert.equal(answer.statusCode, 415, type);
  }
  assert.deepEqual(done, []);
});

test('a name that somebody made to lead here has no cookie of ours, so its page reads and changes nothing', async (t) => {
  const store = await scratchStore(t);
  const app = await buildApp(deps({ reads: store.reads, hosts: undefined, doors: doorsOf(undefined) }));
  t.after(() => app.close());
  const headers = {
    host: 'rebound.example',
    origin: 'http://rebound.example',
    'sec-fetch-site': 'same-origin',
    ...POST,
  };
  const changed = await app.inject({ method: 'POST', url: '/api/alerts/2/release', payload: {}, headers });
  assert.equal(changed.statusCode, 401);
  assert.equal((await app.inject({ url: '/api/alerts', headers })).statusCode, 401);
});

test('while nothing is collected nothing can be changed', async (t) => {
  const store = await scratchStore(t);
  const app = await buildApp(deps({ reads: store.reads }));
  t.after(() => app.close());
  const answer = await app.inject({
    method: 'POST',
    url: '/api/alerts/2/release',
    payload: {},
    headers: ours,
  });
  assert.equal(answer.statusCode, 503);
});

test('rules tell their thresholds as shipped and as set, and why', async (t) => {
  const { enabled, levels, raiseAfter, clearAfter } = rules['pool.chain'];
  const scope = { kind: 'pool', name: 'vpnpool' } as const;
  const set = { scope, setting: { enabled: false, levels, raiseAfter, clearAfter }, by: 'Doc', at: NOON };
  const { get } = await stage(t, { settings: () => [{ rule: 'pool.chain', ...set }] });
  const told = (await get('/api/alerts/rules')).json<{ rules: readonly { id: string; why: string; shipped: unknown; set: unknown }[] }>(); // prettier-ignore
  assert.deepEqual(told.rules.map(({ id }) => id), Object.keys(rules)); // prettier-ignore
  const chain = told.rules.find(({ id }) => id === 'pool.chain');
  assert.deepEqual(chain?.shipped, { enabled, levels, raiseAfter, clearAfter });
  assert.deepEqual(chain.set, [set]);
  assert.ok(told.rules.every(({ why }) => why.length > 20));
});
