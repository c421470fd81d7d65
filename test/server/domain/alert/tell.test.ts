import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, Severity } from '../../../../server/domain/alert/alert.ts';
import { ESCALATE_AFTER } from '../../../../server/domain/alert/attention.ts';
import type { Mutes } from '../../../../server/domain/alert/mute.ts';
import { INTERVAL, tell, type Group } from '../../../../server/domain/alert/tell.ts';

const NOON = Date.UTC(2026, 10, 29, 12);
const nobody: Mutes = { silences: [], maintenance: [], unreachable: new Set() };

const alert = (id: number, severity: Severity = 'critical', more: Partial<Alert> = {}): Alert => ({
  ...{ id, rule: 'pool.chain', subject: `lon1/group${id}`, about: { device: 1, tunnelGroup: `group${id}` }, severity },
  ...{ raisedAt: NOON, changedAt: NOON, value: 0.97, threshold: 0.95, peak: 0.97, text: '97 of 100', count: 1, evidence: [] },
  ...more,
}); // prettier-ignore

/** Tells moment by moment, as the state does. */
function teller() {
  const groups = new Map<string, Group>();
  const alerts = new Map<number, Alert>();
  return (changed: readonly Alert[], at: number, mutes = nobody) => {
    for (const one of changed) alerts.set(one.id, { ...alerts.get(one.id), ...one });
    const placed = (one: Alert) => ({ alert: one, device: 'lon1', site: 'London' });
    const told = tell({ alerts: [...alerts.values()], placed, mutes, groups, at });
    for (const one of told.alerts) alerts.set(one.id, one);
    for (const group of told.groups) groups.set(group.key, group);
    const waiting = new Set([...groups.values()].flatMap((group) => group.waiting));
    for (const one of alerts.values()) if (one.clearedAt !== undefined && !waiting.has(one.id)) alerts.delete(one.id);
    return told.due.map(({ kind, alerts: of }) => `${kind} ${of.map(({ id }) => id).join(',')}`);
  };
}

const over = (id: number, at: number): Alert => ({ ...alert(id), clearedAt: at });

test('an alert is told at once and once, and its end once', () => {
  const at = teller();
  assert.deepEqual(at([alert(1)], NOON), ['raised 1']);
  assert.deepEqual(at([], NOON + 1000), []);
  const later = NOON + INTERVAL.critical;
  assert.deepEqual(at([over(1, later)], later), ['cleared 1']);
  assert.deepEqual(at([], later + INTERVAL.critical), []);
});

test('a group is told once in an interval, with everything that came meanwhile, also what is over', () => {
  const at = teller();
  assert.deepEqual(at([alert(1)], NOON), ['raised 1']);
  assert.deepEqual(at([alert(2, 'warning'), alert(3)], NOON + 1000), []);
  assert.deepEqual(at([over(3, NOON + 2000)], NOON + 2000), []);
  assert.deepEqual(at([], NOON + INTERVAL.critical - 1), []);
  assert.deepEqual(at([], NOON + INTERVAL.critical), ['raised 3,2']);
});

test('what gets worse is told again, what gets better is not', () => {
  const at = teller();
  assert.deepEqual(at([alert(1, 'warning')], NOON), ['raised 1']);
  const worse = NOON + INTERVAL.warning;
  assert.deepEqual(at([{ ...alert(1), severity: 'critical' }], worse), ['raised 1']);
  assert.deepEqual(at([{ ...alert(1), severity: 'warning' }], worse + INTERVAL.critical), []);
});

test('a silence keeps it from being told, and its end lets it through if it is still open', () => {
  const silence = { id: 1, matchers: { tunnelGroup: 'group*' }, reason: '', by: 'ada', at: NOON, until: NOON + 10_000 };
  const silenced = { ...nobody, silences: [silence] };
  const at = teller();
  assert.deepEqual(at([alert(1), alert(2)], NOON, silenced), []);
  assert.deepEqual(at([over(2, NOON + 5000)], NOON + 5000, silenced), [], 'nobody was told of its beginning');
  assert.deepEqual(at([], NOON + 10_000, silenced), ['raised 1']);
});

test('the end of what was told is told also while it is silenced', () => {
  const silence = { id: 1, matchers: { device: 'LON1' }, reason: '', by: 'ada', at: NOON + 1, until: NOON + 1e9 };
  const at = teller();
  assert.deepEqual(at([alert(1)], NOON), ['raised 1']);
  const later = NOON + INTERVAL.critical;
  assert.deepEqual(at([over(1, later)], later, { ...nobody, silences: [silence] }), ['cleared 1']);
});

test('what depends on a head-end that cannot be reached is not told, and the head-end itself is', () => {
  const at = teller();
  const unreachable = new Set([1]);
  const lost = alert(2, 'critical', { rule: 'device.unreachable', subject: 'lon1', about: { device: 1 } });
  assert.deepEqual(at([alert(1), lost], NOON, { ...nobody, unreachable }), ['raised 2']);
});

test('maintenance comes again each week at its hour, and what is left at its end is told', () => {
  const WEEK = 7 * 24 * 3_600_000;
  const window = { id: 1, devices: [], sites: ['London'], reason: '', by: 'ada', at: NOON, from: NOON, until: NOON + 60_000, every: 'week' } as const; // prettier-ignore
  const at = teller();
  const under = { ...nobody, maintenance: [window] };
  assert.deepEqual(at([alert(1)], NOON + WEEK + 59_999, under), []);
  assert.deepEqual(at([], NOON + WEEK + 60_000, under), ['raised 1']);
});

test('what nobody acknowledges in time is handed on once, what somebody did is not', () => {
  const at = teller();
  assert.deepEqual(at([alert(1), alert(2, 'critical', { acknowledged: { by: 'ada', note: '', at: NOON } })], NOON), ['raised 1,2']); // prettier-ignore
  assert.deepEqual(at([], NOON + ESCALATE_AFTER.critical - 1), []);
  assert.deepEqual(at([], NOON + ESCALATE_AFTER.critical), ['escalated 1']);
  assert.deepEqual(at([], NOON + 2 * ESCALATE_AFTER.critical), []);
});

test('10,000 alerts of one group in a minute are one message that tells how many they are', () => {
  const at = teller();
  assert.deepEqual(at([alert(1)], NOON), ['raised 1']);
  for (let second = 1; second <= 60; second += 1) {
    const some = Array.from({ length: 167 }, (_none, n) => alert(1 + second * 167 + n));
    assert.deepEqual(at(some, NOON + second * 1000), []);
  }
  const [told = ''] = at([], NOON + INTERVAL.critical);
  assert.equal(told.split(',').length, 60 * 167);
});
