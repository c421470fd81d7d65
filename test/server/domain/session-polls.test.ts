import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lacksOf, type Asked } from '../../../server/domain/awaited.ts';
import { metered, type Count, type Meter } from '../../../server/domain/meter.ts';
import { countsUntilNow, countWorthKeeping, spacing } from '../../../server/domain/session-count.ts';
import { detailedOf, type SessionListing } from '../../../server/domain/session-listing.ts';
import { openingTold, toldOf } from '../../../server/domain/session-told.ts';
import { NOT_REPORTED, statisticsOf } from '../../../server/domain/statistics.ts';
import { tunnelRows } from '../../../server/domain/tunnel-rows.ts';
import type { Session } from '../../../server/domain/session.ts';
import { NOON } from '../lab.ts';

const live: Session = {
  ...{ id: 7, device: 1, user: 'marty', publicIp: '198.51.100.23', protocol: 'ikev1', state: 'active' },
  ...{ start: NOON, startIs: 'seen', seenAt: NOON, tunnels: [], from: {} },
};
const told = { session: 7, device: 1, listing: 'ikev1', listedAt: NOON } as const;
const after = (before: Meter | undefined, count: Count, anew = false): Meter => metered(before, told, count, { bits: 64, anew }); // prettier-ignore
const counted = (seconds: number, bytes: number): Count => ({
  at: NOON + seconds * 1000,
  bytesTx: bytes,
  bytesRx: bytes,
});

test('counts that are kept are half a minute apart, and five minutes in a session of ten hours', () => {
  assert.deepEqual([0, 3600, 7200, 36_000, 360_000].map(spacing), [30, 30, 60, 300, 300]); // prettier-ignore
  const first = after(undefined, counted(10, 1000));
  const kept = countWorthKeeping(undefined, first, undefined, 10);
  assert.deepEqual(kept, { session: 7, at: NOON + 10_000, bytesTx: 1000, bytesRx: 1000 });
  const second = after(first, counted(30, 2000));
  assert.equal(countWorthKeeping(first, second, kept.at, 30), undefined, 'too soon');
  const third = after(second, counted(40, 3000));
  assert.equal(countWorthKeeping(second, third, kept.at, 40)?.bytesTx, 3000);
  assert.equal(countWorthKeeping(third, third, kept.at, 400), undefined, 'a poll that told nothing new');
});

test('that counters began anew is kept however soon, and marked', () => {
  const first = after(undefined, counted(10, 1000));
  const second = after(first, counted(20, 50));
  assert.equal(countWorthKeeping(first, second, NOON + 10_000, 20)?.anew, 1);
  const switched = after(first, counted(20, 5000), true);
  assert.equal(countWorthKeeping(first, switched, NOON + 10_000, 20)?.anew, 1);
});

test('the counts go on until the last poll and the closing record', () => {
  const meter = after(undefined, counted(60, 1000));
  const kept = { session: 7, at: NOON + 10_000, bytesTx: 10, bytesRx: 10 };
  const ended: Session = {
    ...{ ...live, state: 'ended', end: NOON + 90_000, bytesTx: 1500, bytesRx: 1600 },
    from: { bytes: { source: 'syslog', at: NOON + 90_000 } },
  };
  const at = (session: Session) => countsUntilNow([kept], session, meter).map((one) => [(one.at - NOON) / 1000, one.bytesTx]); // prettier-ignore
  assert.deepEqual(at(live), [[10, 10], [60, 1000]]); // prettier-ignore
  assert.deepEqual(at(ended), [[10, 10], [60, 1000], [90, 1500]]); // prettier-ignore
  assert.deepEqual(at({ ...ended, from: { bytes: { source: 'poll', at: NOON + 60_000 } } }), [[10, 10], [60, 1000]]); // prettier-ignore
});

const asked = { by: 'show', everySeconds: 60, hasPolled: true, unread: [] } as const;
const sas = {
  ...{ session: 7, at: NOON + 60_000, what: 'sas' },
  listed: [
    {
      ...{ peer: '198.51.100.23', localIdent: '', remoteIdent: '', encaps: 4, encrypted: 4, decaps: 332 },
      ...{ decrypted: 332, inboundSpi: '0ABC', outboundSpi: 'DEF', transform: 'esp-3des esp-sha-hmac' },
    },
  ],
} as const satisfies SessionListing;
const tunnels = {
  ...{ session: 7, at: NOON + 60_000, what: 'tunnels' },
  listed: [
    { kind: 'IKEv1', encryption: '3DES', dhGroup: '2', rekeyLeft: 86_000 },
    { kind: 'IPsecOverNatT', encryption: 'AES128', bytesTx: 240, bytesRx: 46_816, idleLeft: 1740 },
  ],
} as const satisfies SessionListing;

test('what is only listed each five minutes is not listed yet, and by when it will be is told', () => {
  const meter = after(undefined, counted(60, 1000));
  const lacks = lacksOf(live, meter, {}, asked);
  assert.deepEqual(lacks.sas, { value: 'not listed yet', is: 'not listed yet', dueAt: NOON + 360_000 });
  assert.deepEqual(lacks.tunnels, lacks.sas);
  assert.deepEqual(lacksOf(live, meter, detailedOf([sas, tunnels]), asked), {}, 'it has been listed');
  assert.equal(lacksOf({ ...live, protocol: 'anyconnect' }, meter, {}, asked).sas, undefined, 'TLS has no SAs');
  assert.match(String(lacksOf({ ...live, state: 'ended' }, meter, {}, asked).sas?.value), /before it ended/);
  const refused = lacksOf(live, meter, {}, { ...asked, unread: ['show crypto ipsec sa'] });
  assert.match(String(refused.sas?.value), /the device refuses show crypto ipsec sa/);

  const fields = (detailed = {}) => statisticsOf(live, meter, {}, NOON + 60_000, { asked, detailed });
  assert.equal(fields().client.server.is, 'not listed yet');
  assert.equal(fields().asa.packetsRxDropped.is, 'not listed yet');
  assert.equal(fields(detailedOf([sas, tunnels])).asa.packetsRxDropped.value, NOT_REPORTED);
});

test('from its login on a session of a device that is polled is not listed yet, and says needs polling of one that is not', () => {
  const asa = ['bytesTx', 'bytesRx', 'packetsTx', 'packetsRxDropped', 'sendErrors', 'encryption', 'hashing', 'dhGroup', 'authMode', 'encapsulation'] as const; // prettier-ignore
  const client = ['server', 'received', 'sent', 'encrypted', 'decrypted', 'encryption', 'authentication', 'transparentTunneling', 'compression'] as const; // prettier-ignore
  const seen = (session: Session, how?: Asked) => {
    const told = statisticsOf(session, undefined, {}, NOON, how && { asked: how });
    const fields = [...asa.map((key) => told.asa[key]), ...client.map((key) => told.client[key])];
    return [...new Set(fields.map(({ is, value, dueAt }) => `${is}: ${value}${dueAt === undefined ? '' : ` ${(dueAt - NOON) / 1000}`}`))]; // prettier-ignore
  };
  assert.deepEqual(seen(live, asked), ['not listed yet: not listed yet 120', 'not listed yet: not listed yet 360']);
  assert.deepEqual(seen(live, { ...asked, hasPolled: false }), ['not listed yet: not listed yet'], 'no poll has been');
  assert.deepEqual(seen(live), ['not polled: needs polling']);
  assert.deepEqual(seen({ ...live, state: 'ended' }, asked), ['not reported: not listed before it ended']);
  assert.deepEqual(seen({ ...live, state: 'ended' }), ['not polled: not polled']);

  const snmp = { by: 'snmp', everySeconds: 60, hasPolled: true, unread: [] } as const;
  const { asa: over } = statisticsOf(live, undefined, {}, NOON, { asked: snmp });
  assert.deepEqual([over.bytesTx.dueAt, over.packetsTx.dueAt], [NOON + 120_000, NOON + 120_000]);
  assert.match(String(over.authMode.value), /needs polling by commands/);

  const refused = { ...asked, unread: ['show vpn-sessiondb ra-ikev1-ipsec'] };
  const { asa: without } = statisticsOf(live, undefined, {}, NOON, { asked: refused });
  assert.match(String(without.bytesTx.value), /the device refuses show vpn-sessiondb ra-ikev1-ipsec/);
  const { asa: tls, client: dialled } = statisticsOf({ ...live, protocol: 'anyconnect' }, undefined, {}, NOON, {
    asked,
  });
  assert.deepEqual([dialled.server.is, tls.sendErrors.value, tls.dhGroup.value], ['not listed yet', NOT_REPORTED, NOT_REPORTED]); // prettier-ignore
});

test('over TLS the server is the address in its Audt Sess ID, which is said to be derived', () => {
  const at = { source: 'poll', at: NOON } as const;
  const audit: Session = {
    ...live,
    protocol: 'anyconnect',
    auditSessionId: '0a0a0a020000c00065928fc0',
    from: { auditSessionId: at },
  };
  assert.deepEqual(statisticsOf(audit, undefined, {}, NOON).client.server, {
    value: '10.10.10.2',
    is: 'derived',
    ...at,
  });
});

test('a tunnel has its SPIs by message, what its SAs tell by SPI, and what a listing tells where it can be of no other', () => {
  const pair = { id: '0xabc', kind: 'ipsec', openedAt: NOON, inboundSpi: '0xabc', outboundSpi: '0xdef' } as const;
  const ike = { id: 'ike', kind: 'ike', openedAt: NOON } as const;
  const opened = { kind: 'tunnel.opened', device: 1, session: 7, at: NOON, source: 'syslog', evidence: [1], messageId: 713_049, tunnel: pair } as const; // prettier-ignore
  const events = toldOf([opened]);
  const rows = tunnelRows({ ...live, tunnels: [ike, pair] }, detailedOf([sas, tunnels]), events);
  const ipsec = rows.find(({ kind }) => kind === 'ipsec');
  assert.deepEqual(
    [ipsec?.inboundSpi, ipsec?.encaps, ipsec?.encryption, ipsec?.bytesRx, ipsec?.listedAs, ipsec?.idleLeft],
    ['0xabc', 4, 'AES128', 46_816, 'IPsecOverNatT', 1740],
  );
  assert.deepEqual(ipsec?.openedBy, { source: 'syslog', at: NOON, messageId: 713_049 });
  assert.equal(rows.find(({ kind }) => kind === 'ike')?.dhGroup, '2');

  const other = { ...pair, id: '0x1', inboundSpi: '0x1' };
  const unsure = tunnelRows({ ...live, tunnels: [pair, other] }, detailedOf([tunnels]), []);
  assert.deepEqual(unsure.map(({ id, bytesRx }) => [id, bytesRx]), [['0xabc', undefined], ['0x1', undefined], [undefined, undefined], [undefined, 46_816]]); // prettier-ignore
  const silent = tunnelRows(live, detailedOf([sas]), []);
  assert.deepEqual(silent.map(({ inboundSpi, sasAt }) => [inboundSpi, sasAt]), [['0xabc', sas.at]]); // prettier-ignore
});

test('who told where the client is and when it logged in are the events that did', () => {
  const opened = { kind: 'session.opened', device: 1, session: 7, at: NOON, source: 'syslog', evidence: [1], user: 'marty', publicIp: '', protocol: 'ikev1', start: NOON, startIs: 'seen', facts: { tunnelGroup: 'x' } } as const; // prettier-ignore
  const learned = { kind: 'session.learned', device: 1, session: 7, at: NOON + 9, source: 'poll', evidence: [], facts: { index: 12 }, start: NOON - 5 } as const; // prettier-ignore
  const { publicIp, start } = openingTold([opened, learned]);
  assert.deepEqual([publicIp, start], [{ source: 'syslog', at: NOON }, { source: 'poll', at: NOON + 9 }]); // prettier-ignore
  assert.deepEqual(toldOf([opened, learned]), [
    { kind: 'session.learned', at: NOON + 9, source: 'poll', facts: { start: NOON - 5, index: 12 } },
  ]);
});
