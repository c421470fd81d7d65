import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { arrange, hold, newestFirst, readSort, rearrange, wanted, writeSort, type Filter } from '../../web/rows.ts';
import { now, session } from './rows.ts';

const all: Filter = {
  ...{ wanted: 'any', q: '', device: '', protocol: '', where: {} },
  span: { from: undefined, to: undefined },
  names: undefined,
};

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
    const ids = arrange(rows, all, readSort('-bytesTx'), now).map((row) => row.id);
    assert.deepEqual(ids, [3, 1, 2]);
  });

  it('sorts addresses by number, not by letter', () => {
    const rows = ['10.0.0.10', '10.0.0.9'].map((assignedIp, id) => session({ id, assignedIp }));
    assert.deepEqual(
      arrange(rows, all, readSort('assignedIp'), now).map((row) => row.assignedIp),
      ['10.0.0.9', '10.0.0.10'],
    );
  });

  it('reads its order from the address and writes it back', () => {
    assert.deepEqual(readSort('-duration'), { key: 'duration', down: true });
    assert.equal(writeSort(readSort('user')), 'user');
    assert.deepEqual(readSort('constructor'), newestFirst);
    assert.equal(writeSort(newestFirst), '');
  });

  it('is the same after changes as if it were sorted anew, whatever changed', () => {
    const row = fc.record({
      id: fc.nat(30),
      start: fc.nat(5),
      user: fc.constantFrom('a', 'b', 'B', 'c'),
      device: fc.constantFrom('x', 'y'),
    });
    const sorts = fc.constantFrom('user', '-user', '-start', 'device', 'bytesTx').map(readSort);
    const rowsOf = (given: readonly { readonly id: number }[]) =>
      new Map(given.map((one) => [String(one.id), session(one)]));
    fc.assert(
      fc.property(fc.array(row), fc.array(row), fc.array(fc.nat(30)), sorts, (first, changes, gone, sort) => {
        const filter = { ...all, device: 'x' };
        const known = rowsOf(first);
        const next = new Map([...known, ...rowsOf(changes)]);
        for (const id of gone) next.delete(String(id));
        const before = { known, rows: arrange(known.values(), filter, sort, now) };
        assert.deepEqual(rearrange(before, next, filter, sort, now), arrange(next.values(), filter, sort, now));
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
    const known = new Map([one, ended, three].map((row) => [String(row.id), row]));
    const held = hold([one, two], [three, one], known);
    assert.deepEqual(
      held.rows.map((row) => [row.session.id, row.gone, row.session.state]),
      [
        [1, false, 'active'],
        [2, true, 'ended'],
      ],
    );
    assert.equal(held.fresh, 1);
  });
});
