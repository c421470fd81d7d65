import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../../server/domain/claim.ts';
import { claims, closed, logIn, marty, NOON, Teller } from '../lab.ts';
import { listing, row, tellPoll } from './polled-lab.ts';

const at = (second: number) => NOON + second * 1000;
const told = (teller: Teller) =>
  teller
    .sessions()
    .map(({ state, start, startIs, index }) => [state, start, startIs, index])
    .sort();
const web: Claim = { kind: 'webvpn.started', user: 'marty', publicIp: marty.publicIp, groupPolicy: 'GP-WEB' };
const anyconnect: Claim = { kind: 'session.started', user: 'marty', publicIp: marty.publicIp, groupPolicy: 'GP' };

test('a session that the ASA counts from later than it was seen began when the ASA says', () => {
  const teller = tellPoll(logIn(new Teller(), 0), 20, [listing(20, [row(10)])]);
  assert.deepEqual(told(teller), [['active', at(9), 'listed', 12]]);
});

test('so did one of whose login no line was seen, for what was heard before was of the session before', () => {
  const teller = new Teller().at(0, claims.negotiated).at(9, { ...claims.negotiated, inboundSpi: '0x77' });
  assert.deepEqual(told(tellPoll(teller, 20, [listing(20, [row(10)])])), [['active', at(9), 'listed', 12]]);
});

test('what is listed with a later beginning than a session that was said to be torn down is the next session of its client', () => {
  const teller = logIn(new Teller(), 0).at(3, claims.terminated);
  tellPoll(teller, 20, [listing(20, [row(14)])]);
  assert.deepEqual(told(teller), [
    ['active', at(7), 'listed', 12],
    ['ended', at(0), 'seen', undefined],
  ]);
});

test('a closing record of fewer seconds than a session was listed with is of another one', () => {
  const teller = tellPoll(logIn(new Teller(), 0), 4, [listing(4, [row(4)])]).at(5, closed(0));
  const [other] = teller.sessions().filter(({ state }) => state === 'ended');
  assert.deepEqual([other?.start, other?.startIs, other?.seconds], [at(5), 'inferred', 0]);
  assert.equal(teller.sessions().find(({ index }) => index === 12)?.state, 'active');
});

test('the record of AnyConnect ends AnyConnect, though a portal of its user began as near to it', () => {
  const teller = new Teller().at(0, anyconnect).at(1, web);
  teller.at(5, closed(4, { sessionType: 'AnyConnect-Parent' }));
  assert.deepEqual(
    teller.sessions().map(({ protocol, state }) => [protocol, state]),
    [
      ['anyconnect', 'ended'],
      ['clientless', 'active'],
    ],
  );
});

test('a record that tells of a reconnect ends the earlier one of two sessions of its client', () => {
  const teller = logIn(new Teller(), 0);
  teller.at(1, { ...claims.assigned, assignedIp: '172.16.1.101' }).at(2, closed(0, { reason: 'Peer Reconnected' }));
  assert.deepEqual(
    teller.sessions().map(({ assignedIp, state }) => [assignedIp, state]),
    [
      ['172.16.1.100', 'ended'],
      ['172.16.1.101', 'active'],
    ],
  );
});

/** 713119, which says the same of two logins, at that second of the device. */
const ikeUp = (second: number) => ({ messageId: 713119, deviceTime: `Jan 05 2026 12:00:0${second}` });

test('a second IKE SA of a session whose IPsec pair is gone, seconds after its login, is the next session of its client', () => {
  const teller = new Teller().at(0, claims.assigned).at(0, claims.phase1, ikeUp(0)).at(0, claims.negotiated);
  const again = { ...marty, kind: 'nat.detected', remote: 'is', local: 'is NOT' } as const;
  teller.at(1, again, { messageId: 713172 }).at(2, claims.deleted).at(2, claims.phase1, ikeUp(2));
  teller.at(2, { ...claims.negotiated, inboundSpi: '0x77', outboundSpi: '0x78' });
  const sessions = [
    ['active', at(2), 'seen', undefined],
    ['ended', at(0), 'seen', undefined],
  ];
  assert.deepEqual(told(teller), sessions);
  const got = teller.events.flatMap((event) => (event.kind === 'attempt.ended' ? event.outcome : []));
  assert.deepEqual(got, ['succeeded', 'succeeded']);
  // Its listing, which is slow, tells the address that both of them had.
  tellPoll(teller, 400, [{ ...listing(400, [row(400)]), finishedAt: at(404) }]);
  const [next, before] = told(teller);
  assert.deepEqual([next, before], [['active', at(2), 'seen', 12], sessions[1]]);
});

test('where a poll was quicker than that line, what it listed is the next session, under the id of the one before', () => {
  const teller = new Teller()
    .at(0, claims.assigned, { messageId: 713228 })
    .at(0, claims.phase1, ikeUp(0))
    .at(0, claims.negotiated);
  tellPoll(teller, 3, [listing(3, [row(3)])]);
  teller.at(2, claims.deleted).at(2, claims.terminated).at(2, claims.phase1, ikeUp(2));
  assert.deepEqual(told(teller), [['active', at(2), 'listed', 12]]);
  // The line of its address comes last.
  teller.at(5, claims.assigned, { messageId: 713228 }).at(60, closed(58));
  assert.deepEqual(told(teller), [['ended', at(2), 'listed', 12]]);
});

for (const [what, second, deleted, again] of [
  ['that pair is there', 2, false, ikeUp(2)],
  ['its message is a copy', 2, true, ikeUp(0)],
  ['it is old enough for its IKE SA to be renewed', 300, true, ikeUp(9)],
] as const) {
  test(`a second IKE SA of a session is that session's where ${what}`, () => {
    const teller = new Teller().at(0, claims.assigned).at(0, claims.phase1, ikeUp(0)).at(0, claims.negotiated);
    if (deleted) teller.at(second, claims.deleted);
    assert.deepEqual(told(teller.at(second, claims.phase1, again)), [['active', at(0), 'seen', undefined]]);
  });
}

test('a row that may be of one who left while it was made tells nothing of the next session of that client', () => {
  const teller = logIn(new Teller(), 0).at(4, closed(4, { reason: 'Peer Reconnected' }));
  teller.at(4, { ...claims.assigned, assignedIp: '172.16.1.101' });
  const someone = { ...marty, index: 2, protocols: ['IKEv1'], seconds: 1, tunnels: [] };
  tellPoll(teller, 5, [{ ...listing(0, [someone]), finishedAt: at(6) }]);
  assert.deepEqual(told(teller), [
    ['active', at(4), 'seen', undefined],
    ['ended', at(0), 'seen', undefined],
  ]);
});

test('two clients that come back after a switchover are no habit of the other unit, which has listed them under other numbers', () => {
  const rows = (seconds: number, index: number) =>
    ['marty', 'docbrown'].map((user, n) =>
      row(seconds, { user, index: index + n, publicIp: `198.51.100.${n}`, assignedIp: `172.16.1.10${n}` }),
    );
  const teller = tellPoll(new Teller(), 600, [listing(600, rows(300, 1))], { serial: 'JMX1' });
  tellPoll(teller, 660, [listing(660, rows(360, 1))], { serial: 'JMX2' });
  const before = told(teller);
  tellPoll(teller, 700, [listing(700, rows(10, 5))], { serial: 'JMX2' });
  assert.deepEqual(told(teller), before);
});

test('a session that is over without its record is not ended once more by the record of a later one', () => {
  const teller = logIn(new Teller(), 0).at(100, closed(10));
  const first = () => teller.sessions().find(({ start }) => start === at(0));
  assert.deepEqual([first()?.endIs, first()?.endReason, first()?.end], ['between', 'Peer Reconnected', at(90)]);
  // Its seconds lead to where nobody knows whether the first one was there.
  teller.at(300, closed(20)).at(400, closed(30));
  assert.equal(first()?.end, at(90));
  assert.deepEqual(
    teller.sessions().map(({ start }) => start),
    [at(0), at(90), at(280), at(370)],
  );
});
