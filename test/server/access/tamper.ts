import { randomBytes } from 'node:crypto';

import { BEGINNING, follow, rowAfter, type End } from '../../../server/access/audit.ts';
import { derived } from '../../../server/access/key.ts';
import type { AuditRow } from '../../../server/domain/access/audit.ts';

const key = derived(randomBytes(32));

/** What somebody may do to the rows from one on; `undefined` where that row does not allow it. */
type Tampering = (rows: readonly AuditRow[], place: number, other: AuditRow) => readonly AuditRow[] | undefined;

const changed =
  (change: (row: AuditRow) => Partial<AuditRow>): Tampering =>
  (rows, place) => {
    const row = rows[place];
    return row && [{ ...row, ...change(row) }, ...rows.slice(place + 1, place + 3)];
  };

/** Each field changed, a row gone, put in, exchanged with the next or with another, and all of these with numbers that fit. */
const kinds: Readonly<Record<string, Tampering>> = {
  at: changed(({ at }) => ({ at: at + 1 })),
  by: changed(({ by }) => ({ by: `${by} ` })),
  from: changed(({ from }) => ({ from: from === null ? '' : null })),
  kind: changed(({ kind }) => ({ kind: kind === 'login' ? 'logout' : 'login' })),
  about: changed(({ about }) => ({ about: about.replace('}', ' }') })),
  said: changed(({ said }) => ({ said: `${said ?? ''}!` })),
  saidHash: changed(({ saidHash }) => ({ saidHash: saidHash === null ? '' : null })),
  hash: changed(({ hash }) => ({ hash: (hash.startsWith('0') ? '1' : '0') + hash.slice(1) })),
  seq: changed(({ seq }) => ({ seq: seq + 1 })),
  removed: (rows, place) => (place + 1 < rows.length ? rows.slice(place + 1, place + 3) : undefined),
  'removed, numbers closed up': (rows, place) =>
    place + 1 < rows.length ? rows.slice(place + 1, place + 3).map((row) => ({ ...row, seq: row.seq - 1 })) : undefined,
  exchanged: (rows, place) => {
    const [first, second] = rows.slice(place, place + 2);
    return (
      first &&
      second && [
        { ...second, seq: first.seq },
        { ...first, seq: second.seq },
      ]
    );
  },
  'put in': (rows, place, other) => {
    const row = rows[place];
    return row && [{ ...other, seq: row.seq }, ...rows.slice(place, place + 2).map((one) => ({ ...one, seq: one.seq + 1 }))]; // prettier-ignore
  },
};

/** A log of so many rows, each of whose rows (or every `step`th) is tampered with in every way; the ways that were not seen. */
export function tamperings(
  count: number,
  step: number,
): { readonly tried: number; readonly unseen: readonly string[] } {
  const { rows, ends } = chain(count);
  const unseen: string[] = [];
  let tried = 0;
  for (let place = 0; place < count; place += step)
    for (const [name, tamper] of Object.entries(kinds)) {
      // Any other row, far and near.
      const other = rows[(place + 1 + ((place * 7_919) % (count - 1))) % count];
      const bad = other && tamper(rows, place, other);
      if (bad === undefined) continue;
      tried += 1;
      // What stands before is as it was, so whoever verifies arrives here with this end.
      if (!isSeen(ends[place] ?? BEGINNING, bad)) unseen.push(`${name} at ${place + 1}`);
    }
  return { tried, unseen };
}

function isSeen(from: End, rows: readonly AuditRow[]): boolean {
  let end = from;
  for (const row of rows) {
    const next = follow(key, end, row);
    if ('fault' in next) return true;
    end = next;
  }
  return false;
}

/** The rows of a log, and the end before each. Every row is as like the others as may be. */
function chain(count: number): { readonly rows: readonly AuditRow[]; readonly ends: readonly End[] } {
  const rows: AuditRow[] = [];
  const ends: End[] = [BEGINNING];
  for (let i = 0; i < count; i += 1) {
    const said = i % 3 === 0 ? { said: 'asked' } : {};
    const from = i % 2 === 0 ? null : '192.0.2.1';
    const row = rowAfter(key, ends[i] ?? BEGINNING, { at: 0, by: 'docbrown', from, kind: 'login', about: { on: 1 }, ...said }); // prettier-ignore
    rows.push(row);
    const end = follow(key, ends[i] ?? BEGINNING, row);
    if ('fault' in end) throw new Error(end.fault);
    ends.push(end);
  }
  return { rows, ends };
}
