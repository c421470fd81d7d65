import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, Severity } from '../../../server/domain/alert/alert.ts';
import { createAlertBoard } from '../../../server/feed/alerts.ts';
import { createTopic } from '../../../server/feed/topic.ts';

const HOUR = 3_600_000;
const devices = [{ id: 1, name: 'hv-asa-1', place: { site: 'Hill Valley', tags: [] } }];

function alert(id: number, severity: Severity = 'warning', more: Partial<Alert> = {}): Alert {
  return {
    ...{ id, rule: 'pool.chain', subject: `1/${id}`, about: { device: 1, tunnelGroup: 'hillvalleyvpn' }, severity },
    ...{
      raisedAt: 0,
      changedAt: 0,
      value: 0.9,
      threshold: 0.8,
      peak: 0.9,
      text: 'nearly full',
      count: 0,
      evidence: [],
    },
    ...more,
  };
}

test('an alert is told by its head-end and site, and is gone an hour after its end', () => {
  const topic = createTopic('alerts');
  const board = createAlertBoard(topic, [alert(1, 'warning', { clearedAt: HOUR })]);
  board.take([alert(2, 'critical')], devices, HOUR);
  const [first, second] = topic.flush()?.put ?? [];
  assert.deepEqual([first?.[1].clearedAt, second?.[1].clearedAt], [HOUR, undefined]);
  assert.deepEqual([second?.[1].device, second?.[1].site], ['hv-asa-1', 'Hill Valley']);
  assert.deepEqual(second?.[1].about, { tunnelGroup: 'hillvalleyvpn' });
  board.take([], devices, 2 * HOUR - 1);
  assert.equal(topic.flush(), undefined);
  board.take([], devices, 2 * HOUR);
  assert.deepEqual(topic.flush()?.drop, ['1']);
});

test('of more than 1,000 alerts the worst are kept, and what was pushed out comes back when there is room', () => {
  const topic = createTopic('alerts');
  const board = createAlertBoard(topic, []);
  const many = Array.from({ length: 1000 }, (_one, index) => alert(index + 2, 'warning'));
  board.take([alert(1, 'information'), ...many], devices, 0);
  while (topic.flush() !== undefined);
  const shown = () => new Set(topic.snapshot().rows.map(([key]) => key));
  assert.equal(shown().size, 1000);
  assert.equal(shown().has('1'), false);
  board.take([alert(5000, 'critical')], devices, 0);
  while (topic.flush() !== undefined);
  assert.equal(shown().size, 1000);
  assert.deepEqual([shown().has('5000'), shown().has('2')], [true, false], 'the oldest of the mildest gives way');
  // What is over asks for nobody: it gives way to what is open.
  board.take([alert(3, 'warning', { clearedAt: 0 })], devices, 0);
  while (topic.flush() !== undefined);
  assert.deepEqual([shown().has('3'), shown().has('2')], [false, true]);
});
