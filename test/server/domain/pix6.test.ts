import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../collectors/syslog/parse.ts';
import { NOON, Teller } from '../lab.ts';

/** Tells lines, each with its second after noon. */
const told = (teller: Teller, ...lines: readonly (readonly [second: number, line: string])[]): Teller => {
  for (const [second, line] of lines) {
    const { claim } = parse(line);
    assert.ok(claim, line);
    teller.at(second, claim);
  }
  return teller;
};
const attempts = (teller: Teller) =>
  teller.events.flatMap((event) => (event.kind === 'attempt.ended' ? [[event.outcome, event.cause]] : []));
const ends = (teller: Teller) =>
  teller.sessions().map(({ user, state, end, endIs }) => [user, state, end === undefined ? '' : end - NOON, endIs]);

const PIX = '10.10.10.2';
const CLIENT = '198.51.100.23';
const start = (user: string) => `%PIX-6-109001: Auth start for user '${user}' from ${CLIENT}/0 to 0.0.0.0/0`;
const right = (user: string) =>
  `%PIX-6-109005: Authentication succeeded for user '${user}' from ${CLIENT}/0 to 0.0.0.0/0 on interface outside`;
const wrong = (user: string) =>
  `%PIX-6-109006: Authentication failed for user '${user}' from ${CLIENT}/0 to 0.0.0.0/0 on interface outside`;
const sa = (to: string, spi: number) =>
  `(sa) sa_dest= ${to}, sa_prot= 50, sa_spi= 0x${spi.toString(16)}(${spi}), sa_trans= esp-3des esp-md5-hmac, sa_conn_id= 3`;
const made = (to: string, spi: number) => `%PIX-6-602301: sa created, ${sa(to, spi)}`;
const gone = (to: string, spi: number) => `%PIX-6-602302: deleting SA, ${sa(to, spi)}`;
const login = (user: string, at: number, spi: number): [number, string][] => [
  [at, start(user)],
  [at + 4, right(user)],
  [at + 5, made(PIX, spi + 1)],
  [at + 5, made(CLIENT, spi)],
];

test('a login at a PIX 6 becomes a session when the tunnel to its client is made', () => {
  const teller = told(new Teller(), ...login('marty', 0, 0x1a2b)).passed(100);
  assert.deepEqual(attempts(teller), [['succeeded', undefined]]);
  const [session, ...more] = teller.sessions();
  assert.equal(more.length, 0);
  assert.deepEqual(
    [session?.user, session?.publicIp, session?.protocol, session?.state, session?.start],
    ['marty', CLIENT, 'ikev1', 'active', NOON + 5000],
  );
  assert.equal(teller.state.summary(NOON).tunnels.ipsec, 1);
});

test('it is closing with its last tunnel, and over after 30 s without another', () => {
  const teller = told(new Teller(), ...login('marty', 0, 0x1a2b), [900, gone(CLIENT, 0x1a2b)]).passed(920);
  assert.deepEqual(ends(teller), [['marty', 'active', '', undefined]]);
  assert.equal(teller.sessions()[0]?.closingAt, NOON + 900_000);
  assert.deepEqual(ends(teller.passed(931)), [['marty', 'ended', 900_000, 'inferred']]);
});

test('a rekey at a PIX 6 ends nothing, whichever of its two lines comes first', () => {
  const teller = told(
    new Teller(),
    ...login('marty', 0, 0x10),
    ...([
      [900, made(CLIENT, 0x20)],
      [901, gone(CLIENT, 0x10)],
      [1800, gone(CLIENT, 0x20)],
      [1802, made(CLIENT, 0x30)],
    ] as const),
  ).passed(1900);
  assert.deepEqual(ends(teller), [['marty', 'active', '', undefined]]);
  assert.equal(teller.state.summary(NOON).tunnels.ipsec, 1);
});

test('of two who log in from one address at once nobody is guessed; one after the other they are two', () => {
  const both = told(
    new Teller(),
    ...([
      [0, start('marty')],
      [1, start('docbrown')],
      [2, right('marty')],
      [3, right('docbrown')],
      [4, made(CLIENT, 0x10)],
    ] as const),
  );
  assert.deepEqual(ends(both), []);
  const apart = told(new Teller(), ...login('marty', 0, 0x10), ...login('docbrown', 60, 0x20));
  told(apart, [70, gone(CLIENT, 0x10)]).passed(101);
  assert.deepEqual(ends(apart), [
    ['marty', 'ended', 70_000, 'inferred'],
    ['docbrown', 'active', '', undefined],
  ]);
});

test('who comes back from where he was has one session, which continues the one before', () => {
  const teller = told(new Teller(), ...login('marty', 0, 0x10), ...login('marty', 600, 0x20));
  assert.deepEqual(ends(teller), [
    ['marty', 'ended', 605_000, 'inferred'],
    ['marty', 'active', '', undefined],
  ]);
  const [first, second] = teller.sessions();
  assert.equal(second?.continues, first?.id);
});

test('a tunnel without a login, or after a wrong password, or long after a right one, is nobody’s session', () => {
  const peer = told(new Teller(), [0, made('203.0.113.9', 0x10)], [9, gone('203.0.113.9', 0x10)]);
  assert.deepEqual(ends(peer), []);
  const refused = told(new Teller(), [0, start('marty')], [3, wrong('marty')], [4, made(CLIENT, 0x10)]).passed(80);
  assert.deepEqual(ends(refused), []);
  assert.deepEqual(attempts(refused), [['failed', 'xauth.rejected']]);
  const late = told(new Teller(), [0, start('marty')], [3, right('marty')], [34, made(CLIENT, 0x10)]).passed(80);
  assert.deepEqual(ends(late), []);
  assert.deepEqual(attempts(late), [['abandoned', 'unknown']]);
});

const PPTP = 'PPTP Tunnel';
const dialled = (id: number, user: string, address: string) =>
  `%PIX-6-603104: ${PPTP} created, tunnel_id is ${id}, remote_peer_ip is ${CLIENT}, ppp_virtual_interface_id is 1, client_dynamic_ip is ${address}, username is ${user}, MPPE_key_strength is 128 bits`;
const hungUp = (id: number) => `%PIX-6-603105: ${PPTP} deleted, tunnel_id = ${id}, remote_peer_ip = ${CLIENT}`;

test('a PPTP tunnel is a session from its beginning to its end, and gives its address back', () => {
  const teller = told(new Teller(), [0, dialled(3, 'marty', '172.16.1.100')], [5, dialled(4, 'doc', '172.16.1.101')]);
  assert.deepEqual(
    teller.sessions().map(({ user, assignedIp, sessionType }) => [user, assignedIp, sessionType]),
    [
      ['marty', '172.16.1.100', 'PPTP'],
      ['doc', '172.16.1.101', 'PPTP'],
    ],
  );
  assert.deepEqual(attempts(teller), [
    ['succeeded', undefined],
    ['succeeded', undefined],
  ]);
  told(teller, [60, hungUp(3)], [61, hungUp(99)]);
  assert.deepEqual(ends(teller), [
    ['marty', 'ended', 60_000, 'reported'],
    ['doc', 'active', '', undefined],
  ]);
  assert.equal(teller.state.summary(NOON).pools[0]?.used, 1);
});
