import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NOON } from './scratch.ts';

/** All that a query finds, page by page; `ask` gets what says where its page begins. */
export async function everyPage<T>(
  limit: number,
  ask: (from: { readonly cursor?: string }) => Promise<{ readonly rows: readonly T[]; readonly next: string | null }>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof ask>> = await ask(cursor === null ? {} : { cursor });
    assert.ok(rows.length <= limit);
    found.push(...rows);
    cursor = next;
  } while (cursor !== null);
  return found;
}

const time = fc.integer({ min: NOON - 1, max: NOON + 51 });
const times = { from: time, to: time, limit: fc.integer({ min: 1, max: 60 }) };

/** Holds what is found against what a slow and simple filter chooses, for any of these queries, within any time, in pages of any size. */
export async function agree<Q extends { readonly limit: number }, T>(
  fields: { readonly [K in Exclude<keyof Q, keyof typeof times | 'cursor'>]?: fc.Arbitrary<unknown> },
  found: (asked: Q) => Promise<readonly T[]>,
  chosen: (asked: Q) => readonly T[],
  numRuns: number,
): Promise<void> {
  const query = fc.record({ ...fields, ...times }, { requiredKeys: ['limit'] }) as unknown as fc.Arbitrary<Q>; // border: each field gives its own facts
  const check = async (asked: Q): Promise<void> => assert.deepEqual(await found(asked), chosen(asked));
  await fc.assert(fc.asyncProperty(query, check), { numRuns });
}
