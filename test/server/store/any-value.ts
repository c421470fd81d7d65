import assert from 'node:assert/strict';

import fc from 'fast-check';

import { rowsText, type Cell } from '../../../server/store/cell.ts';
import { openBare, type Connection } from '../../../server/store/sqlite.ts';

/** Values of every type that JavaScript has, with those that the driver is known to change. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    ...{ withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withSet: true, withTypedArray: true },
    ...{ withSparseArray: true, withObjectString: true, withNullPrototype: true },
  }),
  fc.maxSafeInteger(),
  fc.double(),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
  // UTF-16 as it comes, halves of pairs among it.
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    ...[undefined, null, NaN, Infinity, -Infinity, -0, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 2 ** 53, 1e300, true, 0n],
    ...[
      '',
      '\0',
      'a\0b',
      '\ud800',
      '\udc00x',
      '\ufffd',
      '\uffff',
      '\ufeff',
      Symbol('s'),
      Symbol.iterator,
      /x/,
      () => 1,
    ],
    ...[
      new Date(0),
      Buffer.from(''),
      Buffer.from('x'),
      [],
      {},
      [1],
      { toString: () => 'x' },
      new String('s'),
      new Number(1),
    ],
  ),
);

/** Puts so many values of all types through both ways into SQLite: each comes back the same, or was refused. */
export async function expectNoSilentChange(cases: number): Promise<void> {
  const connection = await openBare(':memory:');
  await connection.script('CREATE TABLE held (id INTEGER PRIMARY KEY, any ANY, whole INTEGER, text TEXT) STRICT');
  let stored = 0;
  try {
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => {
        // The border that the test crosses on purpose: a caller that got its types wrong.
        const cell = value as Cell;
        const cells = await accepted(() => viaColumns(connection, cell));
        const mass = await accepted(() => viaRows(connection, cell));
        for (const back of [...(cells ?? []), ...(mass ?? [])])
          assert.equal(back === value, true, `${String(back)} came back`);
        assert.equal(cells === undefined, mass === undefined, 'both ways accept the same');
        if (cells !== undefined) stored += 1;
      }),
      { numRuns: cases },
    );
  } finally {
    await connection.close();
  }
  assert.ok(stored > cases / 10, `${stored} of ${cases} values were stored at all`);
}

async function viaColumns(connection: Connection, value: Cell): Promise<readonly unknown[]> {
  const column = typeof value === 'number' ? 'whole' : 'text';
  await connection.run(`INSERT OR REPLACE INTO held (id, any, ${column}) VALUES (1, ?, ?)`, [value, value]);
  const rows = await connection.all(`SELECT any, ${column} AS held, ? AS echoed FROM held WHERE id = 1 AND any IS ?`, [
    value,
    value,
  ]);
  return rows.length === 1 ? Object.values(rows[0] ?? {}) : ['no row'];
}

async function viaRows(connection: Connection, value: Cell): Promise<readonly unknown[]> {
  const column = typeof value === 'number' ? 'whole' : 'text';
  const rows = rowsText([[value]]);
  await connection.run(`INSERT OR REPLACE INTO held (id, ${column}) SELECT 2, value->>0 FROM jsonb_each(?)`, [rows]);
  return (await connection.all(`SELECT ${column} AS held FROM held WHERE id = 2`)).flatMap((row) => Object.values(row));
}

/** What the work resolves to; `undefined` if it refuses the value, which only a `TypeError` does. */
async function accepted<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
