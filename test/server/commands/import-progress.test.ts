import assert from 'node:assert/strict';
import { test } from 'node:test';

import { progressLine, ProgressLine } from '../../../server/commands/import-progress.ts';

test('the line tells how far it is, how fast, and how long it takes from here', () => {
  const from = { bytes: 100e6, lines: 0 };
  const line = progressLine('asa.log', { bytes: 400e6, lines: 1_200_000 }, from, 1000e6, 12_000);
  assert.equal(line, 'asa.log: 40 %, 400.0 MB of 1.0 GB, 100,000 lines/s, 0:24 left');
  assert.equal(progressLine('a', { bytes: 0, lines: 0 }, { bytes: 0, lines: 0 }, 0, 1000), 'a: 0 %, 0 B of 0 B, 0 lines/s'); // prettier-ignore
});

test('at a terminal one line is drawn over and over; elsewhere a line is written now and then', () => {
  const seen: string[] = [];
  const drawn = new ProgressLine(1000, true, (text) => seen.push(text), 0);
  for (let ms = 100; ms <= 1000; ms += 100) drawn.tell('a', { bytes: ms, lines: ms }, ms);
  drawn.clear();
  assert.equal(seen.length, 6);
  assert.match(seen[0] ?? '', /^\r\[####\.+\] a: 20 %/);
  assert.equal(seen.at(-1), '\r\u001b[K');
  const told: string[] = [];
  const plain = new ProgressLine(1000, false, (text) => told.push(text), 0);
  for (let second = 1; second <= 25; second += 1) plain.tell('a', { bytes: second, lines: 0 }, second * 1000);
  plain.clear();
  assert.equal(told.length, 2);
  assert.ok(told.every((line) => /^a: .*\n$/.test(line)));
});
