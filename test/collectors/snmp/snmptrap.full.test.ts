import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { snmpAuths, snmpPrivs } from '../../../server/domain/snmp.ts';
import { ensureDebian, firstPath } from '../../debian.ts';
import { HERE, Kept } from './kept.ts';
import { access, accessV3, AUTH_KEY, COMMUNITY, ENGINE, PRIV_KEY } from './lab.ts';
import { netSnmp } from './snmpd.ts';

// Debian's snmptrap is the sender: it knows nothing of the package, nor of us.
const TUNNEL_STOP = '1.3.6.1.4.1.9.9.171.2.0.8';
const ACTIVE_TIME = ['1.3.6.1.4.1.9.9.171.1.3.2.1.10.7', 'i', '4200'];
const auths = { md5: 'MD5', sha: 'SHA', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
/** `AES-256-C` is the key of Cisco's form. */
const privs = { des: 'DES', aes: 'AES', aes256: 'AES-256-C' };
const six = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
const figures: Record<string, number> = {};

test('Debian’s snmptrap is heard over v1, v2c and v3 with every protocol, IPv4 and IPv6, and not with another secret', async (t) => {
  const snmptrap = ensureDebian(() => firstPath('/usr/bin/snmptrap'), netSnmp);
  const folder = mkdtempSync(join(tmpdir(), 'tw-snmptrap-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const kept = new Kept();
  const receiver = await kept.start({ traps: { port: 0, accesses: [access({ addresses: HERE })] } });
  t.after(() => receiver.stop());

  const send = async (args: readonly string[], to = '127.0.0.1'): Promise<void> => {
    const target = `${to.includes(':') ? `udp6:[${to}]` : `udp:${to}`}:${receiver.trapPort}`;
    const env = { ...process.env, SNMP_PERSISTENT_DIR: folder, SNMPCONFPATH: folder, MIBS: '' };
    await promisify(execFile)(snmptrap, ['-m', '', ...args.slice(0, -1), target, ...(args.at(-1) ?? '').split(' ')], { env }); // prettier-ignore
  };
  const v2 = `4711 ${TUNNEL_STOP} ${ACTIVE_TIME.join(' ')}`;
  /** Sends, and waits for the row or the refusal. */
  const expect = async (bucket: string, args: readonly string[], to?: string): Promise<string> => {
    const before = kept.buckets[bucket] ?? 0;
    await send(args, to);
    await kept.until(({ buckets }) => buckets[bucket] === before + 1);
    figures[bucket] = (figures[bucket] ?? 0) + 1;
    return kept.rows.at(-1)?.[6] ?? '';
  };

  const two = await expect('passed', ['-v2c', '-c', COMMUNITY, v2]);
  assert.ok(two.includes(`${TUNNEL_STOP} v2c community=known uptime=4711`), two);
  assert.ok(/10\.7=\S*42/.test(two) || two.includes('cipSecTunActiveTime.7='), two);
  const one = ['-v1', '-c', COMMUNITY, `1.3.6.1.4.1.9.9.171.2 192.0.2.1 6 8 4711 ${ACTIVE_TIME.join(' ')}`];
  assert.equal(await expect('passed', one), two.replace('v2c', 'v1'));
  assert.ok((await expect('passed', ['-v1', '-c', COMMUNITY, '1.3.6.1.4.1.9.1.1 192.0.2.1 0 0 1'])).includes('1.3.6.1.6.3.1.1.5.1 ')); // prettier-ignore
  await expect('wrongCommunity', ['-v2c', '-c', 'public', v2]);
  if (six) await expect('passed', ['-v2c', '-c', COMMUNITY, v2], '::1');

  const v3 = (
    auth: keyof typeof auths,
    priv: keyof typeof privs | undefined,
    authKey = AUTH_KEY,
  ): readonly string[] => [
    ...['-v3', '-e', `0x${ENGINE}`, '-u', 'marty', '-l', priv ? 'authPriv' : 'authNoPriv'],
    ...['-a', auths[auth], '-A', authKey, ...(priv ? ['-x', privs[priv], '-X', PRIV_KEY] : [])],
    v2,
  ];
  let device = 100;
  for (const auth of snmpAuths)
    for (const priv of [undefined, ...snmpPrivs]) {
      // Each is another device, so that its engine is new.
      receiver.traps([]);
      receiver.traps([accessV3(auth, priv, { addresses: HERE, device: (device += 1) })]);
      const level = priv === undefined ? 'authNoPriv' : 'authPriv';
      const row = await expect('passed', v3(auth, priv));
      assert.ok(row.includes(`v3 ${level} user="marty" uptime=4711`), `${auth} ${priv ?? ''}: ${row}`);
      await expect('wrongDigest', v3(auth, priv, 'another-passphrase'));
    }
  if (six) await expect('passed', v3('sha512', 'aes256'), '::1');
  await expect('belowLevel', ['-v3', '-e', `0x${ENGINE}`, '-u', 'marty', '-l', 'noAuthNoPriv', v2]);
  await expect('belowLevel', ['-v2c', '-c', COMMUNITY, v2]);
  // Its own persistent boots: each run of snmptrap is a restart of its engine.
  const boots = kept.engines.map((engine) => engine.boots);
  assert.ok(boots.length > 0 && kept.engines.every(({ engineId, accepted }) => engineId === ENGINE && accepted));
  process.stdout.write(`FIGURES ${JSON.stringify({ ...figures, engines: boots.length, sixHere: six })}\n`);
});
