import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL, createEmission } from '../../../server/feed/emission.ts';

/** Waits that long, in milliseconds, as a thousand writes would. */
function busyFor(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

test('few viewers are told at once, each delta once for all of them', () => {
  const told: string[] = [];
  const emission = createEmission((room, event, what) => told.push(`${room} ${event} ${what.json}`));
  const [one, other] = [emission.enter(), emission.enter()];
  assert.deepEqual([one.group, other.group], [' 0', ' 0']);
  emission.send([{ room: 'sessions', delta: { seq: 1 } }, { room: 'pools', delta: { seq: 7 } }]); // prettier-ignore
  emission.sendAll('tick', 5);
  assert.deepEqual(told, ['sessions 0 delta {"seq":1}', 'pools 0 delta {"seq":7}', `${ALL} 0 tick 5`]);
  let isQuiet = false;
  emission.quiet(() => (isQuiet = true));
  assert.ok(isQuiet);
});

test('many are told in turns, each group all of it in order; who comes in between waits for the end', async () => {
  const told: string[] = [];
  let turns = 0;
  let last = 0;
  const emission = createEmission((room) => {
    busyFor(6);
    told.push(room);
    last = turns;
  });
  for (let n = 0; n < 60; n += 1) emission.enter();
  const counting = setInterval(() => (turns += 1), 0);
  let isOver = false;
  emission.send([{ room: 'a', delta: 1 }, { room: 'b', delta: 2 }], () => (isOver = true)); // prettier-ignore
  assert.ok(!isOver);
  await new Promise<void>((done) => emission.quiet(done));
  assert.ok(isOver);
  clearInterval(counting);
  assert.deepEqual(told, ['a 0', 'b 0', 'a 1', 'b 1', 'a 2', 'b 2']);
  assert.ok(last > 0, 'others had a turn before it ended');
  const order: string[] = [];
  emission.send([{ room: 'c', delta: 3 }]);
  emission.quiet(() => {
    order.push('flush');
    emission.send([{ room: 'd', delta: 4 }]);
  });
  await new Promise<void>((done) =>
    emission.quiet(() => {
      order.push(told.at(-1) ?? '');
      done();
    }),
  );
  assert.deepEqual(order, ['flush', 'd 2'], 'also for what the first of them sends');
  let isCalled = false;
  emission.quiet(() => (isCalled = true));
  assert.ok(isCalled, 'at once, when nothing is being sent');
});

test('who leaves makes room, and a group without viewers is not written to', () => {
  const told: string[] = [];
  const emission = createEmission((room) => told.push(room));
  const seats = Array.from({ length: 26 }, () => emission.enter());
  assert.equal(seats.at(-1)?.group, ' 1');
  for (const { leave } of seats.slice(0, 25)) leave();
  emission.send([{ room: 'a', delta: 1 }]);
  assert.deepEqual(told, ['a 1']);
  assert.equal(emission.enter().group, ' 0');
});

test('tells how much work of its own it was, without what others did in between', async (t) => {
  let clock = 0;
  t.mock.method(performance, 'now', () => clock);
  const emission = createEmission(() => (clock += 3));
  for (let n = 0; n < 60; n += 1) emission.enter();
  const others = setInterval(() => (clock += 1_000), 0);
  const work = await new Promise<number>((done) => emission.send([{ room: 'a', delta: 1 }], done));
  clearInterval(others);
  assert.equal(work, 9);
});
