import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../../server/domain/claim.ts';
import { claims, logIn, marty, Teller } from '../lab.ts';

// A login over L2TP that gets no address: its 713050 names the group and the source, 734001 alone the user.
const machine = { tunnelGroup: 'DefaultRAGroup', publicIp: marty.publicIp } as const;
const asked: Claim = { kind: 'attempt.seen', ...machine };
const accepted: Claim = { kind: 'login.accepted', user: 'marty', publicIp: marty.publicIp, connection: 'IPSec' };
const noAddress: Claim = { kind: 'address.refused' };
const left: Claim = { kind: 'session.closing', ...machine, reason: 'Peer Terminate' };

const over = (teller: Teller) =>
  teller.events.flatMap((event) => (event.kind === 'attempt.ended' ? [[event.outcome, event.cause]] : []));

const succeeded = ['succeeded', undefined];
const refused = ['failed', 'addr.pool_exhausted'];

/** The client has an IPsec session when it fails by L2TP, and the end of that login is told before its beginning. */
function failedByL2tp(): Teller {
  return logIn(new Teller(), 0)
    .at(600, noAddress, { messageId: 213004 })
    .at(600, left, { messageId: 713050 })
    .at(602, accepted, { messageId: 734001 })
    .at(603, asked, { messageId: 713172 });
}

test('a client that leaves before the beginning of its login by L2TP is told has left, also where it has an IPsec session', () => {
  const teller = failedByL2tp().passed(620);
  assert.deepEqual(over(teller), [succeeded, refused]);
  assert.equal(teller.sessions()[0]?.state, 'active', 'whose 713050 would have named its user');
});

test('its next login is another one, though its first line is late', () => {
  const teller = failedByL2tp().passed(622).at(622, claims.client, { messageId: 713184 }).passed(700);
  assert.deepEqual(over(teller), [succeeded, refused, ['abandoned', 'unknown']]);
});

test('a 713050 that names nobody is no login where it may be the end of an L2TP session', () => {
  const opened: Claim = { kind: 'l2tp.opened', ...marty, assignedIp: '172.16.1.100', tunnelId: '17' };
  const teller = new Teller()
    .at(0, opened, { messageId: 603106 })
    .at(600, noAddress, { messageId: 213004 })
    .at(600, left, { messageId: 713050 })
    .passed(620);
  assert.deepEqual(over(teller), [succeeded]);
});
