import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Sending } from '../../../server/api/alert-desk.ts';
import { buildApp } from '../../../server/api/app.ts';
import type { ChannelRow, ToldDelivery } from '../../../server/domain/alert/channel-row.ts';
import { deliveriesOf } from '../../../server/domain/alert/route.ts';
import { openStore } from '../../../server/store/open.ts';
import { putNotifications } from '../../../server/store/outbox.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import { channel, cleared, raised } from '../alert/lab.ts';
import { NOON, scratch } from '../store/scratch.ts';
import { quietDesk } from './quiet.ts';
import { POST } from './doors.ts';
import { deps } from './stage.ts';

const ours = { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin', ...POST };
const HIDDEN = 'flux capacitor';

/** The API over a store with the channels boss and noc, of which boss was given two messages in vain, and a test. */
async function stage(t: TestContext, own: Partial<Sending> = {}) {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const settings = { template: 'own', to: 'https://hooks.example', ca: HIDDEN, allow: '10.0.0.0/8' };
  for (const name of ['boss', 'noc']) {
    const { id: _id, ...one } = channel({ name, settings, rules: ['pool.'] });
    await store.addChannel(one);
  }
  const [boss] = await store.channels();
  assert.ok(boss);
  const writer = await openWriter(path);
  const messages = [raised, cleared];
  await putNotifications(writer, messages, messages.flatMap((one) => deliveriesOf(one, [boss]))); // prettier-ignore
  await writer.close();
  await store.giveUp(NOON);
  const { id: _id, ...message } = { ...raised, kind: 'test', title: 'Tunnelwatch reaches boss' } as const;
  await store.putTest(message, { channel: boss.id, key: 'tw-test' }, { sent: false, result: 'HTTP 503' });
  const sending: Sending = {
    test: () => Promise.resolve({ sent: false, result: 'HTTP 503' }),
    resend: (delivery) => store.resend(delivery),
    dismiss: (delivery, by) => store.dismiss(delivery, by),
    ...own,
  };
  const alerting = { ...quietDesk, channels: () => store.channels(), sending: () => sending };
  const app = await buildApp(deps({ reads: store.reads, alerting, hosts: ['localhost'] }));
  t.after(() => app.close());
  const get = async (url: string) => app.inject({ url: `/api/alerts/${url}`, headers: { host: 'localhost' } });
  const post = async (url: string, payload: object = {}, headers: Record<string, string> = ours) =>
    app.inject({ method: 'POST', url: `/api/alerts/${url}`, payload, headers });
  const letters = async (query: string): Promise<readonly ToldDelivery[]> =>
    (await get(`deliveries?${query}`)).json<{ deliveries: readonly ToldDelivery[] }>().deliveries;
  return { store, get, post, letters };
}

test('channels tell where they lead, what they take and what became of the last message, and nothing that is not for all', async (t) => {
  const { get } = await stage(t);
  const answer = await get('channels');
  assert.ok(!answer.body.includes(HIDDEN), 'only what is named is told of the settings');
  const [boss, noc] = answer.json<{ channels: readonly ChannelRow[] }>().channels;
  const { last, ...rest } = boss ?? {};
  assert.deepEqual(rest, {
    ...{ id: 1, name: 'boss', kind: 'webhook', settings: { template: 'own', to: 'https://hooks.example' } },
    ...{ from: 'warning', onlyEscalated: false, rules: ['pool.'], sites: [], enabled: true },
    ...{ due: 1, dead: 1, dueSince: cleared.at },
  });
  assert.deepEqual(last, {
    ...{ id: 3, channel: 1, channelName: 'boss', title: 'Tunnelwatch reaches boss', isTest: true, state: 'dead' },
    ...{ tries: 1, since: NOON, dueAt: NOON, doneAt: NOON, result: 'HTTP 503' },
  });
  assert.deepEqual([noc?.due, noc?.dead, noc?.last], [0, 0, undefined], 'each channel has its own counts');
});

test('deliveries are found by state and channel, the newest first; a failed test is no dead letter', async (t) => {
  const { get, letters } = await stage(t);
  const ids = async (query: string) => (await letters(query)).map(({ id }) => id);
  assert.deepEqual(await ids(''), [3, 2, 1]);
  assert.deepEqual(await ids('state=dead'), [1]);
  assert.deepEqual(await ids('state=due&channel=boss'), [2]);
  assert.deepEqual(await ids('channel=noc'), []);
  const [dead] = await letters('state=dead');
  assert.deepEqual([dead?.title, dead?.channelName, dead?.isTest], [raised.title, 'boss', false]);
  assert.equal((await get('deliveries?state=lost')).statusCode, 400);
  const missing = await get('deliveries?channel=nobody');
  assert.deepEqual([missing.statusCode, missing.json()], [404, { error: 'There is no such channel.' }]);
});

test('a test tells what it came to, and is not sent twice at once', async (t) => {
  const meanwhile: number[] = [];
  const lab = await stage(t, {
    test: async ({ name }) => {
      if (meanwhile.length < 2) meanwhile.push((await lab.post('channels/boss/test')).statusCode);
      return { sent: name === 'noc', result: `to ${name}` };
    },
  });
  const first = await lab.post('channels/boss/test');
  assert.deepEqual([first.statusCode, first.json()], [200, { sent: false, result: 'to boss' }]);
  assert.deepEqual(meanwhile, [503], 'one was on its way');
  meanwhile.push(0);
  assert.deepEqual((await lab.post('channels/boss/test')).json(), { sent: false, result: 'to boss' }, 'it is over');
  assert.deepEqual((await lab.post('channels/noc/test')).json(), { sent: true, result: 'to noc' });
  assert.equal((await lab.post('channels/nobody/test')).statusCode, 404);
});

test('what was given up is sent again once; what was not, or is of a channel that is gone, is not', async (t) => {
  const { store, post, letters } = await stage(t);
  assert.deepEqual((await post('deliveries/1/resend')).json(), { done: true });
  assert.deepEqual([await letters('state=dead'), (await letters('state=due')).map(({ id }) => id)], [[], [2, 1]]);
  for (const id of [1, 2, 99]) assert.equal((await post(`deliveries/${id}/resend`)).statusCode, 404, String(id));
  await store.removeChannel(1);
  assert.equal((await post('deliveries/1/resend')).statusCode, 404);
  assert.equal((await post('deliveries/0/resend')).statusCode, 400);
});

test('what was given up is dismissed once: counted no more, and kept with who did it, when and why', async (t) => {
  const { store, get, post, letters } = await stage(t);
  const done = await post('deliveries/1/dismiss', { note: 'told by phone' });
  assert.deepEqual([done.statusCode, done.json()], [200, { done: true }]);
  assert.deepEqual(await letters('state=dead'), []);
  assert.deepEqual((await store.reads.outbox()).dead, 0);
  const [boss] = (await get('channels')).json<{ channels: readonly ChannelRow[] }>().channels;
  assert.equal(boss?.dead, 0);
  const [one, ...others] = await letters('state=dismissed');
  const dismissed = { by: 'Doc', note: 'told by phone', at: NOON };
  assert.deepEqual([one?.id, one?.dismissed, one?.doneAt, others], [1, dismissed, NOON, []]);
  const alert = raised.alerts[0]?.alert ?? 0;
  const of = await store.reads.deliveries({ alert, limit: 9 });
  assert.deepEqual(of.find(({ id }) => id === 1)?.dismissed, dismissed, 'its alert still tells of it');
  // Once; not what is due, a failed test, or nothing; and what is settled is not sent.
  for (const id of [1, 2, 3, 99]) assert.equal((await post(`deliveries/${id}/dismiss`, {})).statusCode, 404, String(id)); // prettier-ignore
  assert.equal((await post('deliveries/1/resend')).statusCode, 404);
  await store.removeChannel(1);
  assert.equal((await store.reads.outbox()).dead, 1);
  assert.equal((await post('deliveries/2/dismiss', {})).statusCode, 200, 'what nobody can send again is dismissed, too'); // prettier-ignore
  assert.equal((await store.reads.outbox()).dead, 0);
  assert.deepEqual((await letters('state=dismissed'))[0]?.dismissed, { by: 'Doc', note: '', at: NOON });
});

test('only our own pages test and send again, and nobody while nothing is sent', async (t) => {
  const asked: string[] = [];
  const { post } = await stage(t, {
    test: ({ name }) => {
      asked.push(name);
      return Promise.resolve({ sent: true, result: '' });
    },
    resend: (id) => {
      asked.push(String(id));
      return Promise.resolve(true);
    },
    dismiss: (id) => {
      asked.push(String(id));
      return Promise.resolve(true);
    },
  });
  for (const path of ['channels/boss/test', 'deliveries/1/resend', 'deliveries/1/dismiss']) {
    assert.equal((await post(path, {}, { ...ours, origin: 'https://evil.example' })).statusCode, 403);
    assert.equal((await post(path, {}, { ...ours, 'sec-fetch-site': 'cross-site' })).statusCode, 403);
    assert.equal((await post(path, {}, { ...ours, 'content-type': 'text/plain' })).statusCode, 415);
    assert.equal((await post(path, { more: 1 })).statusCode, 400);
  }
  assert.deepEqual(asked, []);
  const still = await buildApp(deps({ hosts: ['localhost'] }));
  t.after(() => still.close());
  for (const url of ['/api/alerts/channels/boss/test', '/api/alerts/deliveries/1/resend'])
    assert.equal((await still.inject({ method: 'POST', url, payload: {}, headers: ours })).statusCode, 503);
  const url = '/api/alerts/deliveries/1/dismiss';
  assert.equal((await still.inject({ method: 'POST', url, payload: {}, headers: ours })).statusCode, 503);
});
