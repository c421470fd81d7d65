/** How long the stamp is that most ASAs print, `Nov 23 2026 07:00:00`, in characters. */
export const PLAIN_STAMP = 20;

const MONTHS: ReadonlySet<string> = new Set([
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]);
/** Where its digits stand; the first of the day may be a blank. */
const DIGITS = [5, 7, 8, 9, 10, 12, 13, 15, 16, 18, 19];
const [BLANK, COLON, OPEN, CLOSE] = [32, 58, 60, 62];

/** Where such a stamp begins that stands at the start of a line, or right behind its PRI; -1 if none does. */
export function plainStamp(line: string): number {
  // It is asked when a line is read, and again when it is packed.
  if (line !== last.line) last = { line, at: find(line) };
  return last.at;
}

let last: { readonly line: string; readonly at: number } = { line: '', at: -1 };

/** The one that was found last: within a second thousands of lines have the same. */
let usual = '?';

function find(line: string): number {
  const at = line.charCodeAt(0) === OPEN ? behindPriority(line) : 0;
  if (line.startsWith(usual, at)) return at;
  if (!isCode(line, at + 3, BLANK) || !isCode(line, at + 6, BLANK) || !isCode(line, at + 11, BLANK)) return -1;
  if (!isCode(line, at + 14, COLON) || !isCode(line, at + 17, COLON)) return -1;
  if (!isCode(line, at + 4, BLANK) && !isDigit(line, at + 4)) return -1;
  for (const place of DIGITS) if (!isDigit(line, at + place)) return -1;
  if (!MONTHS.has(line.slice(at, at + 3))) return -1;
  usual = line.slice(at, at + PLAIN_STAMP);
  return at;
}

/** Where a PRI ends, `<166>`; behind the line, if what it begins with is none. */
function behindPriority(line: string): number {
  let at = 1;
  while (at < 4 && isDigit(line, at)) at += 1;
  return at > 1 && isCode(line, at, CLOSE) ? at + 1 : line.length;
}

function isCode(line: string, at: number, code: number): boolean {
  return line.charCodeAt(at) === code;
}

function isDigit(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code >= 48 && code <= 57;
}
