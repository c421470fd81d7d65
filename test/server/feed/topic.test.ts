import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { advance, extend, start, type Board } from '../../../server/domain/board.ts';
import type { Delta, GapRow, Snapshot } from '../../../server/domain/feed.ts';
import { createTopic } from '../../../server/feed/topic.ts';

const gap = (to: number): GapRow => ({ from: 0, to });
const key = fc.constantFrom('a', 'b', '__proto__', 'constructor', '');

/** What can happen to a topic and to three viewers of it. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('put' as const), key, to: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('drop' as const), key }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('flush' as const), lostBy: fc.option(fc.nat(2)) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('subscribe' as const), viewer: fc.nat(2) }) },
);

test('whatever happens, every viewer ends with the rows of the topic', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const topic = createTopic('gaps');
      const truth = new Map<string, GapRow>();
      const viewers: (Board<'gaps'> | undefined)[] = [undefined, undefined, undefined];
      const subscribe = (): Board<'gaps'> => start(topic.snapshot());
      const send = (delta: Delta<'gaps'>, lostBy: number | null): void => {
        viewers.forEach((board, which) => {
          if (board === undefined || which === lostBy) return;
          const after = advance(board, delta);
          const lost = delta.seq !== board.seq + 1;
          assert.equal(after === undefined, lost, 'a lost delta is noticed, and nothing else is');
          viewers[which] = after ?? subscribe();
        });
      };
      for (const one of [...steps, { does: 'flush' as const, lostBy: null }]) {
        switch (one.does) {
          case 'put':
            truth.set(one.key, gap(one.to));
            topic.put(one.key, gap(one.to));
            break;
          case 'drop':
            truth.delete(one.key);
            topic.drop(one.key);
            break;
          case 'subscribe':
            viewers[one.viewer] = subscribe();
            break;
          case 'flush': {
            const delta = topic.flush();
            if (delta !== undefined) send(delta, one.lostBy);
          }
        }
      }
      // One that lost the last delta hears of it with the next.
      topic.put('last', gap(9));
      truth.set('last', gap(9));
      const last = topic.flush();
      assert.ok(last !== undefined);
      send(last, null);
      assert.deepEqual(new Map(topic.snapshot().rows), truth);
      for (const board of viewers) if (board !== undefined) assert.deepEqual(new Map(board.rows), truth);
      assert.deepEqual(JSON.parse(topic.read().next().json), topic.snapshot());
    }),
    { numRuns: 300 },
  );
});

test('the latest row of a key wins, and a row that is as it was is not sent', () => {
  const topic = createTopic('gaps');
  topic.put('a', gap(1));
  topic.put('a', gap(2));
  assert.deepEqual(topic.flush(), { topic: 'gaps', seq: 1, put: [['a', gap(2)]], drop: [] });
  topic.put('a', gap(2));
  topic.drop('never there');
  assert.equal(topic.flush(), undefined);
  topic.drop('a');
  topic.put('a', gap(2));
  assert.equal(topic.flush(), undefined, 'dropped and put back between two flushes');
  topic.drop('a');
  assert.deepEqual(topic.flush(), { topic: 'gaps', seq: 2, put: [], drop: ['a'] });
});

test('a snapshot holds what the last flush told and nothing newer', () => {
  const topic = createTopic('gaps');
  topic.put('a', gap(1));
  topic.flush();
  topic.put('a', gap(2));
  assert.deepEqual(topic.snapshot(), { topic: 'gaps', seq: 1, rows: [['a', gap(1)]] });
  assert.deepEqual(topic.read().next(), {
    json: '{"topic":"gaps","seq":1,"rows":[["a",{"from":0,"to":1}]]}',
    isLast: true,
  });
});

/** A row of some 20,000 characters: a few of them are a part. */
const wide = (to: number): GapRow => ({ from: 0, to, padding: 'x'.repeat(20_000) }) as GapRow;

test('a large topic comes in parts, the latest rows first, and is whole with the deltas between them, whatever changes meanwhile', () => {
  const change = fc.oneof(
    fc.record({ does: fc.constant('put' as const), key: fc.nat(45) }),
    fc.record({ does: fc.constant('drop' as const), key: fc.nat(45) }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 6 }), (turns) => {
      const topic = createTopic('gaps');
      for (let key = 0; key < 40; key += 1) topic.put(String(key), wide(0));
      while (topic.flush() !== undefined);
      const reading = topic.read();
      const other = topic.read();
      const parse = (json: string) => JSON.parse(json) as Snapshot<'gaps'>;
      const first = reading.next();
      assert.equal(other.next().json, first.json, 'written once for two');
      assert.equal(parse(first.json).rows.at(-1)?.[0], '39', 'the latest first');
      let board: Board<'gaps'> | undefined = start(parse(first.json));
      assert.ok(board.missing > 30 && !first.isLast);
      let to = 0;
      for (let isLast = false, turn = 0; !isLast; turn += 1) {
        for (const { does, key } of turns[turn] ?? []) {
          if (does === 'drop') topic.drop(String(key));
          else topic.put(String(key), wide((to += 1)));
        }
        const delta = topic.flush();
        if (delta !== undefined) board = advance<'gaps'>(board, delta);
        const part = reading.next();
        board = board && extend(board, parse(part.json));
        assert.ok(board !== undefined, 'parts are as of the last delta');
        assert.ok(turn < 20, 'there are not too many parts');
        ({ isLast } = part);
        assert.equal(board.missing === 0, isLast);
      }
      assert.deepEqual(new Map(board.rows), new Map(topic.snapshot().rows));
    }),
    { numRuns: 100 },
  );
});

test('what is too much for one delta comes with the next ones, each key as it is by then', () => {
  const topic = createTopic('gaps');
  for (let key = 0; key < 25; key += 1) topic.put(String(key), wide(1));
  const first = topic.flush();
  assert.ok(first !== undefined && first.put.length < 12);
  assert.deepEqual(topic.snapshot().rows.length, first.put.length, 'what was not told is not there');
  topic.put('24', wide(2));
  topic.drop('23');
  const rest = [topic.flush(), topic.flush(), topic.flush()].filter((delta) => delta !== undefined);
  const puts = [first, ...rest].flatMap(({ put }) => put.map(([key, row]) => [key, row.to]));
  assert.equal(puts.length, 24);
  assert.deepEqual(puts.at(-1), ['24', 2]);
  assert.equal(topic.flush(), undefined);
});

test('a part that comes after a lost delta is not taken', () => {
  const board = start<'gaps'>({ topic: 'gaps', seq: 1, rows: [], left: 2 });
  assert.equal(extend(board, { topic: 'gaps', seq: 2, rows: [] }), undefined);
});
