import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import { apiErrors } from '../../../server/api/errors.ts';
import type { Caller } from '../../../server/domain/access/account.ts';
import type { AlertAction } from '../../../server/domain/alert/action.ts';
import type { Alert } from '../../../server/domain/alert/alert.ts';
import type { Maintenance, Silence } from '../../../server/domain/alert/mute.ts';
import { NOON, scratchStore, setOf } from '../store/scratch.ts';
import { anAdmin, doorsOf, OURS } from './doors.ts';
import { entryStage } from './entry-stage.ts';
import { quietDesk } from './quiet.ts';
import { book, deps, devices } from './stage.ts';

const HOUR = 3_600_000;
const london = { ...devices[1], name: 'london', state: 'adopted' as const, place: { site: 'London', tags: [] } };
const estate = [devices[0], london];
const alert = (id: number, about: Alert['about']): Alert => ({
  ...{ id, rule: 'pool.chain', subject: `${id}`, about, severity: 'warning', raisedAt: NOON, changedAt: NOON },
  ...{ value: 0.9, threshold: 0.8, peak: 0.9, text: 'addresses used', count: 0, evidence: [] },
});
const aaa: Alert = {
  ...alert(5, { device: 2, aaaServer: '10.0.0.9' }),
  rule: 'aaa.server',
  text: 'failed on hill-valley',
};
const alerts = [alert(1, { device: 1 }), alert(2, { device: 2 }), alert(3, { collector: 'syslog-udp' }), aaa];

const until = Date.now() + HOUR;
const silence = (id: number, matchers: Silence['matchers']): Silence => ({
  ...{ id, matchers, reason: 'known', by: 'Doc', at: NOON, until },
});
const silences = [
  silence(1, { device: 'hill-valley' }),
  silence(2, { site: 'London' }),
  silence(3, { rule: 'xauth.*' }),
];
const window = (id: number, places: Pick<Maintenance, 'devices' | 'sites'>): Maintenance => ({
  ...{ id, ...places, reason: 'update', by: 'Doc', at: NOON, from: NOON, until },
});
const maintenance = [
  window(1, { devices: ['hill-valley'], sites: [] }),
  window(2, { devices: ['london'], sites: [] }),
  window(3, { devices: ['london'], sites: ['Hill Valley'] }),
  window(4, { devices: [], sites: [] }),
];

/** The API as somebody is let in who is bound to London, and what alerting was told to do. */
async function stage(t: TestContext, sites: Caller['sites'] = ['London']) {
  const store = await scratchStore(t);
  await store.commit(
    setOf({ alerts: { alerts, episodes: [], memory: [], groups: [], history: [], notifications: [] } }),
  );
  const done: AlertAction[] = [];
  const act = (action: AlertAction) => Promise.resolve(done.push(action) > 0);
  const view = {
    ...book,
    devices: () => estate,
    deviceByName: (name: string) => estate.find((one) => one.name === name),
    deviceName: (id: number) => estate.find((one) => one.id === id)?.name,
  };
  const app = await buildApp(
    deps({
      ...{ reads: store.reads, book: view, hosts: ['localhost'], ticks: () => 0 },
      alerting: { ...quietDesk, silences: () => silences, maintenance: () => maintenance, act },
      doors: doorsOf({ ...anAdmin, role: 'operator', sites }),
    }),
  );
  t.after(() => app.close());
  const post = (url: string, payload: object = {}) =>
    app.inject({ method: 'POST', url: `/api/alerts/${url}`, payload, headers: OURS });
  const get = (url: string) => app.inject({ url: `/api/${url}`, headers: OURS });
  return { post, get, done };
}

test('an alert is there for whoever is bound to its site, in the list and alone, and for nobody else who is bound', async (t) => {
  const { get, post, done } = await stage(t);
  const listed = (await get('alerts')).json<{ alerts: readonly { readonly id: number }[] }>().alerts;
  assert.deepEqual(listed.map(({ id }) => id), [5, 2]); // prettier-ignore
  const told = [[1, 404], [2, 200], [3, 404], [4, 404]] as const; // prettier-ignore
  for (const [id, status] of told) assert.equal((await get(`alerts/${id}`)).statusCode, status, `alert ${id}`);
  for (const what of ['acknowledge', 'release'])
    for (const [id, status] of told) assert.equal((await post(`${id}/${what}`)).statusCode, status, `${what} ${id}`);
  assert.deepEqual(
    done.map((action) => 'alert' in action && [action.kind, action.alert]),
    [
      ['acknowledge', 2],
      ['release', 2],
    ],
  );
  const saying = async (text: string): Promise<number> =>
    (await get(`alerts?text=${text}`)).json<{ alerts: readonly unknown[] }>().alerts.length;
  assert.deepEqual([await saying('addresses'), await saying('hill')], [1, 0], 'what is not told is not found either');
  for (const url of ['alerts', 'alerts/5']) assert.doesNotMatch((await get(url)).body, /hill-valley/, url);
  const whole = await stage(t, null);
  for (const id of [1, 2, 3]) assert.equal((await whole.get(`alerts/${id}`)).statusCode, 200);
});

test('whoever is bound silences what is at their sites, and ends such silences only', async (t) => {
  const { get, post, done } = await stage(t);
  const told = (await get('alerts/silences')).json<{ silences: readonly Silence[] }>().silences;
  assert.deepEqual(told.map(({ id }) => id), [3, 2]); // prettier-ignore
  for (const [matchers, status] of [
    [{ device: 'london' }, 200],
    [{ site: 'London', user: 'marty' }, 200],
    [{ device: 'hill-valley' }, 403],
    [{ device: 'lon*' }, 403],
    [{ rule: 'xauth.*' }, 403],
  ] as const) {
    const answer = await post('silences', { matchers, reason: 'known', until });
    assert.equal(answer.statusCode, status, JSON.stringify(matchers));
    if (status === 403) assert.deepEqual(answer.json(), { error: apiErrors.tooWide.words });
  }
  for (const [id, status] of [
    [1, 404],
    [2, 200],
    [3, 403],
    [9, 404],
  ] as const)
    // prettier-ignore
    assert.equal((await post(`silences/${id}/expire`)).statusCode, status, `silence ${id}`);
  assert.deepEqual(done.map(({ kind }) => kind), ['silence', 'silence', 'expire']); // prettier-ignore
});

test('whoever is bound announces work at their sites, and cancels such windows only', async (t) => {
  const { get, post, done } = await stage(t);
  const told = (await get('alerts/windows')).json<{ windows: readonly Maintenance[] }>().windows;
  assert.deepEqual(
    told.map(({ id, devices: named, sites }) => [id, named, sites]),
    [
      [4, [], []],
      [3, ['london'], []],
      [2, ['london'], []],
    ],
  );
  for (const [places, status] of [
    [{ devices: ['london'], sites: ['London'] }, 200],
    [{ devices: [], sites: [] }, 403],
    [{ devices: [], sites: ['Hill Valley'] }, 403],
    [{ devices: ['hill-valley'], sites: [] }, 404],
  ] as const)
    assert.equal(
      (await post('windows', { ...places, reason: 'update', from: Date.now(), until })).statusCode,
      status,
      JSON.stringify(places),
    );
  for (const [id, status] of [
    [1, 404],
    [2, 200],
    [3, 403],
    [4, 403],
    [9, 404],
  ] as const)
    // prettier-ignore
    assert.equal((await post(`windows/${id}/cancel`)).statusCode, status, `window ${id}`);
  assert.deepEqual(done.map(({ kind }) => kind), ['maintain', 'cancel']); // prettier-ignore
});

test('what is of all sites together stays closed to an administrator who is bound, and says why', async (t) => {
  const { ask, enter } = await entryStage(t);
  const cookie = await enter('doc', 'admin', ['London']);
  const setting = { enabled: true, levels: {}, raiseAfter: 0, clearAfter: 0 };
  const wall = { code: 'AAAA-AAAA', name: 'NOC', showsNames: false, days: 1 };
  for (const answer of [
    await ask('GET', '/api/accounts', cookie),
    await ask('GET', '/api/walls', cookie),
    await ask('POST', '/api/walls', cookie, wall),
    await ask('POST', '/api/alerts/rules/pool.chain', cookie, { setting }),
    await ask('POST', '/api/alerts/channels/noc/test', cookie, {}),
  ])
    assert.deepEqual([answer.status, JSON.parse(answer.body)], [403, { error: apiErrors.governsAll.words }]);
  const { may } = JSON.parse((await ask('GET', '/api/me', cookie)).body) as { readonly may: readonly string[] };
  assert.ok(may.includes('act') && may.includes('screen') && !may.includes('govern'), may.join(' '));
});
