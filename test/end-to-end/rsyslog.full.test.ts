import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startReceiver } from '../../collectors/receive.ts';
import type { Batch, StoredMessage } from '../../server/domain/batch.ts';
import { unpacked } from '../../server/domain/packed.ts';
import { makeCertificate } from '../collectors/certificate.ts';
import { makeLab } from './lab.ts';
import { startRsyslog, type Forward } from './rsyslog.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** Every golden line; rsyslog takes what has no PRI for a user's own message, so it gets one. */
const corpus = readdirSync('test/golden/syslog')
  .sort()
  .flatMap((name) => readFileSync(`test/golden/syslog/${name}/input.log`, 'utf8').split('\n').filter(Boolean))
  .map((line) => (line.startsWith('<') ? line : `<166>${line}`));
const READY = '<166>%ASA-6-302013: is-rsyslog-there';
const PLAIN = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = ';
const plain = Array.from({ length: 2_000 }, (_, n) => `${PLAIN}user${n}`);

test('rsyslog forwards over TCP, octet-counted and over TLS, and all of it comes to the same messages and claims', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const files = makeCertificate(lab.folder, 'one');
  let batches: Batch[] = [];
  const take = (batch: Batch): Promise<void> => Promise.resolve(void batches.push(structuredClone(batch)));
  const rows = (): readonly StoredMessage[] => batches.flatMap((one) => unpacked(one.rows));
  const receiver = await startReceiver(
    { take },
    {
      ...{ port: 0, tcpPort: 0, tls: { port: 0, ...files }, firstMessage: 1, epoch: 1 },
      admission: { known: ['127.0.0.1'], room: 0 },
      onFault: (error) => {
        throw error;
      },
    },
  );
  t.after(() => receiver.stop());

  const tcp = { port: String(receiver.tcpPort) };
  const driver = { StreamDriver: 'ossl', StreamDriverMode: '1', StreamDriverAuthMode: 'x509/name', StreamDriverPermittedPeers: 'localhost' }; // prettier-ignore
  const tls = { port: String(receiver.tlsPort), ...driver };
  const [lf, counted] = [{ TCP_Framing: 'traditional' }, { TCP_Framing: 'octet-counted' }];
  const asItCame = { template: 'asItCame' };
  const ways: readonly (readonly [string, Forward])[] = [
    ['TCP, LF', { ...tcp, ...lf, ...asItCame }],
    ['TCP, octet-counted', { ...tcp, ...counted, ...asItCame }],
    ['TLS, LF', { ...tls, ...lf, ...asItCame }],
    ['TLS, octet-counted', { ...tls, ...counted, ...asItCame }],
    ['TCP, LF, with a header of its own', { ...tcp, ...lf }],
    ['TCP, octet-counted, with precise times', { ...tcp, ...counted, template: 'RSYSLOG_ForwardFormat' }],
  ];
  const rsyslog = await startRsyslog(
    lab.folder,
    files.cert,
    ways.map(([, forward]) => forward),
  );
  t.after(() => rsyslog.stop());

  /** What the lines come to when they are sent to a port: messages without their times, and claims. */
  const come = async (port: number, lines: readonly string[]) => {
    for (;;) {
      // rsyslog tells nobody when it listens: until the first line comes through, it is sent again.
      batches = [];
      await send(port, [READY]);
      if (await until(() => Promise.resolve(rows().length), (count) => count > 0, 1).catch(() => 0)) break; // prettier-ignore
    }
    const told = () => rows().filter((row) => !row[6].includes('is-rsyslog-there'));
    for (let at = 0; at < lines.length; at += 100) {
      await send(port, lines.slice(at, at + 100)); // less than rsyslog's receive buffer holds
      await until(() => Promise.resolve(told()), ({ length }) => length >= Math.min(at + 100, lines.length)); // prettier-ignore
    }
    return {
      messages: told().map((row) => row.slice(2)),
      claims: batches.flatMap(({ claims }) => claims.map(({ claim, from }) => ({ claim, from }))),
    };
  };
  const lines = [...corpus, ...plain];
  const direct = await come(receiver.port, lines);
  assert.equal(direct.messages.length, lines.length);
  const directPlain = await come(receiver.port, plain);
  for (const [n, [name]] of ways.entries()) {
    const port = rsyslog.ports[n] ?? 0;
    if (n < 4) assert.deepEqual(await come(port, lines), direct, name);
    else assert.deepEqual((await come(port, plain)).claims, directPlain.claims, name);
  }
  await receiver.stop();
  const { notes = {}, buckets } = receiver.health();
  assert.deepEqual([notes['badFrames'], notes['cut'], buckets['refused'], buckets['overflow'], buckets['empty']], [0, 0, 0, 0, 0]); // prettier-ignore
  process.stdout.write(`FIGURES ${JSON.stringify({ lines: lines.length, ways: ways.length, ...notes, ...buckets })}\n`);
});
