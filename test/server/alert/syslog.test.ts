import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { createServer as createTls } from 'node:tls';

import { lineOf, syslog } from '../../../server/alert/syslog.ts';
import { trapOf, TRAP_ROOT } from '../../../server/alert/trap.ts';
import { makeCertificate } from '../../collectors/certificate.ts';
import { channel, cleared, endless, letter, listening, raised, scratchFolder } from './lab.ts';

const resolve = (): Promise<readonly string[]> => Promise.resolve(['127.0.0.1']);
const send = syslog({ resolve });
const to = (port: number, settings: Record<string, string>) =>
  letter({ channel: channel({ kind: 'syslog', settings: { host: 'localhost', port: String(port), ...settings } }) });

// RFC 5424, 6: PRI VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA SP BOM MSG
const form =
  /^<(\d+)>1 (\S+) (\S+) tunnelwatch - raised (\[tunnelwatch@32473(?: [a-z]+="(?:[^"\\\]]|\\["\\\]])*")+\]) \ufeff(.*)$/s;

describe('syslog out', () => {
  it('is one line of RFC 5424', () => {
    const [, priority, stamp, , data, text] = form.exec(lineOf(letter(), 2_048).toString()) ?? [];
    assert.deepEqual([priority, stamp], [String(16 * 8 + 2), '2026-11-23T12:00:00.000Z']);
    assert.equal(data, '[tunnelwatch@32473 key="tw-abc-3-1" kind="raised" severity="critical" group="pool.chain Hill Valley" rules="pool.chain" alerts="1"]'); // prettier-ignore
    assert.equal(text, '[critical] HV-ASA: the pools of hillvalleyvpn are 96 % full | hillvalleyvpn: 96 of 100 addresses are taken'); // prettier-ignore
  });

  it('can be forged by no name of the network, and is cut between two letters', () => {
    const group = 'x"] <131>1 - - evil\\\n]';
    const line = lineOf(letter({ notification: { ...raised, group, title: 'a\n<131>1' } }), 2_048).toString();
    const [, , , , data, text] = form.exec(line) ?? [];
    assert.ok(data?.includes('group="x\\"\\] <131>1 - - evil\\\\\\\\u{0a}\\]"'), data);
    assert.ok(text?.startsWith('[critical] a\\u{0a}<131>1'));
    const long = lineOf(letter({ notification: { ...raised, title: 'ü'.repeat(180) } }), 301);
    assert.ok(long.length <= 301 && !long.toString().includes('\ufffd'));
  });

  it('goes out over UDP, and tells where nobody listens', async (t) => {
    const socket = createSocket('udp4');
    t.after(() => socket.close());
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
    const taken: string[] = [];
    socket.on('message', (datagram) => taken.push(datagram.toString()));
    const { port } = socket.address();
    assert.deepEqual(await send(to(port, {}), endless), {
      sent: true,
      result: 'sent over UDP, which confirms nothing',
    });
    assert.equal(taken.length, 1);
    assert.match(taken[0] ?? '', form);
    const other = createSocket('udp4');
    await new Promise<void>((done) => other.bind(0, '127.0.0.1', done));
    const free = other.address().port;
    await new Promise<void>((done) => other.close(done));
    assert.deepEqual(await send(to(free, {}), endless), {
      sent: false,
      result: 'nobody listens there (connection refused)',
    });
  });

  it('goes out over TCP and TLS with its length before it, and over TLS only to whom it proves to be', async (t) => {
    const taken: string[] = [];
    let ended: () => void = () => undefined;
    const take = (socket: Socket): void => {
      const chunks: Buffer[] = [];
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', () => {
        taken.push(Buffer.concat(chunks).toString());
        ended();
      });
    };
    const tcp = await listening(t, createServer(take));
    const files = makeCertificate(scratchFolder(t), 'syslog');
    const ca = readFileSync(files.cert, 'utf8');
    const tls = await listening(t, createTls({ cert: ca, key: readFileSync(files.key) }, take).on('tlsClientError', () => undefined)); // prettier-ignore
    for (const [port, settings] of [
      [tcp, { transport: 'tcp' }],
      [tls, { transport: 'tls', ca }],
    ] as const) {
      const arrived = new Promise<void>((done) => (ended = done));
      assert.deepEqual(await send(to(port, settings), endless), { sent: true, result: 'written to the connection' });
      await arrived;
      const [, length, line = ''] = /^(\d+) (.*)$/s.exec(taken.at(-1) ?? '') ?? [];
      assert.equal(Number(length), Buffer.byteLength(line));
      assert.match(line, form);
    }
    const strange = await send(to(tls, { transport: 'tls' }), endless);
    assert.deepEqual(strange, { sent: false, result: 'its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)' });
    assert.equal(taken.length, 2);
  });
});

describe('a trap', () => {
  it('tells key, group, severity, subject, text and counts below its own notification', () => {
    const { oid, varbinds } = trapOf(letter({ notification: cleared, key: 'tw-abc-4-1' }), TRAP_ROOT);
    assert.equal(oid, `${TRAP_ROOT}.0.2`);
    const values = varbinds.map(({ value }) => value);
    assert.deepEqual([...values.slice(0, 4), ...values.slice(5)], ['tw-abc-4-1', 'pool.chain Hill Valley', 'critical', '[critical] Over: HV-ASA: the pools of hillvalleyvpn are 96 % full', 1, 1]); // prettier-ignore
    assert.match(String(values[4]), /96 of 100 addresses/);
    assert.deepEqual(varbinds.map((one) => one.oid), [1, 2, 3, 4, 5, 6, 7].map((n) => `${TRAP_ROOT}.1.${n}.0`)); // prettier-ignore
  });
});
