import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';

import { openChannel } from '../../../server/access/channel-secrets.ts';
import { readKey, type Key } from '../../../server/access/key.ts';
import { startAlerting, testChannel, type SendingParts } from '../../../server/commands/alerting.ts';
import { channelActions, type ChannelActions } from '../../../server/commands/channel-actions.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import type { Store } from '../../../server/store/store.ts';
import { makeCertificate } from '../../collectors/certificate.ts';
import { scratchFolder, startSink } from '../alert/lab.ts';
import { NOON, scratchStore } from '../store/scratch.ts';

const TOKEN = 'https://hooks.slack.com/services/T000/B000/T0KEN';
const mail = { name: 'mail', kind: 'email', host: 'mail.hillvalley.example', sender: 'tw@hillvalley.example', to: 'doc@hillvalley.example, noc@hillvalley.example' }; // prettier-ignore

interface Lab {
  readonly store: Store;
  readonly key: Key;
  readonly actions: ChannelActions;
  readonly sending: SendingParts;
  readonly logged: string[];
  changes: number;
}

async function lab(t: TestContext): Promise<Lab> {
  const store = await scratchStore(t);
  const found = await readKey({ env: { TUNNELWATCH_KEY: randomBytes(32).toString('base64') }, keyFile: '/nowhere' });
  assert.ok(found);
  const logged: string[] = [];
  const write = (fields: object, words: string): void => void logged.push(`${JSON.stringify(fields)} ${words}`);
  const log = { error: write, warn: write, info: write };
  const sending = { store, key: found.key, now: () => NOON, pages: undefined, log };
  const made: Lab = { store, key: found.key, sending, logged, changes: 0, actions: channelActions(store, found.key, { onChange: () => void (made.changes += 1), test: (channel) => testChannel(sending, channel) }) }; // prettier-ignore
  return made;
}

describe('a channel', () => {
  it('is told with its secrets, which are kept sealed and told to nobody', async (t) => {
    const { store, key, actions, changes } = await lab(t);
    assert.equal(changes, 0);
    const added = await actions['channel.add']({ name: 'slack', kind: 'webhook', template: 'slack', url: TOKEN, hmacKey: 'flux capacitor', rules: ['pool.'], sites: ['Hill Valley'] }); // prettier-ignore
    assert.deepEqual(added.channel, {
      ...{ id: 1, name: 'slack', kind: 'webhook', settings: { template: 'slack', to: 'https://hooks.slack.com' } },
      ...{ from: 'warning', onlyEscalated: false, rules: ['pool.'], sites: ['Hill Valley'], enabled: true },
    });
    await actions['channel.add']({ ...mail, user: 'marty', password: 'flux capacitor', from: 'critical', onlyEscalated: true }); // prettier-ignore
    await actions['channel.add']({ name: 'nms', kind: 'trap', host: '192.0.2.9', version: '3', user: 'nms', auth: 'sha256', priv: 'aes', authKey: 'flux capacitor', privKey: '1.21 gigawatts' }); // prettier-ignore
    const listed = await actions['channel.list']({});
    assert.deepEqual(listed.map(({ channel }) => channel.name), ['mail', 'nms', 'slack']); // prettier-ignore
    assert.doesNotMatch(JSON.stringify([listed, await store.secrets()]), /capacitor|gigawatts|T0KEN|services/);
    assert.match(listed[1]?.channel.settings['engineId'] ?? '', /^8000b98380[0-9a-f]{16}$/);
    assert.deepEqual(openChannel(key, 1, await store.secrets()), { url: TOKEN, hmacKey: 'flux capacitor' });
    assert.deepEqual(openChannel(key, 3, await store.secrets()), { authKey: 'flux capacitor', privKey: '1.21 gigawatts' }); // prettier-ignore
  });

  it('has the usual ports and paths where none are told', async (t) => {
    const { store, key, actions } = await lab(t);
    const settings = async (body: object) => (await actions['channel.add']({ name: `n${Math.random()}`, ...body })).channel; // prettier-ignore
    const url = async (body: object): Promise<string | undefined> =>
      openChannel(key, (await settings({ kind: 'webhook', ...body })).id, await store.secrets())['url'];
    assert.equal((await settings({ ...mail, name: 'a' })).settings['port'], '587');
    assert.equal((await settings({ ...mail, name: 'b', security: 'tls' })).settings['port'], '465');
    assert.equal((await settings({ kind: 'syslog', host: 'log' })).settings['port'], '514');
    assert.equal((await settings({ kind: 'syslog', host: 'log', transport: 'tls' })).settings['port'], '6514');
    assert.equal((await settings({ kind: 'trap', host: 'nms', community: 'x' })).settings['port'], '162');
    assert.equal(await url({ template: 'alertmanager', url: 'https://am.example:9093' }), 'https://am.example:9093/api/v2/alerts'); // prettier-ignore
    assert.equal(await url({ template: 'pagerduty', url: '', routingKey: 'r' }), 'https://events.pagerduty.com/v2/enqueue'); // prettier-ignore
  });

  it('is refused where something does not fit, and no fault tells a secret', async (t) => {
    const { store, actions } = await lab(t);
    const hook = { name: 'x', kind: 'webhook', url: TOKEN };
    const evil = 'doc@hillvalley.example>\nRCPT TO:<evil@example.com';
    for (const [body, words] of [
      [{ name: 'x', kind: 'pigeon' }, /kind: not one of email, webhook, syslog, trap/],
      [{ ...hook, name: '' }, /name: a text/],
      [{ ...hook, name: 'a\u0007' }, /name: a text without control/],
      [{ ...hook, url: 'http://hooks.example/T0KEN' }, /URL: not https/],
      [{ ...hook, url: 'https://T0KEN@hooks.example/' }, /URL: the URL has a user/],
      [{ ...hook, url: 'T0KEN' }, /URL: the URL cannot be read/],
      [{ ...hook, allow: '8.8.8.0/24' }, /allow: .*only private/],
      [{ ...hook, template: 'pager' }, /template: not one of own, slack/],
      [{ ...hook, template: 'pagerduty' }, /routingKey: 1 to/],
      [{ ...hook, hmacKey: 'flux\ncapacitor' }, /hmacKey: 1 to/],
      [{ ...hook, host: 'x' }, /host: webhook has none/],
      [{ ...hook, rules: ['poll.'] }, /no rule begins so/],
      [{ ...hook, from: 'fatal' }, /from: not one of/],
      [{ ...hook, ca: 'flux capacitor' }, /ca: not a certificate/],
      [{ ...mail, to: evil }, /to: a text without control/],
      [{ ...mail, to: 'Doc <doc@hillvalley.example>' }, /to: .* is not an address/],
      [{ ...mail, sender: 'x' }, /sender: .* is not an address/],
      [{ ...mail, user: 'marty' }, /password: 1 to/],
      [{ ...mail, user: 'marty', password: 'flux capacitor', security: 'none' }, /security: a password is not sent/],
      [{ ...mail, port: 0 }, /port: a whole number/],
      [{ name: 'x', kind: 'trap', host: 'nms', version: '1' }, /version: not one of 2c, 3/],
      [{ name: 'x', kind: 'trap', host: 'nms' }, /community: 1 to/],
      [{ name: 'x', kind: 'trap', host: 'nms', community: 'x', oid: '1.3' }, /oid: an OID/],
      [{ name: 'x', kind: 'trap', host: 'nms', version: '3', user: 'u', priv: 'aes', privKey: 'flux capacitor' }, /no privacy without/], // prettier-ignore
      [{ name: 'x', kind: 'syslog', host: 'a b' }, /not an address or a host name/],
    ] as const)
      await assert.rejects(actions['channel.add'](body), (fault) => {
        assert.ok(fault instanceof UsageFault, String(fault));
        assert.match(fault.message, words);
        assert.doesNotMatch(fault.message, /T0KEN|capacitor/);
        return true;
      });
    assert.deepEqual([await store.channels(), await store.secrets()], [[], []]);
  });

  it('is disabled, enabled, and removed with its secrets; its name is its own', async (t) => {
    const made = await lab(t);
    const { actions, store } = made;
    await actions['channel.add']({ name: 'slack', kind: 'webhook', url: TOKEN });
    await assert.rejects(actions['channel.add']({ name: 'slack', kind: 'syslog', host: 'x' }), /there is such a channel already/); // prettier-ignore
    assert.equal((await actions['channel.disable']({ name: 'slack' })).channel.enabled, false);
    assert.equal((await actions['channel.list']({}))[0]?.channel.enabled, false);
    await actions['channel.enable']({ name: 'slack' });
    await actions['channel.remove']({ name: 'slack' });
    assert.deepEqual([await actions['channel.list']({}), await store.secrets()], [[], []]);
    await assert.rejects(actions['channel.remove']({ name: 'slack' }), /no such channel/);
    assert.equal(made.changes, 4);
  });

  it('is tested by a message that is sent once and kept with what it came to', async (t) => {
    const { actions, store } = await lab(t);
    let status = 200;
    const sink = await startSink(t, { answer: (response) => response.writeHead(status).end() });
    const url = `https://127.0.0.1:${sink.port}/T0KEN`;
    await actions['channel.add']({ name: 'sink', kind: 'webhook', url, ca: sink.ca, allow: '127.0.0.1' });
    await actions['channel.add']({ name: 'closed', kind: 'webhook', url, ca: sink.ca });
    assert.deepEqual(await actions['channel.test']({ name: 'sink' }), { sent: true, result: 'HTTP 200' });
    assert.equal((JSON.parse(sink.taken[0]?.body ?? '') as { readonly kind: string }).kind, 'test');
    status = 404;
    assert.deepEqual(await actions['channel.test']({ name: 'sink' }), { sent: false, result: 'HTTP 404' });
    assert.deepEqual(await actions['channel.test']({ name: 'closed' }), { sent: false, result: 'it leads to this machine itself' }); // prettier-ignore
    assert.equal(sink.taken.length, 2);
    const rows = await store.reads.deliveries({ limit: 9 });
    assert.deepEqual(rows.map(({ state, result, tries }) => [state, result, tries]), [
      ['dead', 'it leads to this machine itself', 1],
      ['dead', 'HTTP 404', 1],
      ['sent', 'HTTP 200', 1],
    ]); // prettier-ignore
    assert.doesNotMatch(JSON.stringify(rows), /T0KEN/);
  });

  it('gets a beat at once where it waits for beats, and the log tells of it when that changes', async (t) => {
    const { actions, sending, logged } = await lab(t);
    const sink = await startSink(t);
    const ca = readFileSync(makeCertificate(scratchFolder(t), 'other').cert, 'utf8');
    const beat = {
      kind: 'webhook',
      template: 'heartbeat',
      url: `https://127.0.0.1:${sink.port}/T0KEN`,
      allow: '127.0.0.1',
    };
    await actions['channel.add']({ name: 'alive', ...beat, ca: sink.ca });
    await actions['channel.add']({ name: 'wrong', ...beat, ca });
    const alerting = startAlerting(sending, () => NOON - 500);
    while (logged.length < 2) await new Promise((done) => setImmediate(done));
    await alerting.stop();
    assert.deepEqual(logged.sort(), [
      '{"channel":"alive","result":"HTTP 200"} heartbeat',
      '{"channel":"wrong","result":"its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)"} heartbeat',
    ]);
    assert.equal(sink.taken.length, 1);
  });
});
