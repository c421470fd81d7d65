import { PollFault } from '../show/fault.ts';
import { follows, indexIn, octetsOf } from './oid.ts';
import type { Declined, SnmpSession } from './session.ts';
import type { Varbind } from './trap.ts';

/** How much is asked at once: an ASA drops a request above 512 octets (212005), and may not answer one that wants too much. */
const MOST_VARBINDS = 12;
const MOST_REPETITIONS = 10;
const MOST_ANSWERED = 40;
/** Columns that are asked for at once. */
const COLUMNS = 4;
/** Octets of the varbinds of a request; the head of a message of version 3 takes up to 180. */
const ROOM = 320;
/** What a varbind has beside its OID: two heads and an empty value. */
const VARBIND = 5;

/** How much an agent could answer at once, as far as is known: kept from poll to poll. */
export interface Appetite {
  repetitions: number;
}

/** Nothing is known of it yet. */
export function fullAppetite(): Appetite {
  return { repetitions: MOST_REPETITIONS };
}

/** Rows by their index, each with its values by column. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, Varbind['value']>>;

/** What a walk came to. */
export interface Walked {
  readonly rows: Rows;
  /** `end`: there is no more of it. Else it was given up, and why; then nothing follows from what is lacking. */
  readonly ended: 'end' | 'not increasing' | 'too many rows' | 'declined';
}

/** Objects by their OID, in as many requests as it takes; one that the agent declines to tell, or does not have, is `null`. */
export async function getAll(
  session: SnmpSession,
  oids: readonly string[],
): Promise<ReadonlyMap<string, Varbind['value']>> {
  const found = new Map<string, Varbind['value']>();
  for (const some of requestsOf(oids, MOST_VARBINDS)) for (const [oid, value] of await getSome(session, some)) found.set(oid, value); // prettier-ignore
  return found;
}

/** An agent that declines one object declines the request: it is asked for halves of it. */
async function getSome(
  session: SnmpSession,
  oids: readonly string[],
): Promise<readonly (readonly [string, Varbind['value']])[]> {
  const answer = await session.get(oids);
  if (!isDeclined(answer)) {
    const told = new Map(answer.map(({ oid, value }) => [oid, value]));
    return oids.map((oid) => [oid, told.get(oid) ?? null]);
  }
  const [first] = oids;
  if (oids.length === 1 && first !== undefined) return [[first, null]];
  const half = Math.ceil(oids.length / 2);
  return [...(await getSome(session, oids.slice(0, half))), ...(await getSome(session, oids.slice(half)))];
}

/** Walks columns of one table side by side, into `rows`. Rejects with a `PollFault` when the agent answers no more, however little is asked. */
export async function walk(
  session: SnmpSession,
  columns: readonly string[],
  appetite: Appetite,
  most: number,
  rows = new Map<string, Map<string, Varbind['value']>>(),
): Promise<Walked> {
  // Where each column goes on.
  const cursors = new Map(columns.map((column) => [column, column]));
  while (cursors.size > 0) {
    const byCursor = new Map([...cursors].map(([column, at]) => [at, column]));
    for (const some of requestsOf([...byCursor.keys()], COLUMNS)) {
      const answer = await ask(session, some, appetite);
      if (isDeclined(answer) || answer.every((follow) => follow.length === 0)) return { rows, ended: 'declined' };
      for (const [place, at] of some.entries()) {
        const column = byCursor.get(at) ?? at;
        const next = take(rows, column, at, answer[place] ?? []);
        if (next === 'not increasing') return { rows, ended: next };
        if (next === 'end') cursors.delete(column);
        else cursors.set(column, next);
      }
      if (rows.size > most) return { rows, ended: 'too many rows' };
    }
  }
  return { rows, ended: 'end' };
}

/** Puts what follows in a column into its rows; gives where to go on. Of a column that an answer had no room for nothing follows yet. */
function take(
  rows: Map<string, Map<string, Varbind['value']>>,
  column: string,
  from: string,
  answered: readonly Varbind[],
): string {
  let at = from;
  for (const { oid, value } of answered) {
    if (!follows(oid, at)) return value === null ? 'end' : 'not increasing';
    const index = indexIn(oid, column);
    if (index === undefined) return 'end';
    const row = rows.get(index) ?? new Map<string, Varbind['value']>();
    rows.set(index, value === null ? row : row.set(column, value));
    at = oid;
  }
  return at;
}

/** Asks for less each time that there is no answer, or that it would be too much, down to one row by GETNEXT. */
async function ask(
  session: SnmpSession,
  oids: readonly string[],
  appetite: Appetite,
): Promise<readonly (readonly Varbind[])[] | Declined> {
  for (;;) {
    const repetitions = Math.max(1, Math.min(appetite.repetitions, Math.floor(MOST_ANSWERED / oids.length)));
    const answer = await session.next(oids, repetitions).catch((fault: unknown) => {
      const isSlow = fault instanceof PollFault && fault.why === 'deadline' && fault.at === 'connect';
      if (!isSlow || repetitions === 1) throw fault;
      return undefined;
    });
    if (answer !== undefined && !isDeclined(answer)) return answer;
    if (answer !== undefined && repetitions === 1) return each(session, oids, answer, appetite);
    appetite.repetitions = Math.floor(repetitions / 2);
  }
}

/** One column that the agent declines must not cost us the others. At the end of all it has, one of the old kind says `noSuchName`. */
async function each(
  session: SnmpSession,
  oids: readonly string[],
  answer: Declined,
  appetite: Appetite,
): Promise<readonly (readonly Varbind[])[] | Declined> {
  const [first, ...others] = oids;
  if (first === undefined) return [];
  if (others.length === 0) return answer.declined === 'noSuchName' ? [[{ oid: first, value: null }]] : answer;
  const columns: (readonly Varbind[])[] = [];
  for (const oid of oids) {
    const one = await ask(session, [oid], appetite);
    if (isDeclined(one)) return one;
    columns.push(...one);
  }
  return columns;
}

/** The OIDs in requests that an agent takes. */
function requestsOf(oids: readonly string[], most: number): readonly (readonly string[])[] {
  const requests: string[][] = [];
  let room = 0;
  for (const oid of oids) {
    const octets = octetsOf(oid) + VARBIND;
    const last = requests.at(-1);
    if (last === undefined || last.length >= most || octets > room) {
      requests.push([oid]);
      room = ROOM - octets;
    } else {
      last.push(oid);
      room -= octets;
    }
  }
  return requests;
}

function isDeclined(answer: object): answer is Declined {
  return 'declined' in answer;
}
