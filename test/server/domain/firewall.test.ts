import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyAttempt, type Attempt } from '../../../server/domain/attempt.ts';
import type { Claim } from '../../../server/domain/claim.ts';
import { NOT_REPORTED, statisticsOf, type PolicyFacts } from '../../../server/domain/statistics.ts';
import type { Session } from '../../../server/domain/session.ts';
import { claims, closed, logIn, marty, NOON, Teller } from '../lab.ts';

const expected = { expectedVendor: 'Zone Labs(2)', expectedProduct: 'ZoneAlarm(1)' } as const;
const cic = { vendor: 'Cisco Systems(1)', product: 'CIC(1)' } as const;
const record: Claim = { kind: 'client.firewall', ...marty, ...cic, versionNumber: '1', version: '5.0.07.0440' };
const another: Claim = { kind: 'client.firewall', ...marty, ...cic, ...expected };
const none: Claim = { kind: 'client.firewall', ...marty, ...expected };

const CIC = 'Cisco Systems(1) CIC(1) 5.0.07.0440';
const MISMATCH = 'received Cisco Systems(1) CIC(1), expected Zone Labs(2) ZoneAlarm(1)';

function only(teller: Teller): Session {
  const [session, ...more] = teller.sessions();
  assert.equal(more.length, 0, 'one session');
  assert.ok(session);
  return session;
}

function attempts(teller: Teller): readonly Attempt[] {
  const known = new Map<number, Attempt>();
  for (const event of teller.events)
    if (event.kind === 'attempt.advanced' || event.kind === 'attempt.ended')
      known.set(event.attempt, applyAttempt(known.get(event.attempt), event));
  return [...known.values()];
}

const field = (session: Session, policy: PolicyFacts = {}) =>
  statisticsOf(session, undefined, policy, NOON + 91_000).client.firewall;

test('the firewall that a client reports before it has its address is a fact of its login, and of the session', () => {
  const teller = logIn(new Teller().at(0, claims.client).at(1, record), 2);
  const session = only(teller);
  assert.equal(session.firewall, CIC);
  assert.deepEqual(session.from.firewall, { source: 'syslog', at: NOON + 2000 });
  assert.deepEqual(
    attempts(teller).map(({ firewall, outcome }) => [firewall, outcome]),
    [[CIC, 'succeeded']],
  );
  assert.deepEqual(field(session), { value: CIC, is: 'measured', source: 'syslog', at: NOON + 2000 });
});

test('a record that comes after the session has begun is its own, and no other login', () => {
  const teller = logIn(new Teller(), 0).at(3, record).at(4, record);
  assert.equal(only(teller).firewall, CIC);
  assert.equal(attempts(teller).length, 1);
});

for (const [what, order] of [
  ['before', [another, record]],
  ['after', [record, another]],
] as const) {
  test(`another firewall than the policy expects is told beside the record, also when it comes ${what} it`, () => {
    const teller = new Teller().at(0, claims.client);
    for (const claim of order) teller.at(0, claim);
    const session = only(logIn(teller, 1));
    assert.deepEqual([session.firewall, session.firewallMismatch], [CIC, MISMATCH]);
    assert.equal(field(session).value, `${CIC}; mismatch: ${MISMATCH}`);
  });
}

test('where the record is not sent, what does not fit tells what was received, and when', () => {
  const session = only(logIn(new Teller(), 0).at(5, another));
  assert.deepEqual(field(session), {
    value: `mismatch: ${MISMATCH}`,
    is: 'measured',
    source: 'syslog',
    at: NOON + 5000,
  });
  assert.equal(session.state, 'active');
});

test('a client that reports no firewall where the policy expects one is said to report none', () => {
  const session = only(logIn(new Teller(), 0).at(0, none));
  assert.equal(session.firewallMismatch, 'received none, expected Zone Labs(2) ZoneAlarm(1)');
});

test('without a version in words its number is told', () => {
  const { kind, vendor, product, versionNumber } = { ...record, ...cic, versionNumber: '7' } as const;
  const session = only(logIn(new Teller(), 0).at(0, { kind, ...marty, vendor, product, versionNumber }));
  assert.equal(session.firewall, 'Cisco Systems(1) CIC(1) 7');
});

test('the window tells what was measured before what the policy implies, and that before nothing', () => {
  const policy = { firewall: 'opt zonelabs-zonealarm policy AYT' };
  const silent = only(logIn(new Teller(), 0));
  assert.deepEqual(field(silent), { value: NOT_REPORTED, is: 'not reported' });
  assert.deepEqual(field(silent, policy), { value: policy.firewall, is: 'derived', source: 'configuration' });
  const told = only(logIn(new Teller(), 0).at(0, record));
  assert.deepEqual([field(told, policy).value, field(told, policy).is], [CIC, 'measured']);
});

test('a client in whom the policy lets nobody in stays refused, with what was received in its words', () => {
  const detail = 'Client-reported firewall does not match configured firewall: terminated tunnel. Received -- ...';
  const refused: Claim = { kind: 'attempt.refused', cause: 'policy.firewall', weight: 'decisive', ...marty, detail };
  const teller = new Teller().at(0, claims.client).at(0, record).at(0, refused);
  assert.equal(teller.sessions().length, 0);
  assert.deepEqual(
    attempts(teller).map(({ outcome, cause, firewall, detail: told }) => [outcome, cause, firewall, told]),
    [['failed', 'policy.firewall', CIC, detail]],
  );
  // A second record that is late is the noise of that login, and begins none.
  assert.equal(attempts(teller.at(1, record)).length, 1);
});

test('a line that comes after its session has ended, which lasted for a second, is still of that session', () => {
  const late = logIn(new Teller(), 0).at(1, closed(1)).at(4, another, { messageId: 713141 });
  assert.equal(only(late).firewallMismatch, MISMATCH);
  assert.equal(only(logIn(new Teller(), 0).at(1, closed(1)).at(7, another)).firewallMismatch, undefined, 'too late');
});

const said = (second: number, messageId: number) => ({ messageId, deviceTime: `12:00:0${second}` });

/** A login of marty's in one second; `told` is what is said of the firewall before its address, if anything. */
function comeIn(teller: Teller, second: number, told?: Claim): Teller {
  teller.at(second, begins, said(second, 713172)).at(second, claims.client, said(second, 713184));
  if (told !== undefined) teller.at(second, told, said(second, 713141));
  return teller.at(second, claims.assigned, said(second, 713228)).at(second, claims.negotiated, said(second, 713049));
}

const mismatches = (teller: Teller) => teller.sessions().map(({ firewallMismatch }) => firewallMismatch);

test('what does not fit is told once: a second time it is of the next login, though nothing else has been heard of that', () => {
  const teller = comeIn(new Teller(), 0, another).at(2, another, said(2, 713141));
  teller.at(2, closed(2, { reason: 'Peer Reconnected' }), said(2, 113019));
  assert.deepEqual(mismatches(comeIn(teller, 3)), [MISMATCH, MISMATCH]);
});

test('a line whose login is on its way is not of the session before it, but a second one is', () => {
  const teller = comeIn(new Teller(), 0).at(2, begins, said(2, 713172)).at(2, claims.client, said(2, 713184));
  assert.deepEqual(mismatches(teller.at(2, another, said(2, 713141))), [undefined]);
  assert.deepEqual(mismatches(teller.at(3, another, said(0, 713141))), [MISMATCH]);
});

test('a client of L2TP reports no firewall: its session has none of a login before it', () => {
  const teller = new Teller().at(0, claims.client, { messageId: 713184 }).at(0, another, { messageId: 713141 });
  teller.at(1, { kind: 'l2tp.opened', ...marty, assignedIp: '172.16.1.101', tunnelId: '17' }, { messageId: 603106 });
  assert.deepEqual(mismatches(teller), [undefined]);
});

test("the next login of the same client does not inherit the last one's firewall", () => {
  const teller = logIn(new Teller().at(0, record), 1).at(60, closed(59));
  logIn(teller, 300);
  assert.deepEqual(
    teller.sessions().map(({ firewall }) => firewall),
    [CIC, undefined],
  );
});

test('of what a client sends no more is kept than fits a line of the page, and no half characters', () => {
  const version = '\u{1f525}'.repeat(3000);
  const { firewall = '' } = only(logIn(new Teller(), 0).at(0, { ...record, version }));
  assert.ok(firewall.startsWith('Cisco Systems(1) CIC(1) \u{1f525}'));
  assert.ok(firewall.length <= 256 && firewall.length > 250);
  assert.ok(firewall.isWellFormed());
});

/** A line of one second of the device: byte for byte the same, it may be a second copy. */
const sameSecond = { messageId: 713141, deviceTime: '12:00:00' } as const;

const begins = { kind: 'attempt.seen', publicIp: marty.publicIp, tunnelGroup: marty.tunnelGroup } as const;

const accepted = { kind: 'xauth.accepted', ...marty } as const;

/** marty is in, and somebody from his address begins a second later. */
function withAnother(): Teller {
  const teller = new Teller().at(0, begins, { messageId: 713172, deviceTime: '12:00:00' });
  teller.at(0, accepted, { messageId: 713052, deviceTime: '12:00:00' }).at(0, another, sameSecond);
  return logIn(teller, 0).at(1, begins, { messageId: 713172, deviceTime: '12:00:01' });
}

test('a second copy names nobody else who has begun behind the same address', () => {
  assert.deepEqual(
    attempts(withAnother().at(2, another, sameSecond)).map(({ user, firewallMismatch }) => [user, firewallMismatch]),
    [
      ['marty', MISMATCH],
      [undefined, undefined],
    ],
  );
});

test('a client that is back within a second of the device, and named, is told of once more', () => {
  const teller = withAnother()
    .at(2, closed(2))
    .at(2, { kind: 'xauth.accepted', ...marty }, { messageId: 713052 });
  assert.deepEqual(
    attempts(teller.at(2, another, sameSecond)).map(({ user, firewallMismatch }) => [user, firewallMismatch]),
    [
      ['marty', MISMATCH],
      ['marty', MISMATCH],
    ],
  );
});
