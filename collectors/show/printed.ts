import { boundedText } from '../../server/domain/session-text.ts';
import { redact } from './redact.ts';

/** The lines of one row of a listing, without empty ones; `from` and `before` count from 1, and the second is not in it. */
export function linesOf(printed: readonly string[], from: number, before = printed.length + 1): string {
  return printed.slice(from - 1, before - 1).filter((line) => line.trim() !== '').join('\n'); // prettier-ignore
}

/** The rows of a listing as they are kept: what was asked, then what was printed, without secrets and no longer than is kept. */
export function keptRows(asked: string, printed: readonly string[]): readonly string[] {
  return printed.map((text) => `${asked}\n${redact(boundedText([text]))}`);
}
