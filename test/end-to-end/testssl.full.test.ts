import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSigned } from '../collectors/certificate.ts';
import { ensureDebian, firstPath } from '../debian.ts';
import { makeLab } from './lab.ts';
import { startProgram } from './program.ts';

/** What testssl.sh tells of one thing that it has looked at. */
interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

/** `WARN` is a check that could not be made; that its OpenSSL has no GOST is no check of ours. */
const fine = ['OK', 'INFO', 'LOW'];
const own = 'engine_problem';

/**
 * The openssl that testssl.sh is given. To see whether a ticket is taken again it lets openssl leave as soon as the handshake is over, which in
 * TLS 1.3 is mostly before the ticket comes; what it has of an empty file it calls a connect problem. Here openssl stays until it has one.
 */
const openssl = `#!/bin/sh
for word; do
  [ "$before" = -sess_out ] && kept=$word
  before=$word
done
[ -z "$kept" ] && exec openssl "$@"
for try in $(seq 100); do
  [ -s "$kept" ] && exit
  sleep 0.1
done | openssl "$@"
`;

test('testssl.sh, which trusts the authority that has signed our certificate, has no finding above LOW', async (t) => {
  const testssl = ensureDebian(() => firstPath('/usr/bin/testssl'), ['testssl.sh', 'bsdextrautils', 'dnsutils']);
  const lab = await makeLab();
  t.after(lab.remove);
  const { ca, cert, key } = makeSigned(lab.folder);
  const program = await startProgram(lab.database, { TLS_CERT: cert, TLS_KEY: key });
  t.after(() => program.kill());
  const report = join(lab.folder, 'report.json');
  const patient = join(lab.folder, 'openssl');
  writeFileSync(patient, openssl, { mode: 0o755 });
  const words = ['--quiet', '--color', '0', '--warnings', 'off', '--nodns', 'none', '--openssl', patient, '--add-ca', ca]; // prettier-ignore
  // Its exit code counts findings; the report tells which.
  const told = await new Promise<string>((resolve) =>
    execFile(testssl, [...words, '--jsonfile', report, program.url], { maxBuffer: 1 << 24 }, (_error, out) =>
      resolve(out),
    ),
  );
  const findings = JSON.parse(readFileSync(report, 'utf8')) as readonly Finding[]; // as testssl.sh documents it
  const counts: Record<string, number> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  const low = findings.filter(({ severity }) => severity === 'LOW').map(({ id, finding }) => `${id}: ${finding}`);
  console.log(`FIGURES ${JSON.stringify({ findings: findings.length, counts, low })}`);
  const looked = new Set(findings.map(({ id }) => id));
  for (const id of [
    'TLS1',
    'TLS1_1',
    'TLS1_2',
    'TLS1_3',
    'cert_chain_of_trust',
    'heartbleed',
    'secure_client_renego',
    'cipherlist_3DES_IDEA',
    'LUCKY13',
    'sessionresumption_ticket',
  ])
    // prettier-ignore
    assert.ok(looked.has(id), `${id} was looked at:\n${told}`);
  assert.deepEqual(
    findings.filter(({ id, severity }) => id !== own && !fine.includes(severity)),
    [],
    told,
  );
});
