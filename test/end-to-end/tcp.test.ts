import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { MessageRow } from '../../server/domain/feed.ts';
import { makeCertificate } from '../collectors/certificate.ts';
import { buckets } from './compare.ts';
import { makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { until } from './until.ts';

test('logger is a client over TCP like any other, with line ends and with octet counts', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const { syslogTcpPort, syslogTlsPort } = await program.otherPorts();
  assert.ok(syslogTcpPort !== undefined && syslogTlsPort === undefined);
  assert.match(program.log(), /logging permit-hostdown/);
  const text = '%ASA-6-713228: Group = hillvalleyvpn, Username = marty, IP = 198.51.100.1, Assigned private IP address 172.16.1.100 to remote user'; // prettier-ignore
  const where = ['--server', '127.0.0.1', '--port', String(syslogTcpPort), '--tcp'];
  for (const words of [[], ['--octet-count'], ['--rfc3164'], ['--rfc3164', '--octet-count']])
    await promisify(execFile)('logger', [...where, ...words, text]);
  await until(
    () => buckets(program),
    (all) => all['stored'] === 4,
  );
  const { messages } = await program.get<{ messages: MessageRow[] }>('/api/messages?messageId=713228');
  assert.deepEqual(
    messages.map(({ from, outcome }) => [from, outcome]),
    Array(4).fill(['127.0.0.1', 'claim']),
  );
});

test('with a certificate and its key there is TLS', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const { cert, key } = makeCertificate(lab.folder, 'one');
  const env = { SYSLOG_TCP_PORT: 'off', SYSLOG_TLS_PORT: '0', SYSLOG_TLS_CERT: cert, SYSLOG_TLS_KEY: key };
  const program = await startProgram(lab.database, env);
  t.after(() => program.kill());
  const { syslogTcpPort, syslogTlsPort } = await program.otherPorts();
  assert.ok(syslogTcpPort === undefined && syslogTlsPort !== undefined);
  const sent = execFile('openssl', ['s_client', '-connect', `127.0.0.1:${syslogTlsPort}`, '-CAfile', cert, '-verify_return_error', '-quiet']); // prettier-ignore
  t.after(() => sent.kill());
  sent.stdin?.write('<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty\n');
  await until(
    () => buckets(program),
    (all) => all['stored'] === 1,
  );
});
