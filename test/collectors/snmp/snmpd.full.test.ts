import assert from 'node:assert/strict';

import { snmpWalk } from '../../../collectors/snmp/snmp-walk.ts';
import { snmpAuths, type SnmpAccess, type SnmpSecrets } from '../../../server/domain/snmp.ts';
import { LIMITS, pollOf, told } from './poll-lab.ts';
import { asRead, startSnmpd } from './snmpd.ts';

// A long part: Debian's snmpd is polled as an agent that is none of ours, and what is read is what Debian's own tools read.

const community = 'flux capacitor';
const [authKey, privKey] = ['great scott 1955', '1.21 gigawatts'];
const names: Readonly<Record<(typeof snmpAuths)[number], string>> = { md5: 'MD5', sha: 'SHA', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }; // prettier-ignore
const privs = { des: 'DES', aes: 'AES' } as const;
const users = snmpAuths.flatMap((auth) => [
  { user: `${auth}-none`, auth, lines: [`createUser ${auth}-none ${names[auth]} "${authKey}"`, `rouser ${auth}-none auth`] }, // prettier-ignore
  ...(['des', 'aes'] as const).map((priv) => ({
    ...{ user: `${auth}-${priv}`, auth, priv },
    lines: [`createUser ${auth}-${priv} ${names[auth]} "${authKey}" ${privs[priv]} "${privKey}"`, `rouser ${auth}-${priv} priv`], // prettier-ignore
  })),
]);
const agent = await startSnmpd([
  `rocommunity "${community}" 127.0.0.1`,
  `rocommunity6 "${community}" ::1`,
  'sysName hv-asa',
  ...users.flatMap(({ lines }) => lines),
  'createUser open',
  'rouser open noauth',
]);
const limits = { ...LIMITS, timeout: 5_000, retries: 1 };
const at: Omit<SnmpAccess, 'version'> = { device: 1, host: '127.0.0.1', port: agent.port, everySeconds: 60 };
let [polls, values] = [0, 0];

try {
  await answers();
  const accesses: readonly SnmpAccess[] = [
    { ...at, version: 'v2c' },
    { ...at, version: 'v2c', host: '::1' },
    { ...at, version: 'v3', user: 'open' },
    ...users.map(({ user, auth, ...rest }): SnmpAccess => ({ ...at, version: 'v3', user, auth, ...('priv' in rest && { priv: rest.priv }) })), // prettier-ignore
  ];
  for (const access of accesses) {
    const secrets: SnmpSecrets = { community, authKey, privKey };
    const before = octetsOfLoopback();
    const polled = await pollOf(access, { secrets, limits });
    const after = octetsOfLoopback();
    const what = `${access.version} ${access.user ?? ''} ${access.host}`;
    assert.deepEqual(polled.failures, [], what);
    assert.equal(polled.facts.hostname, 'hv-asa');
    const octets = BigInt(told(polled, 'interface.in.octets', 'lo') ?? -1);
    assert.ok(before <= octets && octets <= after, `${what}: ${before} <= ${octets} <= ${after}`);
    polls += 1;
    for (const below of ['1.3.6.1.2.1.1.5', '1.3.6.1.2.1.2.2.1.2', '1.3.6.1.2.1.2.2.1.4', '1.3.6.1.2.1.31.1.1.1.1']) {
      const { varbinds, failure } = await snmpWalk(access, secrets, below, limits);
      assert.equal(failure, undefined);
      const ours = varbinds.map(({ oid, value }) => `.${oid} ${Buffer.isBuffer(value) ? `"${value.toString()}"` : String(value)}`); // prettier-ignore
      assert.deepEqual(ours, asRead('snmpwalk', agent.port, community, below), `${what} ${below}`);
      values += ours.length;
    }
  }
  // The other way round: what does not fit is refused, and by its name.
  const wrong = await snmpWalk({ ...at, version: 'v3', user: 'sha256-aes', auth: 'sha256', priv: 'aes' }, { authKey: 'not it at all', privKey }, '1.3.6.1.2.1.1', limits); // prettier-ignore
  assert.equal(wrong.failure?.detail, 'the passphrase of authentication is not the right one');
  const stranger = await snmpWalk({ ...at, version: 'v3', user: 'biff', auth: 'sha256' }, { authKey }, '1.3.6.1.2.1.1', limits); // prettier-ignore
  assert.equal(stranger.failure?.detail, 'it does not know the user');
} finally {
  await agent.stop();
}
console.log(`FIGURES ${JSON.stringify({ polls, values, wrong: 0 })}`);

function octetsOfLoopback(): bigint {
  const [name] = asRead('snmpwalk', agent.port, community, '1.3.6.1.2.1.31.1.1.1.1').filter((line) => line.endsWith('"lo"')); // prettier-ignore
  const index = /\.(\d+) /.exec(name ?? '')?.[1] ?? '';
  const [line = ''] = asRead('snmpget', agent.port, community, `1.3.6.1.2.1.31.1.1.1.6.${index}`);
  return BigInt(line.split(' ').at(-1) ?? '');
}

/** It needs a moment to start. */
async function answers(): Promise<void> {
  const { failure } = await snmpWalk({ ...at, version: 'v2c' }, { community }, '1.3.6.1.2.1.1.3', { ...limits, retries: 10 }); // prettier-ignore
  if (failure?.why !== 'unreachable') return;
  await new Promise((resolve) => setTimeout(resolve, 200));
  await answers();
}
