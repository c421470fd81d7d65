import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metered, type Count, type Meter } from '../../../server/domain/meter.ts';
import type { Detailed } from '../../../server/domain/session-listing.ts';
import { asaFields, clientFields, NOT_REPORTED, statisticsOf, trafficOf } from '../../../server/domain/statistics.ts';
import { NOON, Teller } from '../lab.ts';
import { listing, row, tellPoll } from './polled-lab.ts';

/** The picture in Cisco's configuration example: 240 received, 46816 sent, 332 packets encrypted, 4 decrypted. */
function seed() {
  const sa = {
    ...{ peer: '198.51.100.23', user: 'marty', assignedIp: '172.16.1.100', localIdent: '', remoteIdent: '' },
    ...{ encaps: 4, encrypted: 4, decaps: 332, decrypted: 332, localEndpoint: '10.10.10.2/500' },
    ...{ transform: 'esp-3des esp-sha-hmac no compression', settings: ['RA', 'Tunnel'] },
  };
  const made = { startedAt: NOON + 90_000, finishedAt: NOON + 91_000, complete: true };
  const ike = { kind: 'IKE', dhGroup: '2', authMode: 'preSharedKeys' };
  const one = row(91, { protocols: ['IKE', 'IPsec'], encryption: '3DES', hashing: 'SHA1', tunnels: [ike] });
  const teller = tellPoll(new Teller(), 90, [listing(90, [one]), { kind: 'ipsec.listed', sas: [sa], ...made }]);
  const [session] = teller.sessions();
  assert.ok(session);
  const from = { session: session.id, at: NOON + 91_000 };
  const detailed: Detailed = { tunnels: { ...from, what: 'tunnels', listed: [ike] }, sas: { ...from, what: 'sas', listed: [sa] } }; // prettier-ignore
  return { session, meter: teller.state.meter(session.id), detailed };
}

test("the fields of the client's window are those of the example, from the client's side", () => {
  const { session, meter } = seed();
  const policy = { securedRoutes: ['0.0.0.0 0.0.0.0'], compression: false, localLan: false };
  const { client, asa, securedRoutes } = statisticsOf(session, meter, policy, NOON + 91_000);
  const said = Object.fromEntries(clientFields.map((name) => [name, client[name].value]));
  assert.deepEqual(said, {
    ...{ clientAddress: '172.16.1.100', server: '10.10.10.2', entry: 'hillvalleyvpn', seconds: 91 },
    ...{ received: 240, sent: 46816, encrypted: 332, decrypted: 4, encryption: '168-bit 3-DES' },
    ...{ authentication: 'HMAC-SHA1', transparentTunneling: 'Inactive', compression: 'None', localLan: 'Disabled' },
    ...{ discarded: NOT_REPORTED, bypassed: NOT_REPORTED, localLanRoutes: NOT_REPORTED, firewall: NOT_REPORTED },
    ...{ version: NOT_REPORTED, groupPolicy: NOT_REPORTED, dhGroup: '2' },
  });
  assert.deepEqual([asa.bytesTx.value, asa.packetsRx.value], [240, 332]);
  assert.deepEqual(
    [client.received.is, client.localLan.is, client.discarded.is],
    ['measured', 'derived', 'not reported'],
  );
  assert.deepEqual(securedRoutes, { routes: ['0.0.0.0 0.0.0.0'], is: 'derived' });
});

test("the ASA's view has its own words, and each field of both views who told it and when", () => {
  const { session, meter, detailed } = seed();
  const policy = { at: NOON, compression: true, firewall: 'None' };
  const told = statisticsOf(session, meter, policy, NOON + 91_000, { detailed });
  const said = Object.fromEntries(asaFields.map((name) => [name, told.asa[name].value]));
  assert.deepEqual(said, {
    ...{
      assignedIp: '172.16.1.100',
      publicIp: '198.51.100.23',
      login: session.start,
      seconds: 91,
      bytesTx: 240,
      bytesRx: 46816,
    },
    ...{ packetsTx: 4, packetsRx: 332, packetsTxDropped: NOT_REPORTED, packetsRxDropped: NOT_REPORTED },
    ...{ sendErrors: NOT_REPORTED, recvErrors: NOT_REPORTED, tunnelGroup: 'hillvalleyvpn', groupPolicy: NOT_REPORTED },
    ...{ encryption: '3DES', hashing: 'SHA1', dhGroup: '2', authMode: 'preSharedKeys', encapsulation: 'IKE IPsec' },
    ...{ compression: 'None', clientType: NOT_REPORTED, clientVersion: NOT_REPORTED, firewall: 'None' },
  });
  const fields = [...Object.values(told.client), ...Object.entries(told.asa).flatMap(([name, one]) => (name === 'publicIp' || name === 'login' ? [] : one))]; // prettier-ignore
  for (const { is, source, at } of fields) {
    assert.equal(source === undefined, is === 'not reported', JSON.stringify({ is, source }));
    assert.equal(at === undefined, is === 'not reported');
  }
  assert.deepEqual(told.client.firewall, { value: 'None', is: 'derived', source: 'configuration', at: NOON });
  assert.equal(told.client.compression.source, 'poll', 'what is counted comes before what a policy allows');
});

test('what nobody but SAs tell is told by them, and by no policy', () => {
  const { session, meter } = seed();
  const { encryption, hashing, protocols, ...bare } = session;
  assert.ok(encryption !== undefined && hashing !== undefined && protocols !== undefined);
  const { client, asa } = statisticsOf(bare, meter, {}, NOON);
  assert.deepEqual(
    [client.encryption.value, client.authentication.value, client.transparentTunneling.value, asa.encapsulation.value],
    ['168-bit 3-DES', 'HMAC-SHA1', 'Inactive', 'RA, Tunnel'],
  );
  assert.equal(statisticsOf(bare, undefined, {}, NOON).client.encryption.is, 'not polled');
});

test('how IPsec gets through NAT is told in the words of the client', () => {
  const { session, meter } = seed();
  const say = (protocols: string, port?: number) =>
    statisticsOf({ ...session, protocols, ...(port === undefined ? {} : { port }) }, meter, {}, NOON).client
      .transparentTunneling.value;
  assert.equal(say('IKEv1 IPsecOverNatT'), 'Active on UDP port 4500');
  assert.equal(say('IKE IPsecOverUDP'), 'Active on UDP port 10000');
  assert.equal(say('IKE IPsecOverTCP', 443), 'Active on TCP port 443');
});

test('the encryption of the tunnel that carries the traffic is told, not that of IKE', () => {
  const { session, meter } = seed();
  const of = { ...session, encryption: 'IKEv1: (1)3DES  IPsecOverNatT: (1)AES128' };
  assert.equal(statisticsOf(of, meter, {}, NOON).client.encryption.value, '128-bit AES');
});

for (const [encaps, decaps, traffic] of [
  [5, 5, 'flowing'],
  [0, 5, 'no return path'],
  [5, 0, 'blocked at the client or NAT-T'],
  [0, 0, 'idle'],
] as const) {
  test(`with ${encaps} packets out and ${decaps} in between two polls, traffic is: ${traffic}`, () => {
    const told = { session: 1, device: 1, listing: 'ikev1', listedAt: 0 } as const;
    const count = (at: number, out: number, into: number): Count => ({ at, encaps: out, decaps: into });
    const how = { bits: 64, anew: false } as const;
    const first = metered(undefined, told, count(0, 10, 10), how);
    assert.equal(trafficOf(first), undefined, 'one poll tells nothing');
    assert.equal(trafficOf(metered(first, told, count(60_000, 10 + encaps, 10 + decaps), how)), traffic);
  });
}

test('traffic is told by the counters of the last poll; packets that it did not tell keep their age', () => {
  const told = { session: 1, device: 1, listing: 'ikev1', listedAt: 0 } as const;
  const how = { bits: 64, anew: false } as const;
  const counts: readonly Count[] = [
    { at: 0, bytesTx: 0, bytesRx: 0, encaps: 4, decaps: 332 },
    { at: 60_000, bytesTx: 10, bytesRx: 10 },
    { at: 120_000, bytesTx: 10, bytesRx: 20 },
    { at: 300_000, bytesTx: 10, bytesRx: 30, encaps: 9, decaps: 340 },
  ];
  const meters: Meter[] = [];
  for (const count of counts) meters.push(metered(meters.at(-1), told, count, how));
  assert.deepEqual(meters.map(trafficOf), [undefined, 'flowing', 'no return path', 'flowing']);
  const { client } = statisticsOf(seed().session, meters[2], {}, NOON);
  assert.deepEqual(client.encrypted, { value: 332, is: 'measured', source: 'poll', at: 0 });
});
