/** A session's own part of a poll as it was printed: of the first poll that listed it, and of the latest that listed it in detail. */
export interface SessionText {
  readonly session: number;
  /** Each poll tells of every session: what all of them printed is too much to keep, and the latest too much to write with each. */
  readonly which: 'first' | 'latest';
  /** When the listing began, epoch milliseconds. */
  readonly at: number;
  /** The command and what it printed of the session, secrets taken out; over SNMP `name = value` lines. */
  readonly text: string;
}

/** The same as the page of its session has it. */
export type SessionTextRow = Omit<SessionText, 'session'>;

/** No more of it is kept, in characters. */
export const MOST_TEXT = 4096;

/** The parts of a poll that are about one session, together and no longer than is kept. */
export function boundedText(parts: readonly string[]): string {
  const text = parts.join('\n\n');
  if (text.length <= MOST_TEXT) return text;
  const end = '\n(more was printed)';
  // Half a surrogate pair is no text.
  return `${text.slice(0, MOST_TEXT - end.length).replace(/[\ud800-\udbff]$/, '')}${end}`;
}
