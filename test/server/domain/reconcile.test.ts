import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListedSession, Roster } from '../../../server/domain/roster.ts';
import { claims, closed, logIn, NOON, Teller } from '../lab.ts';
import { listing, poll, row, tellPoll } from './polled-lab.ts';

const AUDIT = '0a0a0a020000c00065928fc0';
const at = (second: number) => NOON + second * 1000;
const only = (teller: Teller) => {
  const [session, ...more] = teller.sessions();
  assert.equal(more.length, 0, 'one session');
  assert.ok(session);
  return session;
};
const ends = (teller: Teller) => teller.events.filter(({ kind }) => kind === 'session.ended');

test('a session that is listed and that nobody told of has begun, by its duration', () => {
  const session = only(tellPoll(new Teller(), 600, [listing(600, [row(91)])]));
  assert.deepEqual([session.state, session.start, session.startIs], ['active', at(601 - 91), 'listed']);
  assert.ok(session.id < 0, 'no message can have its id');
  assert.deepEqual([session.index, session.assignedIp, session.from.index?.source], [12, '172.16.1.100', 'poll']);
  assert.deepEqual(session.tunnels.map(({ kind }) => kind).sort(), ['ike', 'ipsec']);
});

test('a session that is known learns what the listing knows, once', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 90, [listing(90, [row(91, { auditSessionId: AUDIT, groupPolicy: 'GP' })])]);
  const told = teller.events.length;
  tellPoll(teller, 150, [listing(150, [row(151, { auditSessionId: AUDIT, groupPolicy: 'GP' })])]);
  const session = only(teller);
  assert.deepEqual([session.auditSessionId, session.groupPolicy, session.startIs], [AUDIT, 'GP', 'seen']);
  assert.equal(teller.events.length, told, 'nothing new, no event');
});

test('a session that a complete listing lacks has ended between the last sign of it and the listing, with the bytes of the last poll', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 60, [listing(60, [row(61)])]);
  tellPoll(teller, 120, [listing(120, [])]);
  const session = only(teller);
  assert.deepEqual([session.state, session.endIs, session.endReason], ['ended', 'between', 'not listed any more']);
  assert.deepEqual([session.endAfter, session.endBefore], [at(60), at(121)]);
  assert.deepEqual([session.bytesTx, session.from.bytes], [240, { source: 'poll', at: at(61) }]);
  assert.equal(teller.state.summary(at(121)).pools[0]?.used, 0, 'its address is free');
});

test('its closing record, should it come after all, tells bytes, duration and reason', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 60, [listing(60, [row(61)])]);
  tellPoll(teller, 120, [listing(120, [])]).at(125, closed(80));
  const session = only(teller);
  assert.deepEqual(
    [session.endIs, session.endReason, session.bytesTx, session.seconds],
    ['reported', 'User Requested', 4000, 80],
  );
  assert.deepEqual([session.end, session.endAfter], [at(80), undefined]);
});

for (const [what, rosters] of [
  ['was cut', [listing(120, [], { complete: false })]],
  ['is of another kind of session', [listing(120, [], { listing: 'anyconnect' })]],
  ['is contradicted by the totals', [listing(120, []), totals(1)]],
  ['has a row without a name', [listing(120, [{ index: 9, protocols: [], tunnels: [] }])]],
] as const) {
  test(`nothing ends by a listing that ${what}`, () => {
    assert.deepEqual(ends(tellPoll(logIn(new Teller(), 0), 120, rosters)), []);
  });
}

test('nothing follows from what a standby lists', () => {
  const teller = logIn(new Teller(), 0);
  const before = teller.events.length;
  tellPoll(teller, 120, [listing(120, [row(7, { user: 'doc' })])], { serial: 'JMX2', role: 'standby' });
  assert.equal(teller.events.length, before);
});

test('a session that began after the listing had started is not missed in it', () => {
  const teller = logIn(new Teller(), 121);
  assert.deepEqual(ends(tellPoll(teller, 120, [listing(120, [])])), []);
});

test('a session whose closing record came while the listing was made stays ended, though it is listed', () => {
  const teller = logIn(new Teller(), 0).at(121, closed(121));
  tellPoll(teller, 120, [listing(120, [row(120)])]);
  assert.deepEqual([only(teller).state, only(teller).endIs], ['ended', 'reported']);
});

test('a session that was taken for ended, and is listed later, goes on', () => {
  const teller = logIn(new Teller(), 0).at(60, claims.terminated).at(60, claims.deleted).passed(95);
  assert.equal(only(teller).state, 'ended');
  tellPoll(teller, 120, [listing(120, [row(121)])]);
  const session = only(teller);
  assert.deepEqual([session.state, session.end, session.endIs], ['active', undefined, undefined]);
  assert.equal(teller.state.summary(at(121)).bytes.sessions, 0);
  assert.equal(teller.state.summary(at(121)).pools[0]?.used, 1);
});

test('another login of the same user from the same place is another session', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 600, [listing(600, [row(30)])]);
  assert.deepEqual(
    teller.sessions().map(({ state, start }) => [state, start]),
    [
      ['active', at(571)],
      ['ended', at(0)],
    ],
  );
});

test('two rows of one user from one place are two sessions, also at the next poll', () => {
  const rows = (more: number) => [row(91 + more), row(61 + more, { index: 13, assignedIp: '172.16.1.101' })];
  const teller = tellPoll(new Teller(), 600, [listing(600, rows(0))]);
  tellPoll(teller, 660, [listing(660, rows(60))]);
  assert.deepEqual(
    teller
      .sessions()
      .map(({ index, state }) => [index, state])
      .sort(),
    [
      [12, 'active'],
      [13, 'active'],
    ],
  );
});

test('a restart ends the sessions of before it, between the last sign of them and the start', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 60, [listing(60, [row(61)])], { serial: 'JMX1', uptime: 5000 });
  tellPoll(teller, 300, [], { serial: 'JMX1', uptime: 101 });
  const session = only(teller);
  assert.deepEqual([session.endReason, session.endAfter, session.endBefore], ['device restarted', at(60), at(200)]);
});

test('a poll over SNMP between two polls by commands hides no restart from them', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 60, [listing(60, [row(61)])], { serial: 'JMX1', uptime: 5000 });
  teller.state.take({ kind: 'polled', polled: { ...poll(250, [], { uptime: 40 }), by: 'snmp' } });
  tellPoll(teller, 300, [], { serial: 'JMX1', uptime: 101 });
  assert.equal(only(teller).endReason, 'device restarted');
});

test('a switchover of a pair with 500 sessions ends none and starts none, though Index and login time are others', () => {
  const rows = (second: number, shift: number): ListedSession[] =>
    Array.from({ length: 500 }, (_, n) =>
      row(second + shift, {
        ...{ user: `user${n}`, index: n + 1 + shift, publicIp: `198.51.${n >> 8}.${n & 255}` },
        assignedIp: `172.16.${16 + (n >> 8)}.${n & 255}`,
      }),
    );
  const teller = tellPoll(new Teller(), 600, [listing(600, rows(300, 0))], { serial: 'JMX1', uptime: 90_000 });
  const before = teller.sessions().map(({ id }) => id);
  tellPoll(teller, 660, [listing(660, rows(360, 40).slice(0, 450))], { serial: 'JMX2', uptime: 500 });
  tellPoll(teller, 720, [listing(720, rows(420, 40).slice(0, 480))], { serial: 'JMX2', uptime: 560 });
  tellPoll(teller, 900, [listing(900, rows(600, 40))], { serial: 'JMX2', uptime: 740 });
  assert.deepEqual(ends(teller), []);
  assert.deepEqual(
    teller.sessions().map(({ id }) => id),
    before,
  );
});

test('an AnyConnect session of which only the parent is left waits for its client, and goes on when that is back', () => {
  const parent = { protocols: ['AnyConnect-Parent'], inactiveSeconds: 30 };
  const tunnels = { protocols: ['AnyConnect-Parent', 'SSL-Tunnel', 'DTLS-Tunnel'] };
  const anyconnect = (second: number, one: ListedSession) => [listing(second, [one], { listing: 'anyconnect' })];
  const teller = tellPoll(new Teller(), 600, anyconnect(600, row(500, tunnels)));
  tellPoll(teller, 660, anyconnect(660, row(560, parent)));
  assert.equal(only(teller).suspendedAt, at(660));
  assert.deepEqual(teller.state.summary(at(661)).tunnels, { ike: 0, ipsec: 0, parent: 1, ssl: 0, dtls: 0 });
  tellPoll(teller, 720, anyconnect(720, row(620, { ...tunnels, publicIp: '203.0.113.9' })));
  assert.deepEqual([only(teller).suspendedAt, only(teller).publicIp], [undefined, '203.0.113.9']);
});

test('a tunnel that was closed while its row was made is not open by that row, but by one that is younger', () => {
  const tunnels = { protocols: ['AnyConnect-Parent', 'SSL-Tunnel', 'DTLS-Tunnel'] };
  const anyconnect = (second: number, one: ListedSession) => [listing(second, [one], { listing: 'anyconnect' })];
  const teller = tellPoll(new Teller(), 600, anyconnect(600, row(500, tunnels)));
  teller.at(660.5, {
    kind: 'tunnel.closed',
    user: 'marty',
    publicIp: '198.51.100.23',
    groupPolicy: 'GP',
    transport: 'UDP',
  });
  tellPoll(teller, 660, anyconnect(660, row(560, tunnels)));
  assert.deepEqual(teller.state.summary(at(661)).tunnels, { ike: 0, ipsec: 0, parent: 1, ssl: 1, dtls: 0 });
  tellPoll(teller, 720, anyconnect(720, row(620, tunnels)));
  assert.equal(teller.state.summary(at(721)).tunnels.dtls, 1);
});

test('a web login that turns out to be AnyConnect is one session', () => {
  const teller = new Teller().at(0, {
    kind: 'webvpn.started',
    user: 'marty',
    publicIp: '198.51.100.23',
    groupPolicy: 'GP',
  });
  const anyconnect = row(121, { protocols: ['AnyConnect-Parent', 'SSL-Tunnel'] });
  tellPoll(teller, 120, [
    listing(120, [], { listing: 'clientless' }),
    listing(120, [anyconnect], { listing: 'anyconnect' }),
  ]);
  assert.deepEqual([only(teller).protocol, only(teller).state], ['anyconnect', 'active']);
});

test('LAN-to-LAN peers are no sessions of users, and are counted apart', () => {
  const peer = { index: 7, connection: '192.0.2.9', publicIp: '192.0.2.9', protocols: ['IKEv1', 'IPsec'], tunnels: [] };
  const teller = logIn(new Teller(), 0);
  const lan = listing(120, [{ ...peer, bytesTx: 5, bytesRx: 6 }], { listing: 'lan-to-lan' });
  tellPoll(teller, 120, [lan, listing(120, [row(121)])]);
  only(teller);
  assert.deepEqual(
    teller.state.peers().map(({ connection }) => connection),
    ['192.0.2.9'],
  );
  const { remoteAccess, lanToLan } = teller.state.summary(at(121));
  assert.deepEqual([remoteAccess?.bytesTx, remoteAccess?.sessions, lanToLan?.bytesTx], [240, 1, 5]);
});

test('a login whose last lines were lost has got in when its session is listed', () => {
  const teller = new Teller().at(0, { kind: 'xauth.accepted', user: 'marty', publicIp: '198.51.100.23' });
  tellPoll(teller, 20, [listing(20, [row(20)])]);
  assert.ok(teller.events.some((event) => event.kind === 'attempt.ended' && event.outcome === 'succeeded'));
});

test('an address that is in use without a session for ten minutes has leaked', () => {
  const pool = (second: number): Roster => ({
    ...{ kind: 'pool.listed', startedAt: at(second), finishedAt: at(second + 1), complete: true },
    use: {
      ...{ pool: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', free: 95, held: 3, inUse: 2 },
      addressesInUse: ['172.16.1.100', '172.16.1.150'],
    },
  });
  const teller = logIn(new Teller(), 0);
  const polled = (second: number) => {
    tellPoll(teller, second, [listing(second, [row(second + 1)]), pool(second)]);
    return teller.state.summary(at(second)).pools[0];
  };
  assert.deepEqual(polled(60)?.polled?.leaked, []);
  const { used, polled: told } = polled(661) ?? {};
  assert.equal(used, 1, 'the derived figure stands beside it');
  assert.deepEqual(told, {
    used: 2,
    held: 3,
    free: 95,
    utilization: 1 - 95 / 100,
    at: at(662),
    leaked: ['172.16.1.150'],
  });
  const [chain] = teller.state.chainRows(at(662));
  assert.deepEqual(
    [chain?.tunnelGroup, chain?.source, chain?.used, chain?.held, chain?.size],
    ['hillvalleyvpn', 'polled', 5, 3, 100],
  );
});

function totals(active: number): Roster {
  return {
    ...{ kind: 'sessions.totalled', startedAt: at(120), finishedAt: at(121), complete: true },
    totals: { byListing: { ikev1: { active, inactive: 0 } }, role: 'active' },
  };
}
