import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claims, closed, logIn, marty, NOON, Teller } from '../lab.ts';

const one = (teller: Teller) => {
  const [session, ...more] = teller.sessions();
  assert.equal(more.length, 0, 'one session');
  assert.ok(session);
  return session;
};

test('a login makes one session with its address, client and tunnels', () => {
  const session = one(logIn(new Teller(), 0));
  assert.equal(session.state, 'active');
  assert.equal(session.start, NOON);
  assert.equal(session.startIs, 'seen');
  assert.equal(session.assignedIp, '172.16.1.100');
  assert.equal(session.tunnelGroup, 'hillvalleyvpn');
  assert.equal(session.clientVersion, '5.0.07.0440');
  assert.deepEqual(
    session.tunnels.map(({ kind, inboundSpi, outboundSpi }) => ({ kind, inboundSpi, outboundSpi })),
    [
      { kind: 'ike', inboundSpi: undefined, outboundSpi: undefined },
      { kind: 'ipsec', inboundSpi: '0x5e6f7081', outboundSpi: '0x1a2b3c4d' },
    ],
  );
  assert.equal(session.bytesTx, undefined, 'a live session has no made-up number');
});

test('the closing record ends the session with its bytes, and its address is free', () => {
  const teller = logIn(new Teller(), 0);
  teller.at(60, claims.terminated).at(60, claims.deleted).at(60, claims.freed).at(60, closed(60));
  const session = one(teller);
  assert.equal(session.state, 'ended');
  assert.equal(session.endIs, 'reported');
  assert.equal(session.endReason, 'User Requested');
  assert.deepEqual([session.seconds, session.bytesTx, session.bytesRx], [60, 4000, 900]);
  assert.equal(session.tunnels.filter((tunnel) => tunnel.closedAt === undefined).length, 0);
  const summary = teller.state.summary(NOON + 60_000);
  assert.equal(summary.sessions.total, 0);
  assert.deepEqual(summary.tunnels, { ike: 0, ipsec: 0, parent: 0, ssl: 0, dtls: 0 });
  assert.equal(summary.pools[0]?.used, 0);
  assert.deepEqual(summary.bytes, { tx: 4000, rx: 900, sessions: 1 });
});

test('the address of a 7.x device, which never says that it frees one, is free when its session ends', () => {
  const teller = new Teller().at(0, claims.assigned);
  assert.equal(teller.state.summary(NOON).pools[0]?.used, 1);
  teller.at(60, closed(60));
  assert.equal(teller.state.summary(NOON).pools[0]?.used, 0);
});

test('an end without a start still tells when the session started', () => {
  const session = one(new Teller().at(3600, closed(600)));
  assert.equal(session.start, NOON + 3_000_000);
  assert.equal(session.startIs, 'inferred');
  assert.equal(session.state, 'ended');
  assert.equal(session.bytesTx, 4000);
});

test('a rekey neither ends the session nor leaves a tunnel too many', () => {
  const teller = logIn(new Teller(), 0);
  const next = { ...claims.inbound, spi: '0x0000BEEF' };
  teller
    .at(100, next)
    .at(100, { ...claims.negotiated, inboundSpi: '0xbeef', outboundSpi: '0xcafe' })
    .at(130, claims.deleted);
  const session = one(teller);
  assert.equal(session.state, 'active');
  assert.deepEqual(teller.state.summary(NOON).tunnels, { ike: 1, ipsec: 1, parent: 0, ssl: 0, dtls: 0 });
});

test('an IPsec pair that only 713120 tells of is counted, and found again when its SPI is told', () => {
  const teller = new Teller().at(0, claims.assigned).at(0, claims.phase2);
  assert.equal(teller.state.summary(NOON).tunnels.ipsec, 1);
  teller.at(0, claims.negotiated);
  assert.equal(teller.state.summary(NOON).tunnels.ipsec, 1);
});

test('the two closing records of one AnyConnect login end one session, with the larger counts', () => {
  const login = { user: 'einstein', publicIp: '198.51.100.80', groupPolicy: 'GP-STAFF' } as const;
  const teller = new Teller()
    .at(0, { kind: 'session.started', ...login })
    .at(0, { kind: 'address.assigned', ...login, assignedIp: '172.16.2.1' })
    .at(0, { kind: 'tunnel.opened', ...login, transport: 'TCP' })
    .at(1, { kind: 'tunnel.opened', ...login, transport: 'UDP' });
  assert.deepEqual(teller.state.summary(NOON).tunnels, { ike: 0, ipsec: 0, parent: 1, ssl: 1, dtls: 1 });
  const { user, publicIp } = login;
  const record = { user, publicIp, tunnelGroup: 'STAFF' };
  teller.at(90, closed(90, { ...record, sessionType: 'SSL', bytesTx: 70, bytesRx: 60 }));
  teller.at(90, closed(90, { ...record, sessionType: 'AnyConnect-Parent', bytesTx: 80, bytesRx: 50 }));
  const session = one(teller);
  assert.deepEqual([session.bytesTx, session.bytesRx], [80, 60]);
  assert.equal(session.protocol, 'anyconnect');
  assert.deepEqual([session.groupPolicy, session.tunnelGroup], ['GP-STAFF', 'STAFF']);
  assert.deepEqual(teller.state.summary(NOON + 90_000).bytes, { tx: 80, rx: 60, sessions: 1 });
});

test('a closing record finds its own session among two of one user behind one address', () => {
  const teller = new Teller().at(0, claims.assigned).at(50, { ...claims.assigned, assignedIp: '172.16.1.101' });
  teller.at(100, closed(50));
  assert.deepEqual(
    teller.sessions().map(({ assignedIp, state }) => [assignedIp, state]),
    [
      ['172.16.1.100', 'active'],
      ['172.16.1.101', 'ended'],
    ],
  );
});

test('a record that is longer than the session has lived ends an earlier one that was never seen', () => {
  const teller = new Teller().at(1000, claims.assigned).at(1010, closed(900));
  assert.deepEqual(
    teller.sessions().map(({ state, startIs }) => [state, startIs]),
    [
      ['active', 'seen'],
      ['ended', 'inferred'],
    ],
  );
});

test('an address that is given out anew ends the session that had it, whose end was lost', () => {
  const teller = logIn(new Teller(), 0);
  teller.at(500, claims.allocated).at(500, { ...claims.assigned, user: 'docbrown', publicIp: '198.51.100.99' });
  const [first, second] = teller.sessions();
  assert.deepEqual([first?.state, first?.endIs, first?.bytesTx], ['ended', 'inferred', undefined]);
  assert.deepEqual([second?.state, second?.user], ['active', 'docbrown']);
  assert.equal(teller.state.summary(NOON).pools[0]?.used, 1);
});

test('a late closing record gives an inferred end its bytes', () => {
  const teller = logIn(new Teller(), 0);
  teller.at(60, claims.terminated).at(60, claims.deleted).passed(120);
  assert.deepEqual(
    [one(teller).state, one(teller).endIs, one(teller).endReason],
    ['ended', 'inferred', 'Peer Terminate'],
  );
  teller.at(125, closed(125));
  assert.deepEqual([one(teller).endIs, one(teller).bytesTx], ['reported', 4000]);
});

test('a session that opens a tunnel after the ASA began to tear it down goes on', () => {
  const teller = logIn(new Teller(), 0);
  teller
    .at(60, claims.terminated)
    .at(60, claims.deleted)
    .at(61, { ...claims.inbound, spi: '0x77' })
    .passed(200);
  assert.equal(one(teller).state, 'active');
});

test('a failed Xauth makes an attempt and no session', () => {
  const teller = new Teller().at(0, { kind: 'xauth.rejected', tunnelGroup: 'hillvalleyvpn', publicIp: marty.publicIp });
  assert.equal(teller.sessions().length, 0);
  assert.deepEqual(
    teller.events.map((event) => event.kind === 'attempt.ended' && [event.outcome, event.stage, event.cause]),
    [['failed', 'xauth', 'xauth.rejected']],
  );
  assert.equal(teller.state.summary(NOON).failed15m, 1);
  assert.equal(teller.state.summary(NOON + 16 * 60_000).failed15m, 0);
});

test('a rejected login counts for 15 minutes', () => {
  const teller = new Teller().at(0, { kind: 'aaa.rejected', user: 'marty', reason: 'Invalid password' });
  assert.equal(teller.state.summary(NOON).rejected15m, 1);
  assert.equal(teller.state.summary(NOON + 16 * 60_000).rejected15m, 0);
});

test('an attempt that says nothing for a minute is over', () => {
  const teller = new Teller().at(0, claims.client).passed(59);
  assert.equal(teller.events.length, 1);
  teller.passed(61);
  assert.equal(teller.events.at(-1)?.kind, 'attempt.ended');
});

test('a refused address is counted once, whatever lines tell of it', () => {
  const refused = { kind: 'address.refused', tunnelGroup: 'hillvalleyvpn' } as const;
  const teller = new Teller()
    .at(0, refused)
    .at(0, { ...refused, publicIp: marty.publicIp })
    .at(0, refused);
  assert.equal(teller.state.summary(NOON).refused15m, 1);
});

test('a LAN-to-LAN peer is no remote-access session', () => {
  const peer = { tunnelGroup: '203.0.113.5', publicIp: '203.0.113.5' } as const;
  const teller = new Teller()
    .at(0, { kind: 'phase1.completed', ...peer })
    .at(0, { kind: 'sa.negotiated', ...peer, inboundSpi: '0x1', outboundSpi: '0x2' })
    .at(60, closed(60, { ...peer, user: '203.0.113.5', sessionType: 'LAN-to-LAN' }));
  assert.equal(teller.sessions().length, 0);
});

test('decide is deterministic: the same claims give the same events with the same ids', () => {
  const run = () => logIn(new Teller(), 0).at(60, claims.terminated).at(60, closed(60)).events;
  assert.deepEqual(run(), run());
});

test('an inferred start is never later than what was seen of the session, though its duration is in whole seconds', () => {
  const teller = new Teller().at(10, claims.negotiated).at(14.6, closed(4));
  const [session] = teller.sessions();
  assert.deepEqual([session?.startIs, session?.start, session?.end], ['inferred', NOON + 10_000, NOON + 14_600]);
  const [earlier] = new Teller().at(10, claims.negotiated).at(20, closed(60)).sessions();
  assert.equal(earlier?.start, NOON - 40_000);
});
