import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bytesOf, reachOf } from '../../../server/alert/address.ts';
import { Undeliverable } from '../../../server/alert/deliver.ts';
import { guarded, readAllowed } from '../../../server/alert/webhook-guard.ts';
import { webhook } from '../../../server/alert/webhook.ts';
import { channel, endless, letter, startSink } from './lab.ts';

/** Names and what they lead to. */
const names: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  'localhost.localdomain': ['127.0.0.1'],
  'loop.example': ['127.0.0.1'],
  'six.example': ['::1'],
  'mixed.example': ['8.8.8.8', '127.0.0.1'],
  'mixed-late.example': ['8.8.8.8', '1.1.1.1', '::ffff:127.0.0.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'zone.example': ['fe80::1%lo'],
  'zero.example': ['0.0.0.0'],
  'any.example': ['::'],
  'metadata.example': ['169.254.169.254'],
  'metadata.google.internal': ['169.254.169.254'],
  'nothing.example': ['no address'],
  '127.0.0.1.nip.io': ['127.0.0.1'],
  'xn--localhost-example': ['127.0.0.1'],
};

// Each with the port of a sink on 127.0.0.1 and ::1 (`PORT`): with https, and with http allowed as well.
const tricks: readonly string[] = [
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '127.0.0.1.', '0', '0.0.0.0', '0x0', '00000000'],
  ...[
    '2130706433',
    '017700000001',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '0x7f.1',
    '0177.1',
    '127.0x1',
    '127.000.000.001',
  ],
  ...[
    '0x7F.0x00.0x00.0x01',
    '０x7f.1',
    '127。0。0。1',
    '127．0．0．1',
    '127｡0｡0｡1',
    '①②⑦.⓪.⓪.①',
    '１２７.０.０.１',
    '%31%32%37.0.0.1',
    '127.0.0.%31',
  ],
  ...[
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[0000::0001]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
  ],
  ...[
    '[::127.0.0.1]',
    '[::7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2002:7f00:1::1]',
  ],
  ...[
    '[2001:0:7f00:1::1]',
    '[2001::80ff:fffe]',
    '[fe80::1]',
    '[fe80::1%25lo]',
    '[fe80::1%lo]',
    '[::1%25lo]',
    '[ff02::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fec0::1]',
  ],
  ...[
    '[::ffff:0:127.0.0.1]',
    '[100::1]',
    '[5f00::1]',
    '[::ffff:169.254.169.254]',
    '[2002:a9fe:a9fe::]',
    '[64:ff9b::a9fe:a9fe]',
  ],
  ...[
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.1.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  ...[
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.1.1',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '239.255.255.250',
    '255.255.255.255',
    '240.0.0.1',
    '192.88.99.1',
  ],
  ...Object.keys(names),
  ...[
    'LOCALHOST',
    'localhost.',
    'LocalHost',
    'ⓛocalhost',
    'ｌocalhost',
    'loop.example.',
    'lo\u00adcalhost',
    'loc\u200balhost',
  ],
  ...['user@127.0.0.1', 'hooks.example@127.0.0.1', 'hooks.example:443@127.0.0.1', '127.0.0.1@hooks.example', ':@[::1]'],
  ...[
    'hooks.example\\@127.0.0.1',
    'hooks.example#@127.0.0.1',
    '127.0.0.1\t',
    '127.0\n.0.1',
    ' 127.0.0.1',
    '127.0.0.1\\.hooks.example',
  ],
];

/** Forms that are no `scheme://HOST:PORT/`. */
const whole: readonly string[] = [
  ...[
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/',
    'ftp://127.0.0.1:PORT/',
    'javascript:alert(1)',
    'data:text/plain,x',
    'ws://127.0.0.1:PORT/',
  ],
  ...[
    '//127.0.0.1:PORT/',
    '/hook',
    '',
    'https:127.0.0.1:PORT',
    'https:/127.0.0.1:PORT/',
    'https:///127.0.0.1:PORT/',
    'https:\\\\127.0.0.1:PORT\\',
  ],
  ...[
    'http://127.0.0.1:PORT/',
    'HTTP://localhost:PORT/',
    'https://127.0.0.1:PORT\r\nHost: hooks.example/',
    'https://[::1]:PORT/',
    'unix:/var/run/docker.sock',
  ],
];

const resolve = (host: string): Promise<readonly string[]> =>
  Promise.resolve(names[host.toLowerCase()] ?? ['127.0.0.1']);

describe('a webhook', () => {
  it('reaches this machine and what is not anybody’s by none of the tricks', async (t) => {
    const sink = await startSink(t);
    const httpSink = await startSink(t, { isTls: false });
    const send = webhook({ resolve, pages: undefined, now: Date.now });
    let tried = 0;
    const attempt = async (url: string, http: boolean): Promise<void> => {
      const settings = { ca: sink.ca, ...(http && { http: 'on' }) };
      const { sent, result } = await send(letter({ channel: channel({ settings }), secrets: { url } }), endless);
      tried += 1;
      assert.equal(sent, false, url);
      assert.doesNotMatch(
        result,
        /nobody listens|no route|certificate|HTTP \d|not done/,
        `${url}: it was connected to: ${result}`,
      );
    };
    for (const one of new Set(tricks)) {
      await attempt(`https://${one}:${sink.port}/hook`, false);
      await attempt(`http://${one}:${httpSink.port}/hook`, true);
    }
    for (const one of whole) await attempt(one.replace('PORT', String(sink.port)), false);
    for (const one of whole) await attempt(one.replace('PORT', String(httpSink.port)), true);
    assert.equal(sink.connections() + httpSink.connections(), 0);
    t.diagnostic(`${new Set([...tricks, ...whole]).size} tricks, ${tried} tries, 0 connections`);
  });

  it('connects to the address that was looked at, whatever the name leads to a moment later', async (t) => {
    const sink = await startSink(t);
    let asked = 0;
    const rebinding = (): Promise<readonly string[]> => {
      asked += 1;
      return Promise.resolve([asked === 1 ? '8.8.8.8' : '127.0.0.1']);
    };
    const target = await guarded(
      `https://rebind.example:${sink.port}/`,
      { networks: [], http: false },
      rebinding,
      endless,
    );
    assert.deepEqual([target.address, target.servername, asked], ['8.8.8.8', 'rebind.example', 1]);
    const send = webhook({ resolve: rebinding, pages: undefined, now: Date.now });
    const url = `https://rebind.example:${sink.port}/`;
    assert.equal((await send(letter({ secrets: { url } }), endless)).result, 'it leads to this machine itself');
    assert.deepEqual([asked, sink.connections()], [2, 0]);
  });

  it('follows no redirect', async (t) => {
    const inner = await startSink(t);
    for (const status of [301, 302, 303, 307, 308]) {
      const sink = await startSink(t, {
        answer: (response) => response.writeHead(status, { location: `https://127.0.0.1:${inner.port}/` }).end(),
      });
      const send = webhook({ resolve, pages: undefined, now: Date.now });
      const settings = { ca: sink.ca, allow: '127.0.0.1' };
      const secrets = { url: `https://localhost:${sink.port}/` };
      // Of the two addresses of localhost one is not allowed.
      const one = await send(letter({ channel: channel({ settings }), secrets }), endless);
      assert.equal(one.result, 'it leads to this machine itself');
      const two = await send(letter({ channel: channel({ settings }), secrets: { url: `https://127.0.0.1:${sink.port}/` } }), endless); // prettier-ignore
      assert.equal(two.result, `HTTP ${status}: a redirect, which is not followed`);
    }
    assert.equal(inner.connections(), 0);
  });

  it('reaches private networks that are allowed, of this machine one address alone, and never what no message may go to', async () => {
    const to = async (host: string, allow: string): Promise<string> =>
      (await guarded(`https://${host}/`, { networks: readAllowed(allow), http: false }, resolve, endless)).address;
    assert.equal(await to('10.1.2.3', '10.1.0.0/16'), '10.1.2.3');
    assert.equal(await to('[fd12::7]', '192.168.0.0/24, fd12::/16'), 'fd12::7');
    assert.equal(await to('127.0.0.1', '127.0.0.1/32'), '127.0.0.1');
    assert.equal(await to('8.8.8.8', ''), '8.8.8.8');
    for (const [host, allow] of [
      ['10.2.0.1', '10.1.0.0/16'],
      ['127.0.0.2', '127.0.0.1'],
      ['[::ffff:10.1.2.3]', '10.1.0.0/16'],
      ['100.100.100.200', '100.64.0.0/10'],
      ['[fd00:ec2::254]', 'fd00::/8'],
    ] as const)
      await assert.rejects(to(host, allow), Undeliverable, `${host} by ${allow}`);
    for (const wrong of [
      '127.0.0.0/8',
      '0.0.0.0/0',
      '169.254.169.254',
      '::/0',
      '8.8.8.0/24',
      'x',
      '10.0.0.0/33',
      '10.0.0.0/8/8',
      'fe80::/10',
      '224.0.0.1',
    ])
      assert.throws(() => readAllowed(wrong), Undeliverable, wrong);
  });

  it('knows what an address is by its bytes', () => {
    const wanted: readonly (readonly [string, string])[] = [
      ['8.8.8.8', 'public'],
      ['2606:4700::1111', 'public'],
      ['172.15.255.255', 'public'],
      ['172.32.0.0', 'public'],
      ['100.127.255.255', 'private'],
      ['100.128.0.0', 'public'],
      ['126.255.255.255', 'public'],
      ['223.255.255.255', 'public'],
      ['fdff::1', 'private'],
      ['2001:200::1', 'public'],
      ['2001:1ff::1', 'never'],
      ['4000::1', 'never'],
      ['::2', 'never'],
    ];
    for (const [address, reach] of wanted) assert.equal(reachOf(bytesOf(address) ?? []), reach, address);
    assert.deepEqual(bytesOf('1:2::ffff:1.2.3.4'), [0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4]);
    assert.deepEqual(
      bytesOf('::'),
      Array.from({ length: 16 }, () => 0),
    );
    assert.deepEqual(bytesOf('1:2:3:4:5:6:7:8'), [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]);
    for (const none of ['', 'x', '1.2.3', 'fe80::1%lo', '1.2.3.4.5', ':::'])
      assert.equal(bytesOf(none), undefined, none);
  });
});
