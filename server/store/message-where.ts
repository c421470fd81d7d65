import type { Outcome } from '../domain/feed.ts';
import type { Cell } from './cell.ts';
import type { MessageQuery } from './message-reads.ts';

/** A row that is a trap and no line: a condition as SQL. */
export const IS_TRAP = `messageId IS NULL AND outcome <> 'foreign'`;

/** Conditions as SQL, each after an `AND`, with their parameters. */
export interface Conditions {
  readonly where: string;
  readonly parameters: readonly Cell[];
}

/** Asks for every trap. */
const ANY_TRAP = 'any';
/** Characters in which name and OID of a trap stand. */
const TRAP_HEAD = 1500;

/** Whether a line has a NUL or letters beyond ASCII, as SQL. */
const IS_ODD = 'length(line) <> octet_length(line)';

/** All conditions of a question; `mayBeOdd`: whether a line may have a NUL or letters beyond ASCII, as SQL, where somebody knows. */
export function allOf(query: MessageQuery, mayBeOdd?: string): Conditions {
  const { messageId, outcome, trap } = query;
  const parameters: Cell[] = [];
  let where = '';
  if (messageId !== undefined) {
    where += ' AND messageId = ?';
    parameters.push(messageId);
  }
  if (trap !== undefined) where += ' AND messageId IS NULL';
  if (outcome === 'misfit') where += ` AND outcome = 'misfit'`;
  const other = sought(query, mayBeOdd);
  return { where: where + other.where, parameters: [...parameters, ...other.parameters] };
}

/** What a word does not tell, and is to be looked for in each line, the cheap things first. */
export function sought(query: MessageQuery, mayBeOdd?: string): Conditions {
  const isOdd = mayBeOdd === undefined ? IS_ODD : `${mayBeOdd} AND ${IS_ODD}`;
  const { from, messageIds, severities, outcome, trap, user, address, text } = query;
  const parameters: Cell[] = [];
  let where = '';
  const also = (sql: string, ...values: readonly Cell[]): void => {
    where += ` AND ${sql}`;
    parameters.push(...values);
  };
  if (messageIds !== undefined) also('messageId BETWEEN ? AND ?', messageIds.first, messageIds.last);
  if (severities !== undefined) also('severity BETWEEN ? AND ?', severities.first, severities.last);
  if (outcome !== undefined && outcome !== 'misfit') also('outcome = ?', outcome satisfies Outcome);
  if (from !== undefined) also('"from" IN (SELECT value FROM json_each(?))', JSON.stringify(from));
  if (trap !== undefined) {
    also(`outcome <> 'foreign'`);
    // As `trapLine` begins: its name and OID, each between blanks.
    if (trap !== ANY_TRAP) also(`instr(substr(line, 1, ${TRAP_HEAD}), ' ' || ? || ' ') > 0`, trap);
  }
  for (const { sql, values } of [
    ...(text === undefined ? [] : [holds(text, isOdd)]),
    ...(address === undefined ? [] : [namesAddress(address, isOdd)]),
    ...(user === undefined ? [] : [anyOf(user.map((name) => names(name, isOdd)))]),
  ])
    also(sql, ...values);
  return { where, parameters };
}

interface Part {
  readonly sql: string;
  readonly values: readonly string[];
}

function anyOf(parts: readonly Part[]): Part {
  return { sql: `(${parts.map(({ sql }) => sql).join(' OR ')})`, values: parts.flatMap(({ values }) => values) };
}

/**
 * The line holds the text, in any case of its letters. `LIKE` is the quickest way, but ends at a NUL and knows the case of ASCII only:
 * lines that have anything else are looked at once more. Their other letters count as typed, or all small, or all capital.
 */
function holds(text: string, isOdd: string): Part {
  const forms = [...new Set([text, text.toLowerCase(), text.toUpperCase()].map(lowerAscii))];
  const slow = forms.map(() => 'instr(lower(line), ?) > 0').join(' OR ');
  return {
    sql: `(line LIKE ? ESCAPE '\\' OR (${isOdd} AND (${slow})))`,
    values: [`%${text.replace(/[\\%_]/g, '\\$&')}%`, ...forms],
  };
}

/** Such characters beside a name make it part of another one; a full stop, only with one of them behind it. */
const PART = 'a-z0-9_';

/**
 * The line holds the text as a whole name: `marty` of `HILL\marty` and `marty@hill.example`, not of `martyn` or `marty.mcfly`. GLOB knows
 * no case but that of ASCII, and ends at a NUL: a name of other letters, or behind a NUL, may stand in a longer one.
 */
function names(name: string, isOdd: string): Part {
  const { sql, values } = holds(name, isOdd);
  if (!/^[\0-\x7f]*$/.test(name)) return { sql, values };
  const glob = lowerAscii(name).replace(/[*?[]/g, '[$&]');
  const before = `*[^${PART}.-]${glob}`;
  const whole = `(' ' || lower(line) || '  ') GLOB ?`;
  return {
    sql: `(${sql} AND (${whole} OR ${whole} OR instr(line, char(0)) > 0))`,
    values: [...values, `${before}[^${PART}.-]*`, `${before}.[^${PART}-]*`],
  };
}

/** The line holds the address, and no longer one that it is a part of, nor a word: one of IPv4 may follow the name of an interface and a colon. */
function namesAddress(address: string, isOdd: string): Part {
  const { sql, values } = holds(address, isOdd);
  const glob = `*[^0-9a-z_.${address.includes(':') ? ':' : ''}]${lowerAscii(address)}[^0-9a-z_:]*`;
  return { sql: `(${sql} AND (' ' || lower(line) || ' ') GLOB ?)`, values: [...values, glob] };
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
