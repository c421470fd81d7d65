import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Claim, Claimed } from '../../../server/domain/claim.ts';
import { Copies, type Copy } from '../../../server/state/copies.ts';
import { emptyState, headEnd, NOON } from '../lab.ts';

const rejected: Claim = { kind: 'aaa.rejected', user: 'marty', reason: 'Invalid password' };
const SECOND = 1_000;

let message = 0;
function claimed(way: 'syslog' | 'trap', at: number, claim = rejected): Claimed {
  message += 1;
  const deviceTime = new Date(at).toISOString();
  return { message, at, from: '10.10.10.2', source: way, messageId: 113_015, ...(way === 'syslog' && { deviceTime }), claim }; // prettier-ignore
}

/** What becomes of each message, told in order: how many count, be it once more. */
function counted(told: readonly Claimed[]): number {
  const copies = new Copies();
  return told.filter((one) => copies.first(1, one)?.otherWay !== true).length;
}

test('a message that comes by syslog and in a trap is one, whichever comes first: the trap within 10 s, the other within 5 s', () => {
  for (const [first, second, within] of [
    ['syslog', 'trap', 10],
    ['trap', 'syslog', 5],
  ] as const) {
    // prettier-ignore
    const copies = new Copies();
    const one = claimed(first, NOON);
    assert.equal(copies.first(1, one), undefined);
    assert.deepEqual(copies.first(1, claimed(second, NOON + within * SECOND)), {
      of: one.message,
      otherWay: true,
    } satisfies Copy);
    assert.equal(copies.first(1, claimed(first, NOON + 20 * SECOND)), undefined);
    assert.equal(
      copies.first(1, claimed(second, NOON + (20 + within) * SECOND + 1)),
      undefined,
      'it comes too late to be the same',
    );
  }
});

test('it is no copy of what another device said, nor of other words', () => {
  const copies = new Copies();
  copies.first(1, claimed('syslog', NOON));
  assert.equal(copies.first(2, claimed('trap', NOON)), undefined);
  assert.equal(copies.first(1, claimed('trap', NOON, { ...rejected, user: 'docbrown' })), undefined);
});

test('two real ones that say the same within 5 s stay two, in any order of syslog and traps', () => {
  for (const order of ['stst', 'sstt', 'stts', 'tsts', 'ttss', 'tsst']) {
    const told = Array.from(order, (way, i) => claimed(way === 's' ? 'syslog' : 'trap', NOON + i * SECOND));
    assert.equal(counted(told), 2, order);
  }
});

test('of some real ones whose messages are lost on either way, each that is told of counts once', () => {
  // Of each failure come the syslog message, the trap, or both, all within 5 s of each other.
  const failures = fc.array(fc.constantFrom('s', 't', 'both'), { maxLength: 30 });
  fc.assert(
    fc.property(failures, fc.infiniteStream(fc.boolean()), (told, coin) => {
      const messages = told.flatMap((ways) => {
        const syslog = claimed('syslog', NOON);
        const trap = claimed('trap', NOON);
        if (ways !== 'both') return ways === 's' ? [syslog] : [trap];
        return coin.next().value === true ? [syslog, trap] : [trap, syslog];
      });
      const [syslogs, traps] = (['syslog', 'trap'] as const).map((way) => messages.filter(({ source }) => source === way).length); // prettier-ignore
      const count = counted(messages);
      assert.ok(count <= told.length && count >= Math.max(syslogs ?? 0, traps ?? 0));
    }),
  );
});

test('a failed login that comes both ways is one event, and two are two', () => {
  for (const [ways, failures] of [
    ['s', 1],
    ['st', 1],
    ['ts', 1],
    ['stst', 2],
    ['tsts', 2],
    ['tt', 2],
  ] as const) {
    // prettier-ignore
    const state = emptyState();
    for (const [i, way] of Array.from(ways).entries())
      state.take({ kind: 'claim', device: headEnd.id, claimed: claimed(way === 's' ? 'syslog' : 'trap', NOON + i * SECOND) }); // prettier-ignore
    const rejections = state.changes().events.filter(({ kind }) => kind === 'login.rejected');
    assert.equal(rejections.length, failures, ways);
  }
});

test('a session that opens and closes by both ways is one session', () => {
  const opened: Claim = { kind: 'address.assigned', user: 'marty', publicIp: '198.51.100.23', assignedIp: '172.16.1.100', tunnelGroup: 'hillvalleyvpn' }; // prettier-ignore
  const closed: Claim = { kind: 'session.closed', user: 'marty', publicIp: '198.51.100.23', tunnelGroup: 'hillvalleyvpn', sessionType: 'IPsec', seconds: 60, bytesTx: 4000, bytesRx: 900, reason: 'User Requested' }; // prettier-ignore
  const state = emptyState();
  const tell = (way: 'syslog' | 'trap', second: number, claim: Claim) =>
    state.take({ kind: 'claim', device: headEnd.id, claimed: claimed(way, NOON + second * SECOND, claim) });
  tell('trap', 0, opened);
  tell('syslog', 1, opened);
  tell('syslog', 60, closed);
  tell('trap', 64, closed);
  const kinds = state.changes().events.map(({ kind }) => kind);
  assert.equal([...state.sessions()].length, 1);
  assert.equal(kinds.filter((kind) => kind === 'session.ended').length, 1);
});

test('a trap of a tunnel, and of the device itself, changes nothing', () => {
  const state = emptyState();
  const claims: readonly Claim[] = [
    { kind: 'tunnel.reported', what: 'ipsec', state: 'stopped', seconds: 5 },
    { kind: 'device.reported', what: 'coldStart' },
  ];
  for (const claim of claims) {
    const trap = { message: 1, at: NOON, from: '10.10.10.2', source: 'trap', claim } as const;
    state.take({ kind: 'claim', device: headEnd.id, claimed: trap });
  }
  assert.deepEqual(state.changes().events, []);
});
