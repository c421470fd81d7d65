import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SessionRow } from '../../server/domain/feed.ts';
import { Sharded } from '../../server/domain/sharded.ts';
import {
  follow,
  hold,
  newestFirst,
  place,
  readSort,
  unarranged,
  wanted,
  writeSort,
  type Arranged,
  type Filter,
  type Sort,
} from '../../web/rows.ts';
import { now, session } from './rows.ts';

const all: Filter = {
  ...{ wanted: 'any', q: '', device: '', protocol: '', where: {} },
  span: { from: undefined, to: undefined },
  names: undefined,
};

const byId = (rows: readonly SessionRow[]) => Sharded.of(rows.map((row) => [String(row.id), row] as const));

/** All that wait find their place, so many at a time. */
function settle(arranged: Arranged, filter: Filter, sort: Sort, most = 1000): Arranged {
  let settled = arranged;
  while (settled.waiting.length > 0) settled = place(settled, filter, sort, now, most);
  return settled;
}

/** The rows in their order. */
const arrange = (rows: readonly SessionRow[], sort: Sort) => settle(unarranged(byId(rows)), all, sort).rows;

describe("the sessions' table", () => {
  it('finds a user by the beginning of the name, with or without the domain', () => {
    const found = (user: string, q: string) => wanted(session({ user }), { ...all, q });
    assert.ok(found('marty', 'mar'));
    assert.ok(found('HILL\\Marty', 'mar'));
    assert.ok(found('HILL\\Marty', 'hill\\m'));
    assert.ok(!found('lamar', 'mar'));
  });

  it('finds a whole address exactly, and the beginning of one by what begins so', () => {
    const found = (assignedIp: string, q: string) => wanted(session({ assignedIp }), { ...all, q });
    assert.ok(found('172.16.1.1', '172.16.1.1'));
    assert.ok(!found('172.16.1.100', '172.16.1.1'));
    assert.ok(found('172.16.1.100', '172.16.1.'));
    assert.ok(wanted(session({ publicIp: '198.51.100.7' }), { ...all, q: '198.51.100.7' }));
  });

  it('sorts bytes and durations by number, and what is not known last', () => {
    const rows = [session({ id: 1, bytesTx: 900 }), session({ id: 2 }), session({ id: 3, bytesTx: 10_000 })];
    const ids = arrange(rows, readSort('-bytesTx')).map((row) => row.id);
    assert.deepEqual(ids, [3, 1, 2]);
  });

  it('sorts addresses by number, not by letter', () => {
    const rows = ['10.0.0.10', '10.0.0.9'].map((assignedIp, id) => session({ id, assignedIp }));
    assert.deepEqual(
      arrange(rows, readSort('assignedIp')).map((row) => row.assignedIp),
      ['10.0.0.9', '10.0.0.10'],
    );
  });

  it('reads its order from the address and writes it back', () => {
    assert.deepEqual(readSort('-duration'), { key: 'duration', down: true });
    assert.equal(writeSort(readSort('user')), 'user');
    assert.deepEqual(readSort('constructor'), newestFirst);
    assert.equal(writeSort(newestFirst), '');
  });

  it('is the same after changes, at any step, as if it were sorted at once', () => {
    const row = fc.record({
      id: fc.nat(30),
      start: fc.nat(5),
      user: fc.constantFrom('a', 'b', 'B', 'c'),
      device: fc.constantFrom('x', 'y'),
    });
    const sorts = fc.constantFrom('user', '-user', '-start', 'device', 'bytesTx').map(readSort);
    const turn = fc.record({ changes: fc.array(row), gone: fc.array(fc.nat(30)), steps: fc.nat(3) });
    const rowsOf = (given: readonly { readonly id: number }[]) => byId(given.map((one) => session(one)));
    const filter = { ...all, device: 'x' };
    const collator = new Intl.Collator('en', { numeric: true });
    const sorted = (known: Sharded<SessionRow>, { key, down }: Sort) =>
      [...known.values()]
        .filter(({ device }) => device === 'x')
        .sort((one, other) => {
          const by =
            key === 'user' || key === 'device'
              ? collator.compare(one[key], other[key])
              : key === 'start'
                ? one.start - other.start
                : 0;
          return (down ? -by : by) || other.start - one.start || other.id - one.id;
        });
    fc.assert(
      fc.property(fc.array(row), fc.array(turn), sorts, (first, turns, sort) => {
        let known = rowsOf(first);
        let arranged = unarranged(known);
        for (const { changes, gone, steps } of turns) {
          known = known.with(rowsOf(changes)).with([], gone.map(String));
          arranged = follow(arranged, known);
          for (let step = 0; step < steps; step += 1) arranged = place(arranged, filter, sort, now, 3);
        }
        assert.deepEqual(settle(arranged, filter, sort, 3).rows, sorted(known, sort));
      }),
    );
  });

  it('shows of a span all that were there, and of a site its head-ends', () => {
    const there = (from: number, to: number) => (given: Parameters<typeof session>[0]) =>
      wanted(session({ start: 100, ...given }), { ...all, span: { from, to } });
    assert.ok(there(50, 101)({}) && !there(50, 100)({}));
    assert.ok(there(200, 300)({ end: 200 }) && !there(200, 300)({ end: 199 }) && there(200, 300)({}));
    assert.ok(wanted(session(), { ...all, names: new Set(['HV-ASA']) }));
    assert.ok(!wanted(session(), { ...all, names: new Set() }));
  });

  it('keeps its rows in place while it is held: new ones wait, gone ones are marked', () => {
    const [one, two, three] = [session({ id: 1 }), session({ id: 2 }), session({ id: 3 })];
    const ended = { ...two, state: 'ended' as const };
    const held = hold([one, two], [three, one], byId([one, ended, three]));
    assert.deepEqual(
      held.rows.map(({ id, state }) => [id, held.gone.has(id), state]),
      [
        [1, false, 'active'],
        [2, true, 'ended'],
      ],
    );
    assert.equal(held.fresh, 1);
  });
});
