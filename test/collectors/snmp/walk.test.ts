import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { follows, octetsOf } from '../../../collectors/snmp/oid.ts';
import type { Declined, SnmpSession } from '../../../collectors/snmp/session.ts';
import type { Varbind } from '../../../collectors/snmp/trap.ts';
import { fullAppetite, getAll, walk } from '../../../collectors/snmp/walk.ts';

const T = '1.3.6.1.4.1.9.9.392.1.3.21.1';

interface Ways {
  /** What is asked, and declined with a word. */
  readonly decline?: (oids: readonly string[], repetitions: number) => string | undefined;
  /** The most varbinds in an answer: an agent cuts one that would be too long. */
  readonly most?: number;
}

/** An agent that has these objects, and what was asked of it. */
function agentWith(oids: readonly string[], { decline = () => undefined, most = Infinity }: Ways = {}) {
  const sorted = [...oids].sort((a, b) => (follows(a, b) ? 1 : -1));
  const asked: (readonly string[])[] = [];
  const after = (oid: string): Varbind => {
    const next = sorted.find((one) => follows(one, oid));
    return next === undefined ? { oid, value: null } : { oid: next, value: 1 };
  };
  const session: SnmpSession = {
    get: (wanted): Promise<readonly Varbind[] | Declined> => {
      asked.push(wanted);
      const declined = decline(wanted, 0);
      if (declined !== undefined) return Promise.resolve({ declined });
      return Promise.resolve(wanted.map((oid) => ({ oid, value: sorted.includes(oid) ? 1 : null })));
    },
    next: (from, repetitions) => {
      asked.push(from);
      const declined = decline(from, repetitions);
      if (declined !== undefined) return Promise.resolve({ declined });
      const columns = from.map((): Varbind[] => []);
      const cursors = [...from];
      for (let told = 0; told < repetitions * from.length && told < most; told += 1) {
        const place = told % from.length;
        const varbind = after(cursors[place] ?? '');
        columns[place]?.push(varbind);
        cursors[place] = varbind.oid;
      }
      return Promise.resolve(columns);
    },
    close: () => undefined,
  };
  return { session, asked };
}

const rowsOf = (columns: readonly number[], rows: number) =>
  columns.flatMap((column) => Array.from({ length: rows }, (_, row) => `${T}.${column}.${row + 1}`));
const columnsOf = (...columns: readonly number[]) => columns.map((column) => `${T}.${column}`);

describe('a walk', () => {
  it('reads columns of any length side by side, and nothing of their neighbours', async () => {
    const { session } = agentWith([...rowsOf([2, 6, 8, 10, 11], 37), ...rowsOf([12, 13], 40), `${T}.6.99`]);
    const { rows, ended } = await walk(session, columnsOf(2, 6, 8, 10, 11, 36), fullAppetite(), 1_000);
    assert.equal(ended, 'end');
    assert.equal(rows.size, 38);
    assert.ok([...rows.values()].every((cells) => [...cells.keys()].every((column) => !/\.(?:12|13)$/.test(column))));
    assert.deepEqual([...(rows.get('99')?.keys() ?? [])], columnsOf(6));
  });

  it('loses nothing of answers that an agent cuts', async () => {
    for (const most of [1, 2, 5, 7]) {
      const { session } = agentWith(rowsOf([2, 6, 8], 23), { most });
      const { rows, ended } = await walk(session, columnsOf(2, 6, 8), fullAppetite(), 1_000);
      assert.equal(ended, 'end');
      assert.equal([...rows.values()].reduce((sum, cells) => sum + cells.size, 0), 69); // prettier-ignore
    }
  });

  it('asks for less where an answer would be too big', async () => {
    const { session } = agentWith(rowsOf([2, 6], 9), { decline: (_, most) => (most > 2 ? 'tooBig' : undefined) });
    const appetite = fullAppetite();
    assert.equal((await walk(session, columnsOf(2, 6), appetite, 100)).rows.size, 9);
    assert.equal(appetite.repetitions, 2);
  });

  it('ends where an agent of the old kind says that there is no such name', async () => {
    const last = `${T}.6.9`;
    const { session } = agentWith(rowsOf([2, 6], 9), { decline: (oids) => (oids.includes(last) ? 'noSuchName' : undefined) }); // prettier-ignore
    const { rows, ended } = await walk(session, columnsOf(2, 6), fullAppetite(), 100);
    assert.deepEqual([ended, rows.size], ['end', 9]);
  });

  it('is not complete where an agent will tell no more', async () => {
    const { session } = agentWith(rowsOf([2], 9), { decline: (oids) => (oids.includes(`${T}.2.5`) ? 'genErr' : undefined) }); // prettier-ignore
    assert.equal((await walk(session, columnsOf(2), { repetitions: 5 }, 100)).ended, 'declined');
    const { session: mute } = agentWith(rowsOf([2], 9), { most: 0 });
    assert.equal((await walk(mute, columnsOf(2), fullAppetite(), 100)).ended, 'declined');
  });

  it('asks in no request for more than an ASA takes, however long the names in an index', async () => {
    const name = Array.from({ length: 64 }, () => 195).join('.');
    const oids = columnsOf(2, 6, 8, 10, 11, 13, 14).flatMap((column) => [`${column}.64.${name}.1`, `${column}.64.${name}.2`]); // prettier-ignore
    const { session, asked } = agentWith(oids);
    const { rows } = await walk(session, columnsOf(2, 6, 8, 10, 11, 13, 14), fullAppetite(), 100);
    assert.equal(rows.size, 2);
    // A message of version 3 has up to 180 octets around its varbinds, and each of these 4 beside its OID.
    for (const some of asked) assert.ok(some.reduce((sum, oid) => sum + octetsOf(oid) + 4, 180) <= 512);
  });
});

describe('a question for objects', () => {
  it('gets what there is, though the agent declines some', async () => {
    const wanted = rowsOf([2], 30);
    const bad = wanted[17] ?? '';
    const { session, asked } = agentWith(wanted.slice(0, 25), { decline: (oids) => (oids.includes(bad) ? 'noSuchName' : undefined) }); // prettier-ignore
    const told = await getAll(session, wanted);
    assert.deepEqual(
      wanted.filter((oid) => told.get(oid) === null),
      [bad, ...wanted.slice(25)],
    );
    assert.ok(asked.every((some) => some.length <= 12));
  });
});

describe('the order of OIDs', () => {
  it('is by number, a beginning before what it begins, and never of one behind itself', () => {
    assert.ok(follows('1.3.6.10', '1.3.6.9'));
    assert.ok(follows('1.3.6.1', '1.3.6'));
    assert.ok(!follows('1.3.6', '1.3.6.1'));
    assert.ok(!follows('1.3.6.1', '1.3.6.1'));
  });
});
