import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';

import type { Send } from '../../../server/alert/deliver.ts';
import { beatAll } from '../../../server/alert/heartbeat.ts';
import { webhook } from '../../../server/alert/webhook.ts';
import type { Tried } from '../../../server/domain/alert/notification.ts';
import { NOON } from '../store/scratch.ts';
import { channel, cleared, endless, letter, listening, raised, startSink } from './lab.ts';

const resolve = (host: string): Promise<readonly string[]> =>
  host === 'sink.example' || host === 'localhost'
    ? Promise.resolve(['127.0.0.1'])
    : Promise.reject(Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' }));
const send: Send = webhook({ resolve, pages: 'https://noc.example', now: () => NOON + 1_500 });
const allow = '127.0.0.1';
const path = '/hooks/T0KEN-of-slack?code=secret';

describe('a webhook', () => {
  it('posts JSON once, signed over time and body, with the same key in every try', async (t) => {
    const sink = await startSink(t);
    const one = letter({
      channel: channel({ settings: { ca: sink.ca, allow } }),
      secrets: { url: `https://localhost:${sink.port}${path}`, hmacKey: 'flux capacitor' },
    });
    assert.deepEqual(await send(one, endless), { sent: true, result: 'HTTP 200' });
    assert.deepEqual(await send(one, endless), { sent: true, result: 'HTTP 200' });
    const [first, second] = sink.taken;
    assert.equal(sink.taken.length, 2);
    assert.ok(first && second);
    assert.deepEqual([first.method, first.path], ['POST', path]);
    assert.equal(first.headers['content-type'], 'application/json');
    assert.equal(first.headers.host, `localhost:${sink.port}`);
    assert.deepEqual(
      [first.headers['idempotency-key'], second.headers['idempotency-key']],
      ['tw-abc-3-1', 'tw-abc-3-1'],
    );
    const seconds = String(first.headers['x-tunnelwatch-timestamp']);
    assert.equal(seconds, String(Math.floor(NOON / 1000) + 1));
    const digest = createHmac('sha256', 'flux capacitor').update(seconds).update('.').update(first.body).digest('hex');
    assert.equal(first.headers['x-tunnelwatch-signature'], `v1=${digest}`);
    const body = JSON.parse(first.body) as Record<string, unknown>;
    assert.equal(body['key'], 'tw-abc-3-1');
    assert.equal(body['kind'], 'raised');
    assert.deepEqual(body['alerts'], raised.alerts);
    assert.equal(body['pages'], 'https://noc.example');
  });

  it('is not signed without a key', async (t) => {
    const sink = await startSink(t);
    await send(letter({ channel: channel({ settings: { ca: sink.ca, allow } }), secrets: { url: `https://localhost:${sink.port}/` } }), endless); // prettier-ignore
    assert.equal(sink.taken[0]?.headers['x-tunnelwatch-signature'], undefined);
  });

  const failing = async (
    t: TestContext,
    url: string,
    settings: Record<string, string>,
    signal = endless,
  ): Promise<string> => {
    const secrets = { url: url.replace('/hook', path), hmacKey: 'flux capacitor' };
    const { sent, result } = await send(
      letter({ channel: channel({ settings: { allow, ...settings } }), secrets }),
      signal,
    );
    assert.equal(sent, false);
    assert.doesNotMatch(result, /T0KEN|secret|hooks|capacitor/);
    t.diagnostic(result);
    return result;
  };

  it('tells why it failed, without a word of its URL', async (t) => {
    const down = await startSink(t, { answer: (response) => response.writeHead(503).end('T0KEN secret') });
    assert.equal(await failing(t, `https://localhost:${down.port}/hook`, { ca: down.ca }), 'HTTP 503');
    assert.equal(down.taken.length, 1);

    assert.match(
      await failing(t, `https://localhost:${down.port}/hook`, {}),
      /^its certificate is not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    );
    assert.match(
      await failing(t, `https://sink.example:${down.port}/hook`, { ca: down.ca }),
      /certificate is not accepted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    );
    assert.equal(down.taken.length, 1, 'nothing was said to whom it was not');

    assert.equal(await failing(t, 'https://nowhere.example/hook', {}), 'no such name');
    const closed = createServer();
    const port = await listening(t, closed);
    await new Promise((done) => closed.close(done));
    assert.equal(await failing(t, `https://localhost:${port}/hook`, {}), 'nobody listens there (connection refused)');

    const noTls = await startSink(t, { isTls: false });
    assert.match(await failing(t, `https://localhost:${noTls.port}/hook`, {}), /does not speak TLS|ERR_SSL|reset/);
    assert.equal(await failing(t, `http://localhost:${noTls.port}/hook`, {}), 'not https, and http is not allowed');
    assert.equal(noTls.taken.length, 0);
  });

  it('lets go of one that hangs, and of one that answers a byte at a time, when its time is over', async (t) => {
    const hanging = await startSink(t, { answer: () => undefined });
    const isOver = new AbortController();
    const hung = failing(t, `https://localhost:${hanging.port}/hook`, { ca: hanging.ca }, isOver.signal);
    const slow = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      const words = Array.from(`HTTP/1.1 200 OK\r\nx-slow: ${'x'.repeat(10_000)}`);
      socket.on('data', () => socket.write(words.shift() ?? ''));
      const timer = setInterval(() => socket.write(words.shift() ?? ''), 20);
      socket.on('close', () => {
        clearInterval(timer);
        if (slow.listening) gone();
      });
    });
    let gone: () => void = () => undefined;
    const closed = new Promise<void>((done) => (gone = done));
    const port = await listening(t, slow);
    const slowly = failing(t, `http://localhost:${port}/hook`, { http: 'on' }, isOver.signal);
    while (hanging.taken.length === 0) await new Promise((done) => setImmediate(done));
    isOver.abort(new DOMException('over', 'TimeoutError'));
    assert.deepEqual(await Promise.all([hung, slowly]), ['not done within 10 s', 'not done within 10 s']);
    await closed;
  });

  it('counts what was taken as sent, however long the rest of the answer is', async (t) => {
    let gone: () => void = () => undefined;
    const closed = new Promise<void>((done) => (gone = done));
    const sink = await startSink(t, {
      answer: (response) => {
        response.on('close', gone);
        response.writeHead(202);
        const pour = (): void => {
          while (!response.destroyed && response.write('x'.repeat(16_384)));
        };
        response.on('drain', pour);
        pour();
      },
    });
    const settings = { ca: sink.ca, allow };
    const tried = await send(
      letter({ channel: channel({ settings }), secrets: { url: `https://localhost:${sink.port}/` } }),
      endless,
    );
    assert.deepEqual(tried, { sent: true, result: 'HTTP 202' });
    await closed;
  });
});

describe('the templates', () => {
  const bodyFor = async (
    t: TestContext,
    template: string,
    notification = raised,
    more: Record<string, string> = {},
  ): Promise<unknown> => {
    const sink = await startSink(t);
    const settings = { ca: sink.ca, allow, template };
    const secrets = { url: `https://localhost:${sink.port}/`, ...more };
    assert.ok((await send(letter({ notification, channel: channel({ settings }), secrets }), endless)).sent);
    return JSON.parse(sink.taken[0]?.body ?? '');
  };
  const hostile = { ...raised, title: '<!channel> [x](http://evil.example) \u202e\r\n*bold*' };

  it('write plain text for Slack: no sign of the network calls anybody', async (t) => {
    const body = (await bodyFor(t, 'slack', hostile)) as {
      text: string;
      blocks: { text: { type: string; text: string } }[];
    };
    assert.equal(body.text, '[critical] &lt;!channel&gt; [x](http://evil.example) \\u{202e}\\u{0d}\\u{0a}*bold*');
    assert.ok(body.blocks.every(({ text }) => text.type === 'plain_text' && text.text.length <= 3_000));
    assert.ok(body.blocks.some(({ text }) => text.text.includes('https://noc.example/alerts/7')));
  });

  it('write a card for Teams, in runs of text that are no Markdown', async (t) => {
    const body = (await bodyFor(t, 'teams', hostile)) as { type: string; attachments: { contentType: string; content: { type: string; body: { type: string; inlines: { type: string; text: string }[] }[] } }[] }; // prettier-ignore
    assert.equal(body.type, 'message');
    const [card] = body.attachments;
    assert.equal(card?.contentType, 'application/vnd.microsoft.card.adaptive');
    assert.equal(card.content.type, 'AdaptiveCard');
    assert.ok(
      card.content.body.every(
        ({ type, inlines }) => type === 'RichTextBlock' && inlines.every((one) => one.type === 'TextRun'),
      ),
    );
  });

  it('trigger an incident of PagerDuty for a group, and resolve that one when nothing of the group is open', async (t) => {
    const key = { routingKey: 'R0UTING' };
    const trigger = (await bodyFor(t, 'pagerduty', raised, key)) as Record<string, unknown> & {
      payload: Record<string, unknown>;
    };
    assert.deepEqual([trigger['routing_key'], trigger['event_action']], ['R0UTING', 'trigger']);
    assert.equal(trigger.payload['severity'], 'critical');
    assert.equal(trigger.payload['source'], 'HV-ASA');
    assert.equal(trigger.payload['summary'], '[critical] HV-ASA: the pools of hillvalleyvpn are 96 % full');
    const partly = (await bodyFor(t, 'pagerduty', { ...cleared, open: 1 }, key)) as Record<string, unknown>;
    assert.deepEqual([partly['event_action'], partly['dedup_key']], ['trigger', trigger['dedup_key']]);
    const resolve = (await bodyFor(t, 'pagerduty', cleared, key)) as Record<string, unknown>;
    assert.deepEqual(resolve, { routing_key: 'R0UTING', dedup_key: trigger['dedup_key'], event_action: 'resolve' });
    const other = (await bodyFor(t, 'pagerduty', { ...raised, group: 'pool.chain Tokyo' }, key)) as Record<
      string,
      unknown
    >;
    assert.notEqual(other['dedup_key'], trigger['dedup_key']);
  });

  it('tell Alertmanager which alerts are open and which are over, whatever severity they had before', async (t) => {
    interface Labelled {
      readonly labels: Readonly<Record<string, string>>;
      readonly startsAt: string;
      readonly endsAt: string;
      readonly generatorURL: string;
    }
    const open = (await bodyFor(t, 'alertmanager')) as readonly Labelled[];
    const isOpen = ({ endsAt }: Labelled): boolean => Date.parse(endsAt) > NOON + 3_600_000;
    assert.deepEqual(
      open.filter(isOpen).map(({ labels }) => labels),
      [
        {
          alertname: 'pool.chain',
          severity: 'critical',
          tunnelwatch_alert: '7',
          device: 'HV-ASA',
          site: 'Hill Valley',
        },
      ],
    );
    assert.ok(
      open.every(
        ({ startsAt, endsAt, generatorURL }) => startsAt <= endsAt && generatorURL === 'https://noc.example/alerts/7',
      ),
    );
    const over = (await bodyFor(t, 'alertmanager', cleared)) as readonly Labelled[];
    assert.deepEqual(
      over.map(({ labels }) => labels),
      open.map(({ labels }) => labels),
    );
    assert.ok(!over.some(isOpen));
  });
});

describe('the dead man’s switch', () => {
  it('beats while the recorder commits, and on channels for beats alone', async (t) => {
    const sink = await startSink(t);
    const settings = { ca: sink.ca, allow, template: 'heartbeat' };
    const beats: Tried[] = [];
    const parts = (committedAt: number) => ({
      ...{ resolve, now: () => NOON, committedAt: () => committedAt },
      channels: () => Promise.resolve([channel({ settings }), channel({ id: 2, settings: { ca: sink.ca, allow } }), channel({ id: 3, settings, enabled: false })]), // prettier-ignore
      secrets: () => Promise.resolve({ url: `https://localhost:${sink.port}/beat` }),
      onBeat: (_: unknown, tried: Tried) => void beats.push(tried),
      onFault: (fault: unknown) => assert.fail(String(fault)),
    });
    await beatAll(parts(NOON - 900), endless);
    assert.deepEqual(beats, [{ sent: true, result: 'HTTP 200' }]);
    assert.deepEqual(JSON.parse(sink.taken[0]?.body ?? ''), { version: 1, kind: 'heartbeat', at: NOON, committedAt: NOON - 900 }); // prettier-ignore
    await beatAll(parts(NOON - 10_000), endless);
    assert.equal(sink.taken.length, 1, 'a recorder that is stuck is as good as none');
  });
});
