import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Observation, Severity } from '../../../../server/domain/alert/alert.ts';
import { court, S, seen } from './court.ts';

describe('a level', () => {
  // Warning 80/75 %, critical 95/90 %; good again for 60 s.
  const steps: readonly (readonly [seconds: number, value: number, state: Severity | undefined, why: string])[] = [
    [0, 0.799, undefined, 'below the first threshold'],
    [10, 0.8, 'warning', 'at it'],
    [20, 0.76, 'warning', 'between the two nothing changes'],
    [30, 0.949, 'warning', 'not critical yet'],
    [40, 0.95, 'critical', 'critical'],
    [50, 0.9, 'critical', 'critical until it is below 90 %'],
    [60, 0.899, 'warning', 'below 90 %'],
    [70, 0.94, 'warning', 'critical begins at 95 % again'],
    [80, 0.7, 'warning', 'good, but not for long enough'],
    [139, 0.7, 'warning', 'for 59 s'],
    [139.5, 0.76, 'warning', 'not good any more'],
    [140, 0.7, 'warning', 'good once more: the minute begins anew'],
    [199, 0.7, 'warning', 'for 59 s'],
    [200, 0.7, undefined, 'good for a minute: over'],
    [210, 0.76, undefined, 'between the two nothing changes'],
  ];
  it('goes through its severities with hysteresis', () => {
    const { stateAt, kinds } = court();
    for (const [seconds, value, state, why] of steps)
      assert.equal(stateAt(seconds, seen('pool.chain', value)), state, why);
    assert.deepEqual(kinds(), ['1 raised', '1 changed', '1 changed', '1 cleared']);
  });

  it('one address more and less around a threshold is one alert', () => {
    const { hear, kinds } = court();
    for (let second = 0; second < 1_000; second += 1)
      hear(second, seen('pool.chain', (second % 2 === 0 ? 202 : 203) / 253));
    assert.deepEqual(kinds(), ['1 raised']);
  });

  it('must be bad for long enough, without a break', () => {
    const { stateAt } = court();
    const ratio = (seconds: number, value: number): Severity | undefined =>
      stateAt(seconds, seen('xauth.ratio', value));
    assert.equal(ratio(0, 2), undefined);
    assert.equal(ratio(59, 5), undefined);
    assert.equal(ratio(59.9, 1.9), undefined, 'a break');
    assert.equal(ratio(60, 2), undefined);
    assert.equal(ratio(119.9, 2), undefined);
    assert.equal(ratio(120, 4.5), 'critical', 'as bad as it is by then');
  });

  it('that is not told again stays as it is: it is raised, and it is cleared, when its time has come', () => {
    const { hear, alerts } = court();
    hear(0, seen('xauth.ratio', 2));
    hear(60);
    assert.equal(alerts.get(1)?.raisedAt, 60 * S);
    hear(100, seen('xauth.ratio', 1));
    hear(399);
    assert.equal(alerts.get(1)?.clearedAt, undefined);
    hear(400);
    assert.equal(alerts.get(1)?.clearedAt, 400 * S);
  });

  it('counts the events of all looks that led to it, and keeps the first evidence', () => {
    const { hear, alerts } = court();
    hear(0, seen('xauth.ratio', 2, { events: 6, evidence: [1, 2, 3] }));
    hear(30, seen('xauth.ratio', 3, { events: 2, evidence: [3, 4] }));
    hear(60);
    assert.deepEqual([alerts.get(1)?.count, alerts.get(1)?.evidence], [8, [1, 2, 3, 4]]);
    hear(70, seen('xauth.ratio', 2.5, { events: 40, evidence: Array.from({ length: 40 }, (_, one) => 10 + one) }));
    assert.equal(alerts.get(1)?.count, 48);
    assert.equal(alerts.get(1)?.evidence.length, 20);
    assert.deepEqual([alerts.get(1)?.value, alerts.get(1)?.peak, alerts.get(1)?.changedAt], [2.5, 3, 70 * S]);
  });

  it('stands for no fewer events than its value is made of, though good looks before it are not kept', () => {
    const { hear, alerts } = court();
    hear(0, seen('xauth.ratio', 1, { events: 7, inAll: 7 }));
    hear(30, seen('xauth.ratio', 2, { events: 1, inAll: 8 }));
    hear(40, seen('xauth.ratio', 2.5, { events: 2, inAll: 10 }));
    hear(90);
    assert.equal(alerts.get(1)?.count, 10);
    hear(100, seen('xauth.ratio', 3, { events: 1, inAll: 11 }));
    assert.equal(alerts.get(1)?.count, 11);
  });

  it('that is the same changes no row', () => {
    const { hear, episodes } = court();
    hear(0, seen('pool.chain', 0.9));
    const before = episodes.get('pool.chain 1');
    assert.deepEqual(hear(10, seen('pool.chain', 0.9)), []);
    assert.deepEqual(hear(20), []);
    assert.equal(episodes.get('pool.chain 1'), before);
  });

  it('of a rule that is switched off is over', () => {
    const { hear, kinds, changed } = court();
    hear(0, seen('pool.chain', 0.9));
    changed['pool.chain'] = { enabled: false };
    hear(1);
    hear(2, seen('pool.chain', 0.99));
    assert.deepEqual(kinds(), ['1 raised', '1 cleared']);
  });

  it('is judged by another threshold from the next turn on', () => {
    const { hear, kinds, changed } = court();
    hear(0, seen('pool.chain', 0.7));
    changed['pool.chain'] = { levels: { warning: { raise: 0.6, clear: 0.5 } } };
    hear(1, seen('pool.chain', 0.7));
    changed['pool.chain'] = { levels: { critical: { raise: 0.6, clear: 0.5 } } };
    hear(2);
    assert.deepEqual(kinds(), ['1 raised', '1 changed']);
  });
});

describe('an incident', () => {
  const locked = (more: Partial<Observation> = {}): Observation => seen('xauth.lockout', 1, { events: 1, ...more });

  it('holds at once, and is over when it has not happened again for so long', () => {
    const { hear, alerts, kinds } = court();
    hear(0, locked({ evidence: [7] }));
    hear(3599, locked({ evidence: [8] }));
    hear(7198);
    assert.deepEqual(kinds(), ['1 raised']);
    hear(7199);
    assert.deepEqual(kinds(), ['1 raised', '1 cleared']);
    assert.deepEqual([alerts.get(1)?.count, alerts.get(1)?.evidence], [2, [7, 8]]);
  });

  it('that happens again after it was over is another alert, also where no turn fell in between', () => {
    const { hear, kinds, alerts } = court();
    hear(0, locked());
    const [over, next] = hear(3600, locked({ events: 5 }));
    assert.deepEqual([over?.id, over?.clearedAt, next?.id, next?.raisedAt], [1, 3600 * S, 2, 3600 * S]);
    assert.deepEqual(kinds(), ['1 raised', '1 cleared', '2 raised']);
    assert.deepEqual([alerts.get(1)?.count, alerts.get(2)?.count], [1, 5]);
  });

  it('stays what it was raised for: who comes from elsewhere later is counted, and takes the place of nobody', () => {
    const { hear, alerts } = court();
    const from = (source: string) => ({ about: { user: 'marty', source }, text: `marty from ${source}` });
    hear(0, locked({ ...from('198.51.100.7'), evidence: [7] }));
    hear(60, locked({ ...from('203.0.113.9'), evidence: [8] }));
    const { about, text, count, evidence } = alerts.get(1) ?? {};
    assert.deepEqual([about, text], [{ user: 'marty', source: '198.51.100.7' }, 'marty from 198.51.100.7']);
    assert.deepEqual([count, evidence], [2, [7, 8]]);
    hear(120, locked({ ...from('198.51.100.7'), text: 'marty, once more' }));
    assert.equal(alerts.get(1)?.text, 'marty, once more');
  });

  it('waits for nothing, whatever is set: it holds at once', () => {
    const { hear, kinds } = court({ 'xauth.lockout': { raiseAfter: 600, clearAfter: 60 } });
    hear(0, locked());
    hear(60);
    assert.deepEqual(kinds(), ['1 raised', '1 cleared']);
  });

  it('that is told to be over is over, and says what it was', () => {
    const { hear, kinds, alerts } = court();
    hear(0, locked({ text: 'marty is locked out' }));
    hear(10, seen('xauth.lockout', 0, { text: 'unlocked' }));
    assert.deepEqual(kinds(), ['1 raised', '1 cleared']);
    assert.equal(alerts.get(1)?.text, 'marty is locked out');
  });

  it('of 10,000 in one turn none is uncounted', () => {
    const { hear, alerts } = court();
    hear(0, ...Array.from({ length: 10_000 }, (_, one) => locked({ evidence: [one] })));
    assert.deepEqual([alerts.size, alerts.get(1)?.count, alerts.get(1)?.evidence.length], [1, 10_000, 20]);
  });
});

it('a recovery without an alert is told to nobody', () => {
  const { hear, kinds, episodes } = court();
  hear(0, seen('pool.chain', 0), seen('xauth.lockout', 0), seen('device.silent', 0));
  assert.deepEqual([kinds(), episodes.size], [[], 0]);
});
