import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnGap, sentTo, SHORTEST_GAP, usualGap } from '../../../server/domain/heartbeat.ts';
import type { LoggingTold, Polled } from '../../../server/domain/polling.ts';
import type { Roster } from '../../../server/domain/roster.ts';
import { Heartbeats } from '../../../server/state/heartbeats.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ASA = 1;

/** One device that is polled each minute; the poll takes two seconds. */
class Watched {
  readonly beats = new Heartbeats();
  lastMessageAt: number | null = null;

  say(at: number, messages = 1): void {
    this.lastMessageAt = at;
    this.beats.hear(ASA, messages, at);
  }

  poll(startedAt: number, sent?: number, given: Partial<Polled> = {}): void {
    const logged = sent === undefined ? {} : { logged: { 'udp 172.16.1.50': sent } };
    this.beats.polled({
      ...{ device: ASA, startedAt, finishedAt: startedAt + 2_000, rosters: [], failures: [], read: ['show logging'] },
      facts: logged,
      ...given,
    });
  }

  /** A poll whose login writes a line. */
  logIn(startedAt: number): void {
    this.beats.login(ASA, startedAt + 500);
    this.say(startedAt + 500);
    this.poll(startedAt);
  }

  get heartbeat() {
    return this.beats.heartbeat(ASA, this.lastMessageAt);
  }
}

test('without polls a third of the longest usual silence is the interval, ten minutes at least', () => {
  const asa = new Watched();
  assert.deepEqual(asa.heartbeat, { by: 'learned', interval: SHORTEST_GAP / 3, at: null });
  for (const at of [0, 1, 2]) asa.say(at * MINUTE);
  assert.deepEqual(asa.heartbeat, { by: 'learned', interval: SHORTEST_GAP / 3, at: 2 * MINUTE });
});

test('silences that come again are learned, one long one by no more than twice what was usual', () => {
  const asa = new Watched();
  const gaps = [8 * 60, 15, 38, 39, 1].map((minutes) => minutes * MINUTE);
  let at = 0;
  asa.say(at);
  const learned = gaps.map((gap) => {
    asa.say((at += gap));
    return Math.round((3 * asa.heartbeat.interval) / MINUTE);
  });
  assert.deepEqual(learned, [20, 20, 38, 39, 39]);
});

test('a silence that does not come again is forgotten by half in a week', () => {
  const usual = learnGap({ gap: 40 * MINUTE, at: 0 }, 50 * MINUTE, 0);
  assert.deepEqual(usual, { gap: 50 * MINUTE, at: 0 });
  assert.equal(usualGap(usual, 7 * DAY), 25 * MINUTE);
  assert.equal(usualGap(usual, 70 * DAY), SHORTEST_GAP);
});

test('the time that we were not there ourselves teaches nothing, and what was learned before is kept', () => {
  const asa = new Watched();
  asa.beats.restore(ASA, { gap: 30 * MINUTE, at: 0 });
  assert.deepEqual(asa.beats.hear(ASA, 1, 60 * MINUTE), { gap: 30 * MINUTE, at: 0 });
});

test('where our own login writes a line at each poll, polls are the heartbeat', () => {
  const asa = new Watched();
  asa.logIn(0);
  asa.logIn(MINUTE);
  assert.equal(asa.heartbeat.by, 'learned', 'two polls in a row have to be heard of');
  asa.logIn(2 * MINUTE);
  assert.deepEqual(asa.heartbeat, { by: 'poll', interval: MINUTE, at: 2 * MINUTE + 500 });
  // The path is cut: it is polled, and nothing comes. The login before the cut is the last that counts.
  for (const at of [3, 4, 5, 6]) asa.poll(at * MINUTE);
  assert.deepEqual(asa.heartbeat, { by: 'poll', interval: MINUTE, at: 2 * MINUTE + 500 });
});

test('a login that writes no line while others come says nothing any more', () => {
  const asa = new Watched();
  for (const at of [0, 1, 2]) asa.logIn(at * MINUTE);
  asa.poll(3 * MINUTE);
  asa.say(3 * MINUTE + 30_000);
  asa.poll(4 * MINUTE);
  assert.equal(asa.heartbeat.by, 'learned');
});

test('when polls are over, so is their heartbeat', () => {
  const asa = new Watched();
  for (const at of [0, 1, 2]) asa.logIn(at * MINUTE);
  asa.say(13 * MINUTE);
  assert.equal(asa.heartbeat.by, 'learned');
});

test('a poll of SNMP, and one that got nothing, are none', () => {
  const asa = new Watched();
  asa.poll(0, 5, { by: 'snmp' });
  asa.poll(MINUTE, 5, { read: [] });
  asa.poll(2 * MINUTE, 5);
  assert.equal(asa.heartbeat.by, 'learned');
});

test('a device that has sent nothing is quiet, and one that has sent what did not come is not', () => {
  const asa = new Watched();
  asa.say(1, 5);
  asa.poll(MINUTE, 100);
  asa.poll(2 * MINUTE, 100);
  assert.equal(asa.heartbeat.at, 2 * MINUTE);
  asa.poll(3 * MINUTE, 100);
  assert.deepEqual(asa.heartbeat, {
    ...{ by: 'sent', interval: MINUTE, at: 3 * MINUTE },
    loss: { sent: 0, received: 0, since: MINUTE, at: 3 * MINUTE },
  });
  asa.poll(4 * MINUTE, 130);
  asa.poll(5 * MINUTE, 131);
  assert.deepEqual(asa.heartbeat, {
    ...{ by: 'sent', interval: MINUTE, at: 3 * MINUTE },
    loss: { sent: 31, received: 0, since: MINUTE, at: 5 * MINUTE },
  });
});

test('a count of sent messages that begins anew is counted from there', () => {
  const asa = new Watched();
  asa.poll(0, 100);
  asa.say(10, 7);
  asa.poll(MINUTE, 107);
  assert.deepEqual(asa.heartbeat.loss, { sent: 7, received: 7, since: 0, at: MINUTE });
  asa.poll(2 * MINUTE, 3);
  assert.equal(asa.heartbeat.loss, undefined);
  asa.say(2 * MINUTE + 5, 2);
  asa.poll(3 * MINUTE, 5);
  assert.deepEqual(asa.heartbeat.loss, { sent: 2, received: 2, since: 2 * MINUTE, at: 3 * MINUTE });
});

test('what was sent is told of one log server alone', () => {
  const host = { interface: 'inside', host: '172.16.1.50', transport: 'udp' };
  const logging = (...hosts: LoggingTold['hosts']): LoggingTold => ({ isOn: true, trapMessages: 9, hosts });
  assert.equal(sentTo({ logging: logging({ ...host, sent: 4 }) }), 4);
  assert.equal(sentTo({ logging: logging(host) }), 9);
  assert.equal(sentTo({ logging: logging(host, host) }), undefined);
  assert.equal(sentTo({ logged: { a: 1, b: 2 } }), undefined);
  assert.equal(sentTo({}), undefined);
});

test('polls that list all sessions are a sign of their own, also where no message ever came', () => {
  const asa = new Watched();
  const listing: Roster = {
    kind: 'sessions.listed',
    listing: 'ikev1',
    complete: true,
    startedAt: 0,
    finishedAt: 1,
    sessions: [],
  };
  asa.poll(0, undefined, { rosters: [listing] });
  assert.deepEqual(asa.heartbeat.polled, { at: 0, interval: MINUTE });
  asa.poll(5 * MINUTE, undefined, { rosters: [listing] });
  asa.poll(10 * MINUTE, undefined, { by: 'snmp', rosters: [listing] });
  assert.deepEqual(asa.heartbeat.polled, { at: 10 * MINUTE, interval: 5 * MINUTE });
  asa.poll(15 * MINUTE, undefined, { rosters: [{ ...listing, complete: false }] });
  asa.poll(20 * MINUTE, undefined, { rosters: [listing], facts: { role: 'standby' } });
  assert.deepEqual(asa.heartbeat.polled.at, 10 * MINUTE, 'a cut listing, or one of a standby, tells nothing');
  assert.equal(asa.heartbeat.at, null);
});

test('a start does not make a device look fresh that was silent before, nor one unknown that is quiet', () => {
  const before = new Watched();
  for (const at of [0, 1, 2]) before.logIn(at * MINUTE);
  const after = new Watched();
  after.beats.restorePolls(ASA, before.beats.pollBeat(ASA));
  after.lastMessageAt = before.lastMessageAt;
  assert.deepEqual(after.heartbeat, before.heartbeat);
  assert.equal(after.heartbeat.interval, MINUTE, 'and not ten minutes');

  const quiet = new Watched();
  quiet.say(0);
  for (const at of [1, 2, 3]) quiet.poll(at * MINUTE, 7);
  const again = new Watched();
  again.lastMessageAt = 0;
  again.beats.restorePolls(ASA, quiet.beats.pollBeat(ASA));
  assert.equal(again.heartbeat.at, 3 * MINUTE);
  again.poll(4 * MINUTE, 7);
  assert.deepEqual([again.heartbeat.by, again.heartbeat.at], ['sent', 4 * MINUTE]);
});
