import assert from 'node:assert/strict';
import { test } from 'node:test';

import { turn, unitAfter } from '../../../server/domain/unit.ts';
import type { ListedSession, Roster } from '../../../server/domain/roster.ts';
import { closed, logIn, NOON, Teller } from '../lab.ts';
import { listing, poll, row, tellPoll } from './polled-lab.ts';

/** The listings that one session table of an SNMP agent gives, with these rows over IPsec and TLS. */
function table(
  second: number,
  ipsec: readonly ListedSession[],
  tls: readonly ListedSession[] = [],
  complete = true,
): readonly Roster[] {
  // prettier-ignore
  const has = (one: ListedSession): boolean => one.assignedIp !== undefined;
  const lists = { ikev1: ipsec, ikev2: [], anyconnect: tls.filter(has), clientless: tls.filter((one) => !has(one)) };
  return Object.entries(lists).map(([kind, rows]) => ({ ...listing(second, rows, { complete }), listing: kind, detail: 'snmp' }) as Roster); // prettier-ignore
}
const bare = (second: number, more: Partial<ListedSession> = {}): ListedSession => row(second, { protocols: ['IPsec'], encryption: 'AES', ...more }); // prettier-ignore
const only = (teller: Teller) => {
  const [session, ...more] = teller.sessions();
  assert.equal(more.length, 0, 'one session');
  assert.ok(session);
  return session;
};

test('a session that messages told of keeps what they told of it, and learns its Index', () => {
  const teller = logIn(new Teller(), 0);
  const before = only(teller);
  tellPoll(teller, 60, table(60, [bare(61)]));
  const session = only(teller);
  assert.deepEqual([session.protocol, session.index, session.state], ['ikev1', 12, 'active']);
  assert.deepEqual(
    session.tunnels.map(({ kind, closedAt }) => [kind, closedAt]),
    before.tunnels.map(({ kind }) => [kind, undefined]),
  );
});

test('a session of IKEv2 that the command line had listed stays one, though an agent cannot tell it from IKEv1', () => {
  const teller = new Teller();
  const full = row(61, { protocols: ['IKEv2', 'IPsecOverNatT'], encryption: 'AES256' });
  tellPoll(teller, 60, [listing(60, [full], { listing: 'ikev2' })]);
  tellPoll(teller, 120, table(120, [bare(121)]));
  const session = only(teller);
  assert.deepEqual(
    [session.protocol, session.state, session.encryption, session.protocols],
    ['ikev2', 'active', 'AES256', 'IKEv2 IPsecOverNatT'],
  );
});

test('an AnyConnect session is known again, and its tunnels are not closed for not being named', () => {
  const teller = new Teller();
  const protocols = ['AnyConnect-Parent', 'SSL-Tunnel', 'DTLS-Tunnel'];
  tellPoll(teller, 60, [listing(60, [row(61, { protocols })], { listing: 'anyconnect' })]);
  tellPoll(teller, 120, table(120, [], [row(121, { protocols: ['SSL'] })]));
  const session = only(teller);
  assert.deepEqual([session.protocol, session.state, session.suspendedAt], ['anyconnect', 'active', undefined]);
  assert.ok(session.tunnels.every(({ closedAt }) => closedAt === undefined));
});

test('one that waits for its client goes on waiting: an agent does not tell', () => {
  const teller = new Teller();
  const waiting = row(400, { protocols: ['AnyConnect-Parent'], inactiveSeconds: 300 });
  tellPoll(teller, 400, [listing(400, [waiting], { listing: 'anyconnect' })]);
  tellPoll(teller, 460, table(460, [], [row(460, { protocols: ['SSL'] })]));
  assert.notEqual(only(teller).suspendedAt, undefined);
});

test('a session that nobody told of has begun, of a protocol that is not known yet', () => {
  const session = only(tellPoll(new Teller(), 600, table(600, [bare(91)])));
  assert.deepEqual([session.protocol, session.protocols, session.startIs], ['unknown', 'IPsec', 'listed']);
  assert.deepEqual([session.start, session.bytesTx, session.tunnels], [NOON + (601 - 91) * 1000, undefined, []]);
});

test('a session that the table lacks has ended, where the table is complete', () => {
  const teller = logIn(new Teller(), 0);
  tellPoll(teller, 60, table(60, [bare(61)]));
  tellPoll(teller, 120, table(120, [], [], false));
  assert.equal(only(teller).state, 'active');
  tellPoll(teller, 180, table(180, []));
  const session = only(teller);
  assert.deepEqual([session.state, session.endIs, session.endBefore], ['ended', 'between', NOON + 181_000]);
});

test('who logs in or out a moment before a poll stays so, for the table may have been made before that', () => {
  // Asked at 60, an agent shows what it had looked up at 56.
  const made = { startedAt: NOON + 55_000, finishedAt: NOON + 61_000 };
  const asked = (rows: readonly ListedSession[]) => table(55, rows).map((roster) => ({ ...roster, ...made }));
  const gone = logIn(new Teller(), 0).at(57, closed(57));
  tellPoll(gone, 60, asked([bare(56)]));
  assert.deepEqual([only(gone).state, only(gone).endIs], ['ended', 'reported']);
  const come = logIn(new Teller(), 58);
  tellPoll(come, 60, asked([]));
  assert.equal(only(come).state, 'active');
});

test('a unit that takes over has numbered what its first table lists, though that may be older than the poll', () => {
  const teller = new Teller();
  tellPoll(teller, 60, table(60, [bare(61)]), { serial: 'JMX1' });
  tellPoll(teller, 130, table(125, [bare(126, { index: 7 })]), { serial: 'JMX2' });
  assert.equal(only(teller).index, 7);
  // The same client with another number is another session.
  tellPoll(teller, 260, table(255, [bare(256, { index: 8 })]), { serial: 'JMX2' });
  assert.deepEqual(
    teller
      .sessions()
      .map(({ index, state }) => [index, state])
      .sort(),
    [
      [7, 'ended'],
      [8, 'active'],
    ],
  );
});

test('polls that tell no uptime, between two that do, hide no restart', () => {
  const facts = (uptime: number) => ({ serial: 'JMX1', uptime });
  const first = unitAfter(undefined, poll(0, [], facts(86_400)));
  // It restarts 100 s after noon; an SNMP poll of a device with a command line tells its role alone.
  const second = unitAfter(first, poll(110, [], { role: 'active' }));
  const { booted } = turn(second, poll(160, [], facts(60)));
  assert.ok(booted !== undefined && booted.from <= NOON + 100_000 && booted.to >= NOON + 100_000);
});
