import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import { countedAs } from '../../../server/access/counted-as.ts';
import { among } from '../../../server/api/client.ts';
import { deps } from './stage.ts';

const PROXY = '10.1.0.7';
const CLIENT = '198.51.100.23';

/** Who the server takes somebody for, and what it says of TLS. */
async function asked(remoteAddress: string, headers: Record<string, string>, proxies?: readonly string[]) {
  const app = await buildApp(deps({ proxies }));
  let who = '';
  app.addHook('preHandler', ({ ip }, _reply, done) => {
    who = ip;
    done();
  });
  const host = 'noc.example';
  const { headers: answered } = await app.inject({
    url: '/api/health',
    remoteAddress,
    headers: { host, ...headers },
  });
  await app.close();
  return [who, answered['strict-transport-security'] !== undefined];
}

test('a listed proxy is believed: who asks, and that it was over TLS', async () => {
  const headers = { 'x-forwarded-for': CLIENT, 'x-forwarded-proto': 'https' };
  for (const proxies of [['10.1.0.0/24'], ['192.0.2.1', PROXY]])
    assert.deepEqual(await asked(PROXY, headers, proxies), [CLIENT, true]);
  assert.deepEqual(await asked(`::ffff:${PROXY}`, headers, ['10.1.0.0/24']), [CLIENT, true]);
  assert.deepEqual(await asked('fd00::7', headers, ['fd00::/8']), [CLIENT, true]);
  assert.deepEqual(await asked(PROXY, { ...headers, 'x-forwarded-proto': 'http' }, [PROXY]), [CLIENT, false]);
});

test('nobody else is believed, whatever is told', async () => {
  const forged = [
    { 'x-forwarded-for': CLIENT },
    { 'x-forwarded-for': `${CLIENT}, ${PROXY}` },
    { 'x-forwarded-for': `${PROXY}, ${PROXY}` },
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-for': CLIENT, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'localhost', 'x-real-ip': CLIENT },
    { forwarded: `for=${CLIENT};proto=https` },
  ];
  for (const headers of forged)
    for (const [from, proxies] of [
      ['203.0.113.9', [PROXY, '10.1.0.0/24']],
      ['10.1.1.7', ['10.1.0.0/24']],
      ['127.0.0.1', undefined],
      ['127.0.0.1', []],
    ] as const)
      assert.deepEqual(await asked(from, headers, proxies), [from, false], `${from} ${JSON.stringify(headers)}`);
});

test('what somebody has told the proxy before counts for nothing', async () => {
  for (const before of ['127.0.0.1', '203.0.113.77', 'garbage', `${PROXY}, 127.0.0.1`])
    assert.deepEqual(
      await asked(PROXY, { 'x-forwarded-for': `${before}, ${CLIENT}` }, [PROXY]),
      [CLIENT, false],
      before,
    );
});

test('a network has all of its addresses and no other; what is no address is in none', () => {
  const isListed = among(['10.1.0.0/24', '192.0.2.1', 'fd00::/8']);
  for (const address of ['10.1.0.0', '10.1.0.255', '192.0.2.1', '::ffff:192.0.2.1', 'fdff::1'])
    assert.equal(isListed(address), true, address);
  for (const address of ['10.1.1.0', '192.0.2.2', '127.0.0.1', 'fe80::1', '', 'garbage', '10.1.0.1, 10.1.0.1'])
    assert.equal(isListed(address), false, address);
});

test('of IPv6 the network of one customer is counted as one', () => {
  for (const [address, counted] of [
    ['198.51.100.23', '198.51.100.23'],
    ['::ffff:198.51.100.23', '198.51.100.23'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['1::3:4:5:6:7:8', '1:0:3:4::/64'],
    ['::1', '0:0:0:0::/64'],
    ['garbage', 'no address'],
  ] as const)
    assert.equal(countedAs(address), counted, address);
});
