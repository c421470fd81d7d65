import { existsSync } from 'node:fs';

import { dotted, folded, indexPath } from './day-index.ts';
import { isDamage } from './damage.ts';
import { linesOfIds, lookAt, lookByWords, type Look, type Part } from './message-look.ts';
import type { MessageQuery } from './message-reads.ts';
import { isWord, type ByWords, type IdRange } from './message-words.ts';
import type { Ask } from './readers.ts';
import { SqlError } from './sqlite.ts';

/** What is asked of the index of a day (`day-index.ts`). */
export interface Sought {
  /** Of its tables: of parts of lines, or of words of lines that nobody has read. */
  readonly table: 'gram' | 'term';
  /** For its blocks, as FTS5 takes it; `undefined`: only odd ones can have such a line. */
  readonly match: string | undefined;
  /** It is sought in lines of which nobody has read whom they name, and words lead to the others. */
  readonly isUnread: boolean;
}

/** What the index can be asked for; `undefined` where what is sought is too short for it, or has nothing that it knows. */
export function soughtIn({ text, user, address }: MessageQuery): Sought | undefined {
  const isUnread = user !== undefined || address !== undefined;
  const all = (table: Sought['table'], parts: readonly (string | undefined)[]): Sought | undefined => {
    const told = parts.filter((part) => part !== undefined);
    const match = told.includes(ODD) ? undefined : told.join(' AND ');
    return told.length === 0 ? undefined : { table, match, isUnread };
  };
  const isFour = address !== undefined && !address.includes(':');
  return (
    all('term', [
      ...(user === undefined ? [] : [anyOf(user.map((name) => termsOf(name)))]),
      ...(isFour ? [termsOf(address)] : []),
    ]) ??
    all(
      'gram',
      [text, address].map((one) => (one === undefined ? undefined : gramsOf(one))),
    )
  );
}

/** Stands for a text that only a line with a NUL or letters beyond ASCII can hold. */
const ODD = '';
const PLAIN = /^[\x01-\x7f]*$/;
/** Three characters in a row that one text is asked for by: of digits alone, which lead to few blocks, with some digits, and, by how many of these there are, without any, which may be in each block. */
const MOST = { digits: 10, mixed: 4, letters: [8, 7, 6, 2, 2] };
/** A digit, or a full stop with one behind it. */
const DIGIT = /[0-9\x0e-\x17]/g;

function gramsOf(text: string): string | undefined {
  if (!PLAIN.test(text)) return ODD;
  const whole = folded(text.toLowerCase());
  const all = Array.from({ length: Math.max(0, whole.length - 2) }, (_, at) => whole.slice(at, at + 3));
  const digits = (gram: string): number => gram.match(DIGIT)?.length ?? 0;
  const of = (least: number, most: number): readonly string[] => [
    ...new Set(all.filter((gram) => digits(gram) >= least && digits(gram) <= most)),
  ];
  const rare = [...spreadOut(of(3, 3), MOST.digits), ...spreadOut(of(1, 2), MOST.mixed)].map(quoted);
  rare.push(...firstOf(text, whole));
  const grams = [...rare, ...spreadOut(of(0, 0), MOST.letters[rare.length] ?? 0).map(quoted)];
  return grams.length === 0 ? undefined : `(${grams.join(' AND ')})`;
}

/** The first three characters of a text that begins with a digit, whether or not a full stop is before it in the line. */
function firstOf(text: string, whole: string): readonly string[] {
  const [digit = ''] = text;
  if (!/[0-9]/.test(digit) || whole.length < 2) return [];
  return [`(${[digit, dotted(digit)].map((first) => quoted(first + whole.slice(0, 2))).join(' OR ')})`];
}

/** So many of them at most, from the beginning to the end. */
function spreadOut(all: readonly string[], most: number): readonly string[] {
  const step = Math.ceil(all.length / most);
  return all.filter((_, at) => at % step === 0).slice(0, most);
}

/** A whole name, or an address, by its words, as `term` parts them: behind the last one may stand a full stop, which is no part of the name, and more of the same word. */
function termsOf(name: string): string | undefined {
  if (!PLAIN.test(name)) return ODD;
  const words = name.toLowerCase().match(/[a-z0-9_.]+/g) ?? [];
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const terms = new Set(words.slice(0, -1).map(quoted));
  const isEnd = name.toLowerCase().endsWith(last);
  return `(${[...terms, isEnd ? `(${quoted(last)} OR ${quoted(`${last}.`)} *)` : quoted(last)].join(' AND ')})`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function anyOf(parts: readonly (string | undefined)[]): string | undefined {
  if (parts.includes(undefined)) return undefined;
  const told = parts.filter((part) => part !== ODD);
  return told.length === 0 ? ODD : `(${told.join(' OR ')})`;
}

/** How far the index of a day leads, and between which of its blocks a range lies. */
export interface IndexSpan {
  /** Ids: it leads to every message between them. */
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly high: number;
  /** 1: it tells where users and addresses are named. */
  readonly named: number | null;
}

/** `undefined` where a day has no index yet, or one that cannot be read: whoever keeps it is told, and makes it anew. */
export async function indexSpan(
  ask: Ask,
  { days, day }: Pick<ByWords, 'days' | 'day'>,
  { first, past }: IdRange,
): Promise<IndexSpan | undefined> {
  const path = indexPath(days.path(day));
  if (!existsSync(path)) return undefined;
  try {
    const [row] = await ask(
      path,
      `SELECT (SELECT first FROM block ORDER BY n LIMIT 1) AS first, (SELECT last FROM block ORDER BY n DESC LIMIT 1) AS last,
         ifnull((SELECT n FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1), 1) AS low, (SELECT whole FROM named_upto) AS named, ifnull((SELECT n FROM block WHERE first < ? ORDER BY first DESC LIMIT 1), 0) AS high`,
      [first, past],
    );
    // The border: the columns are those of the statement. An empty one leads to nothing.
    return typeof row?.['last'] === 'number' ? (row as unknown as IndexSpan) : undefined;
  } catch (cause) {
    const isGone =
      cause instanceof SqlError && (cause.code === 'SQLITE_CANTOPEN' || cause.message.includes('no such table'));
    if (isGone || isDamage(cause)) return undefined;
    throw cause;
  }
}

/** In which ten minutes of a day one of the words stands, those of users and addresses alone; `undefined` where its index does not tell. */
export async function bucketsNamed(
  ask: Ask,
  { days, day, words }: Pick<ByWords, 'days' | 'day' | 'words'>,
  { named }: IndexSpan,
): Promise<ReadonlySet<number> | undefined> {
  if (named !== 1) return undefined;
  const sql = 'SELECT buckets FROM named WHERE word IN (SELECT value FROM json_each(?))';
  const rows = await ask(indexPath(days.path(day)), sql, [JSON.stringify(words.filter(isWord))]);
  return new Set(rows.flatMap(({ buckets }) => String(buckets).split(',').map(Number)));
}

/** Whether the index leads to so few blocks that it is the quicker way than words that others than those whom they name may have. */
export async function isFew(
  ask: Ask,
  { days, day }: Pick<ByWords, 'days' | 'day'>,
  { table, match }: Sought,
): Promise<boolean> {
  if (match === undefined) return true;
  const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${table} MATCH ? LIMIT ${MOST_BLOCKS})`;
  const [row] = await ask(indexPath(days.path(day)), sql, [match]);
  return Number(row?.['n']) < MOST_BLOCKS;
}

/** Blocks that are asked for at first, and at most: often the first ones have what is sought. */
const FIRST_BLOCKS = 128;
const MOST_BLOCKS = 2048;

/** How many blocks are asked for next: as many as have the rest by what was found, and some more; where hardly anything was, many more. */
function nextBlocks(asked: number, looked: number, found: number, wanted: number): number {
  const most = Math.min(asked * 4, MOST_BLOCKS);
  return found === 0
    ? most
    : Math.min(most, Math.max(FIRST_BLOCKS, Math.ceil((1.2 * (wanted - found) * looked) / found)));
}

/** Looks at the lines within the range to which the index leads, the newest first; of those that somebody has read, at those that words lead to. */
export async function* lookByIndex(
  ask: Ask,
  by: ByWords & { readonly sought: Sought; readonly span: IndexSpan; readonly hasWords: boolean },
  query: MessageQuery,
  range: IdRange,
): AsyncGenerator<Look> {
  const { days, day, sought, span, hasWords } = by;
  const words = by.words.filter(isWord);
  const isMixed = sought.isUnread && hasWords;
  let { past } = range;
  let below = span.high + 1;
  // Whole words are in nearly each block to which they lead.
  let most = Math.max(FIRST_BLOCKS, query.limit + 1);
  // Of what is new all is looked at.
  const wanted = query.after === undefined ? query.limit + 1 : Infinity;
  let [looked, found] = [0, 0];
  for (let isLeft = true; isLeft;) {
    const [row] = await ask(indexPath(days.path(day)), blocksOf(sought), [
      ...(sought.match === undefined ? [] : [sought.match, span.low, below, most]),
      ...[span.low, below, most, most],
    ]);
    const blocks = row as unknown as Blocks; // the border: the columns are those of the statement
    isLeft = blocks.count === most;
    const low = Math.max(range.first, (isLeft && blocks.first) || span.first);
    const within = { first: low, past };
    const where = isMixed ? await unreadOf(ask, days.path(day), blocks, within) : linesOf(blocks, within);
    const look = await lookAt(ask, days, day, query, where);
    if (isMixed) yield* withWords(look, low);
    else yield { ...look, low };
    past = low;
    below = blocks.lowest ?? 0;
    [looked, found] = [looked + blocks.count, found + look.ids.length];
    most = nextBlocks(most, looked, found, wanted);
  }

  /** What was found, in its place among what words lead to. */
  async function* withWords(look: Look, low: number): AsyncGenerator<Look> {
    let { lines, ids } = look;
    for await (const read of lookByWords(ask, { ...by, words }, query, { first: low, past })) {
      const end = read.low ?? low;
      const here = ids.filter((id) => id >= end);
      const isFirst = lines > 0;
      yield {
        lines: read.lines + lines,
        low: end,
        ids: [...read.ids, ...here].sort((one, other) => other - one),
        below: async (id) => (await read.below(id)) + (isFirst ? await look.below(id) : 0),
      };
      ids = ids.slice(here.length);
      lines = 0;
    }
    yield { lines, low, ids, below: lines === 0 ? () => Promise.resolve(0) : look.below };
  }
}

/** Some blocks of an index. */
interface Blocks {
  readonly count: number;
  /** The number of the oldest, and the id of its first line; `null` of none. */
  readonly lowest: number | null;
  readonly first: number | null;
  /** The first and the last id of each, which of its lines nobody has read, and whether one of them is odd: JSON, the newest first. */
  readonly spans: string;
}

/** The newest blocks that may have such a line: one row, for rows cost more than what is in them. */
function blocksOf({ table, match }: Sought): string {
  const within = 'n >= ? AND n < ? ORDER BY n DESC LIMIT ?';
  const odd = `SELECT n FROM (SELECT n FROM block WHERE odd = 1 AND ${within})`;
  const led = `SELECT n FROM (SELECT rowid AS n FROM ${table} WHERE ${table} MATCH ? AND ${within.replace(/\bn\b/g, 'rowid')})`;
  return `SELECT count(*) AS count, min(n) AS lowest, min(first) AS first, json_group_array(json_array(first, last, unread, odd)) AS spans
    FROM (SELECT n, first, last, unread, odd FROM block WHERE n IN (${match === undefined ? '' : `${led} UNION ALL `}${odd}) ORDER BY n DESC LIMIT ?)`;
}

/** The lines of blocks within a range. */
function linesOf({ spans }: Blocks, { first, past }: IdRange): Part {
  // With a limit it is no part of what is around it, where each line would be put together as often as it is looked at.
  return {
    from: `(SELECT l.*, b.value->>3 AS odd FROM json_each(?) b CROSS JOIN message l ON l.id BETWEEN b.value->>0 AND b.value->>1 WHERE l.id >= ? AND l.id < ? LIMIT -1)`,
    parameters: [spans, first, past],
    mayBeOdd: 'odd',
  };
}

/** Those of them that nobody has read. */
async function unreadOf(ask: Ask, day: string, blocks: Blocks, { first, past }: IdRange): Promise<Part> {
  const made = JSON.parse(blocks.spans) as readonly (readonly [first: number, last: number, unread: number])[]; // border: made by `blocksOf`
  const told = made.filter(([, , unread]) => unread !== 0).reverse();
  const spans = JSON.stringify(told);
  const [row] = await ask(
    day,
    `SELECT json_group_array(l.id) AS ids FROM json_each(?) b CROSS JOIN line l ON l.id BETWEEN b.value->>0 AND b.value->>1`,
    [spans],
  );
  const all = (JSON.parse(String(row?.['ids'])) as number[]).sort((one, other) => one - other); // border: made by the line above
  const unread: number[] = [];
  let at = 0;
  for (const [, last, bits] of told)
    for (let place = 0; Number(all[at]) <= last; place += 1, at += 1) {
      const id = Number(all[at]);
      if ((bits >> place) & 1 && id >= first && id < past) unread.push(id);
    }
  return linesOfIds(unread);
}
