import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyAttempt, type Attempt } from '../../../server/domain/attempt.ts';
import type { Claim } from '../../../server/domain/claim.ts';
import { claims, closed, logIn, marty, Teller } from '../lab.ts';

// One client logs in again within seconds, and lines of both logins come late: which line is of which.

const { publicIp, user } = marty;
const none: Claim = { kind: 'client.firewall', ...marty, expectedVendor: 'Zone Labs(2)', expectedProduct: 'Any(1)' };
const NONE = 'received none, expected Zone Labs(2) Any(1)';
const ofL2tp: Claim = { kind: 'l2tp.opened', publicIp, user, assignedIp: '172.16.1.101', tunnelId: '17' };

const begins = (tunnelGroup: string): Claim => ({ kind: 'attempt.seen', publicIp, tunnelGroup });

function attempts(teller: Teller): readonly Attempt[] {
  const known = new Map<number, Attempt>();
  for (const event of teller.events)
    if (event.kind === 'attempt.advanced' || event.kind === 'attempt.ended')
      known.set(event.attempt, applyAttempt(known.get(event.attempt), event));
  return [...known.values()];
}

const mismatches = (teller: Teller) => teller.sessions().map(({ firewallMismatch }) => firewallMismatch);
const outcomes = (teller: Teller) =>
  attempts(teller).map(({ tunnelGroup, outcome, session }) => [tunnelGroup, outcome, session !== undefined]);

const negotiated = { messageId: 713049 } as const;
const unfit = (second: number) => ({ messageId: 713142, deviceTime: `12:00:0${second}` });
const addressed = (second: number) => ({ messageId: 713228, deviceTime: `12:00:0${second}` });

test('what is told once a login, and told again where no session is known to be of the first one, is of the next', () => {
  const teller = new Teller().at(0, none, unfit(0)).at(0, claims.negotiated, negotiated);
  teller
    .at(2, none, unfit(2))
    .at(2, closed(2))
    .at(4, claims.assigned, addressed(0))
    .at(5, claims.assigned, addressed(2));
  assert.deepEqual(mismatches(teller), [NONE, NONE]);
  assert.equal(attempts(teller).length, 2);
});

test('so it is where the session of the first one had begun before anything was told of its firewall', () => {
  const teller = new Teller().at(0, begins(marty.tunnelGroup), { messageId: 713172 });
  teller.at(0, claims.negotiated, negotiated).at(1, none, unfit(0)).at(2, none, unfit(2)).at(2, closed(2));
  teller.at(4, claims.assigned, addressed(0)).at(5, claims.assigned, addressed(2));
  assert.deepEqual(mismatches(teller), [NONE, NONE]);
  assert.equal(attempts(teller).length, 2);
});

test('a login whose client tells of itself or its firewall leads to no session of L2TP', () => {
  const teller = new Teller().at(0, claims.client, { messageId: 713184 }).at(0, none, unfit(0));
  teller.at(1, ofL2tp, { messageId: 603106 }).at(3, claims.assigned, addressed(0));
  assert.deepEqual(
    teller
      .sessions()
      .map(({ sessionType, clientType, firewallMismatch }) => [sessionType, clientType, firewallMismatch]),
    [
      ['L2TP', undefined, undefined],
      [undefined, 'WinNT', NONE],
    ],
  );
});

test('a beginning that comes late is of the login to its group', () => {
  const teller = logIn(new Teller(), 0);
  teller.at(2, ofL2tp, { messageId: 603106 });
  teller.at(4, begins(marty.tunnelGroup), { messageId: 713172 }).at(6, begins('DefaultRAGroup'), { messageId: 713172 });
  assert.deepEqual(outcomes(teller), [
    [marty.tunnelGroup, 'succeeded', true],
    ['DefaultRAGroup', 'succeeded', true],
  ]);
});

test('what names the user goes to the login that began by its protocol, and to no other one of that user', () => {
  const teller = new Teller().at(
    0,
    { kind: 'login.accepted', publicIp, user, connection: 'L2TP' },
    { messageId: 734001 },
  );
  teller.at(1, begins('DefaultRAGroup'), { messageId: 713172 });
  teller.at(2, { kind: 'attempt.seen', publicIp }, { messageId: 750002 });
  teller.at(2, { kind: 'client.identified', publicIp, user, clientType: 'Windows' }, { messageId: 751026 });
  assert.deepEqual(
    attempts(teller).map(({ tunnelGroup, user: named, clientType }) => [tunnelGroup, named, clientType]),
    [
      ['DefaultRAGroup', 'marty', undefined],
      [undefined, 'marty', 'Windows'],
    ],
  );
});

test('a beginning for another group than that of a login which was given up is of the next login', () => {
  const left: Claim = { kind: 'session.closing', publicIp, tunnelGroup: 'DefaultRAGroup', reason: 'Peer Terminate' };
  const teller = new Teller().at(0, left, { messageId: 713050 });
  teller.at(1, begins(marty.tunnelGroup), { messageId: 713172 }).at(1, claims.client, { messageId: 713184 });
  teller.at(2, begins('DefaultRAGroup'), { messageId: 713172 });
  assert.deepEqual(
    attempts(teller).map(({ tunnelGroup, user: named }) => [tunnelGroup, named]),
    [
      ['DefaultRAGroup', undefined],
      [marty.tunnelGroup, 'marty'],
    ],
  );
});
