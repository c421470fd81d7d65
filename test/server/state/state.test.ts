import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Claim } from '../../../server/domain/claim.ts';
import type { Session } from '../../../server/domain/session.ts';
import { emptyState, NOON, Teller } from '../lab.ts';

const user = fc.constantFrom('marty', 'docbrown', '__proto__');
const publicIp = fc.constantFrom('198.51.100.1', '198.51.100.2');
const assignedIp = fc.constantFrom('172.16.1.100', '172.16.1.101', '172.16.1.102');
const spi = fc.constantFrom('0x1', '0x02', '0xAB');
const tunnelGroup = fc.constant('hillvalleyvpn');
const groupPolicy = fc.constant('GP-STAFF');
const transport = fc.constantFrom('TCP', 'UDP');
const kind = <K extends Claim['kind']>(name: K) => fc.constant(name);
const sa = {
  direction: fc.constantFrom('inbound', 'outbound'),
  saType: fc.constant('remote access'),
  spi,
  oneIp: fc.constant('10.10.10.2'),
  otherIp: publicIp,
  user,
};

const anyClaim: fc.Arbitrary<Claim> = fc.oneof(
  fc.record({ kind: kind('client.identified'), user, publicIp, clientType: fc.constant('WinNT') }),
  fc.record({ kind: kind('address.allocated'), assignedIp }),
  fc.record({ kind: kind('address.assigned'), user, publicIp, assignedIp, tunnelGroup }),
  fc.record({ kind: kind('address.assigned'), user, publicIp, assignedIp, groupPolicy }),
  fc.record({ kind: kind('address.freed'), assignedIp }),
  fc.record({ kind: kind('phase1.completed'), user, publicIp }),
  fc.record({ kind: kind('phase2.completed'), user, publicIp, msgid: spi }),
  fc.record({ kind: kind('sa.created'), ...sa }),
  fc.record({ kind: kind('sa.deleted'), ...sa }),
  fc.record({ kind: kind('sa.negotiated'), user, publicIp, inboundSpi: spi, outboundSpi: spi }),
  fc.record({ kind: kind('session.started'), user, publicIp, groupPolicy }),
  fc.record({ kind: kind('tunnel.opened'), user, publicIp, groupPolicy, transport }),
  fc.record({ kind: kind('tunnel.closed'), user, publicIp, groupPolicy, transport }),
  fc.record({ kind: kind('session.closing'), user, publicIp, reason: fc.constant('Peer Terminate') }),
  fc.record({
    ...{ kind: kind('session.closed'), user, publicIp, tunnelGroup, sessionType: fc.constantFrom('IPsec', 'SSL') },
    ...{ seconds: fc.nat(200), bytesTx: fc.nat(1000), bytesRx: fc.nat(1000), reason: fc.constant('User Requested') },
  }),
);
const history = fc.array(fc.tuple(fc.nat(40), anyClaim), { maxLength: 60 });

function tell(steps: readonly (readonly [number, Claim])[]): Teller {
  const teller = new Teller();
  let second = 0;
  for (const [pause, claim] of steps) {
    second += pause;
    teller.at(second, claim).passed(second);
    holds(teller, second);
  }
  return teller;
}

/** What must be true after every claim, however strange the order. */
function holds(teller: Teller, second: number): void {
  const sessions = teller.sessions();
  const active = sessions.filter((session) => session.state === 'active');
  const addresses = active.flatMap(({ assignedIp: address }) => address ?? []);
  assert.equal(new Set(addresses).size, addresses.length, 'no two active sessions on one address');
  for (const { start, end } of sessions) if (end !== undefined) assert.ok(end >= start, 'no negative duration');
  const summary = teller.state.summary(NOON + second * 1000);
  const open = (tunnel: string) =>
    active.flatMap((session) => session.tunnels).filter((one) => one.kind === tunnel && one.closedAt === undefined);
  assert.equal(summary.sessions.total, active.length);
  assert.equal(summary.users, new Set(active.map((session: Session) => session.user)).size);
  for (const [name, count] of Object.entries(summary.tunnels)) assert.equal(count, open(name).length, name);
  const leased = [...teller.state.leases()];
  assert.equal(summary.pools[0]?.used, leased.length, 'every address of the test lies in the pool');
}

test('counts kept by difference equal counts made anew, and the invariants hold after any claims', () => {
  fc.assert(
    fc.property(history, (steps) => void tell(steps)),
    { numRuns: 300 },
  );
});

test('the same events, applied to an empty state, give the same sessions, leases and figures', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const teller = tell(steps);
      const again = emptyState();
      for (const event of teller.events) again.apply(event);
      assert.deepEqual(
        [...again.sessions()].sort((a, b) => a.id - b.id),
        teller.sessions(),
      );
      assert.deepEqual([...again.leases()], [...teller.state.leases()]);
      assert.deepEqual(
        { ...again.summary(NOON), lastMessageAt: null },
        { ...teller.state.summary(NOON), lastMessageAt: null },
      );
    }),
    { numRuns: 200 },
  );
});
