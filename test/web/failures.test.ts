import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OverTimeTold } from '../../server/domain/failures-told.ts';
import type { ManagementRow } from '../../server/domain/management.ts';
import type { Pattern } from '../../server/domain/patterns.ts';
import { failuresDrawing } from '../../web/failures-drawing.ts';
import { joined, wholeSince, type Past } from '../../web/past.ts';
import { groupsHint, groupText, readGrouping } from '../../web/words/failure-groups.ts';
import { patternEvidence, patternFilter, patternNames, patternSubject } from '../../web/words/failure-patterns.ts';
import { managementSentence, serviceText } from '../../web/words/management.ts';
import { abouts, readAbout } from '../../web/words/rejections.ts';
import { when } from '../../web/words/time.ts';
import { now, session } from './rows.ts';

const MINUTE = 60_000;
const token = '~Jx3kQ0aPz1LmNo9w~8-11';
const failures = { tries: 9, first: now - 10 * MINUTE, last: now - MINUTE };
const last = when(now - MINUTE, now);
const patterns = {
  spray: { is: 'spray', source: '198.51.100.7', refused: 8, mistyped: 1, gotIn: 1, ...failures },
  shared: { is: 'shared source', source: '198.51.100.7', refused: 6, mistyped: 0, gotIn: 30, ...failures },
  hidden: { is: 'hidden names', source: '198.51.100.7', gotIn: 0, ...failures },
  hunted: { is: 'hunted name', user: token, sources: 9, own: 0, ...failures },
  saved: { is: 'saved password', user: 'marty', source: '198.51.100.7', every: 5 * MINUTE, ...failures },
} as const satisfies Readonly<Record<string, Pattern>>;

describe('a pattern of failed logins', () => {
  it('is told by its numbers and times, who got in among them', () => {
    const told = Object.values(patterns).map((one) => patternEvidence(one, now));
    assert.deepEqual(told, [
      `8 names refused in 9 tries within 9 m 0 s, last ${last}; 1 user got in from there, 1 of them after a refusal.`,
      `6 names refused within 9 m 0 s, last ${last}, but 30 users got in from there.`,
      `9 failures of hidden names within 9 m 0 s, last ${last}; nobody got in from there.`,
      `Refused from 9 sources in 9 tries within 9 m 0 s, last ${last}; it got in from none.`,
      `Every 5 m 0 s, 9 times within 9 m 0 s, last ${last}.`,
    ]);
    assert.match(patternEvidence({ ...patterns.spray, gotIn: 0, mistyped: 0 }, now), /nobody got in from there/);
  });

  it('never shows what may be a password, and opens the list behind it', () => {
    assert.equal(patternSubject(patterns.hunted), 'A name not kept, 8-11 characters');
    assert.equal(patternSubject(patterns.saved), 'marty from 198.51.100.7');
    const { user, publicIp, cause } = patternFilter(patterns.saved);
    assert.deepEqual([user, publicIp, cause], ['marty', '198.51.100.7', '']);
    assert.equal(patternFilter(patterns.spray)['user'], '');
    assert.equal(patternSubject(patterns.hidden), '198.51.100.7');
    assert.equal(patternFilter(patterns.hidden)['publicIp'], '198.51.100.7');
    assert.match(patternNames['hidden names'].means, /no logging hide username/);
    assert.equal(patternNames['shared source'].state, 'ok', 'an office is no attack');
  });
});

describe('groups of failed logins', () => {
  it('are called as people call them, and what was not told is told as that', () => {
    assert.equal(groupText('xauth.bad_password', 'cause').text, 'wrong password');
    assert.equal(groupText('xauth', 'stage').text, 'Authentication');
    assert.deepEqual(groupText(null, 'tunnelGroup'), { text: 'not told', known: false });
    assert.equal(groupText(token, 'user').known, false);
    assert.doesNotMatch(groupText('a\u202eb', 'tunnelGroup').text, /\u202e/);
    assert.equal(groupText('constructor', 'cause').text, 'constructor');
  });

  it('tell how much of all they are, and only known ones are asked for', () => {
    const row = { key: 'a', users: 1, sources: 1, ...failures };
    assert.equal(groupsHint([row], 1, 9, 'source'), '9 tries, 1 source');
    assert.equal(groupsHint([row], 1200, 5000, 'source'), 'the 1 of most tries among 1,200 sources: 9 of 5,000 tries');
    assert.deepEqual([readGrouping('user'), readGrouping('toString'), readGrouping(undefined)], ['user', 'cause', 'cause']); // prettier-ignore
  });
});

describe('failed logins over time', () => {
  const told = (steps: OverTimeTold['steps'], gaps: OverTimeTold['gaps'] = []): OverTimeTold => ({
    ...{ from: 0, to: 4 * MINUTE, step: MINUTE, steps, gaps },
  });
  const values = (drawn: ReturnType<typeof failuresDrawing>) =>
    drawn.lines.map(({ name, spots }) => [name, ...spots.map(({ value }) => value)]);

  it('have a point for each step, zero where none came, nothing where nobody collected', () => {
    const steps = [
      { at: 0, key: 'cert', tries: 2 },
      { at: MINUTE, key: null, tries: 5 },
    ];
    const drawn = failuresDrawing(told(steps, [{ from: 2.5 * MINUTE, to: 2.6 * MINUTE }]), (key) => key ?? 'not told');
    assert.deepEqual(values(drawn), [
      ['not told', 0, 5, null, 0],
      ['cert', 2, 0, null, 0],
    ]);
    const counted = failuresDrawing(told(steps, [{ from: 0, to: MINUTE / 2 }]), String);
    assert.equal(counted.lines.find(({ name }) => name === 'cert')?.spots[0]?.value, 2, 'what came in spite of a gap');
    assert.deepEqual(values(failuresDrawing(told([]), String)), [['none', 0, 0, 0, 0]]);
  });

  it('are drawn apart as far as lines can be told from each other, the others as one', () => {
    const steps = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, n) => ({ at: 0, key, tries: 10 - n }));
    assert.deepEqual(
      values(failuresDrawing(told(steps), String)).map(([name, first]) => [name, first]),
      [['a', 10], ['b', 9], ['c', 8], ['d', 7], ['2 others', 11]], // prettier-ignore
    );
  });
});

describe('management logins', () => {
  const row = (given: Partial<ManagementRow>): ManagementRow => ({
    ...{ id: 1, at: now, device: 'HV-ASA', messageId: 605005, is: 'permitted', isOurs: false },
    ...given,
  });
  const none = { from: 0, to: now, denied: [], others: [], more: { denied: false, others: false } };

  it('are told with what was denied first, and our own polls apart', () => {
    assert.equal(managementSentence(none, 'today'), 'None was denied today; none was permitted.');
    const others = [row({ isOurs: true }), row({ isOurs: true }), row({}), row({ is: 'left' })];
    const all = { ...none, denied: [row({ is: 'denied' })], others, more: { denied: true, others: false } };
    assert.equal(managementSentence(all, 'today'), 'more than 1 denial today; 3 logins permitted, 2 of them by our own polls.'); // prettier-ignore
  });

  it('name the service where it is told, and say where it is not', () => {
    assert.deepEqual(
      [{ service: 'https' }, { service: 'ssh' }, {}, { is: 'raised', level: '15' } as const].map((one) => serviceText(row(one))), // prettier-ignore
      ['ASDM (https)', 'SSH', 'not told', 'enable, to level 15'],
    );
    assert.deepEqual([readAbout('vpn'), readAbout('x'), abouts.vpn.name], ['vpn', 'unattributed', 'VPN']);
  });
});

describe('what was fetched of the past of a user', () => {
  const past = (ids: readonly number[], next: Past['next']): Past => ({
    ...{ sessions: ids.map((id) => session({ id, start: id, state: 'ended' })), attempts: [], next },
  });

  it('is put together once each, and is whole since the earliest of what goes on', () => {
    const all = joined(past([9, 8, 7], { sessions: '7.7', attempts: null }), past([7, 6], { sessions: '6.6', attempts: null })); // prettier-ignore
    assert.deepEqual(
      all.sessions.map(({ id }) => id),
      [9, 8, 7, 6],
    );
    assert.equal(wholeSince(all), 6);
    assert.equal(wholeSince({ ...all, next: { sessions: null, attempts: null } }), undefined);
    const active = session({ id: 1, start: 1, state: 'active' });
    assert.equal(wholeSince({ ...all, sessions: [...all.sessions, active] }), 6, 'active ones are told apart');
  });
});
