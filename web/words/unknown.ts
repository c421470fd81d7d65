import type { UnknownRow } from '../../server/domain/feed.ts';
import type { UnknownOutcome } from '../../server/domain/unknown.ts';
import { withQuery } from '../place.ts';
import { many } from './bytes.ts';
import { outcomes } from './names.ts';
import type { Verdict } from './verdict.ts';

/** Why messages are not understood, for people. */
export const whys: Readonly<Record<UnknownOutcome, string>> = {
  unlisted: outcomes.unlisted.means,
  misfit: outcomes.misfit.means,
  foreign: outcomes.foreign.means,
  others: 'more different ones than are counted apart',
};

/** The first line of the page of what is not understood. */
export function unknownVerdict(rows: readonly UnknownRow[]): Verdict {
  if (rows.length === 0) return { state: 'ok', text: 'Every message so far is understood.', more: '' };
  const misfits = rows.filter(({ outcome }) => outcome === 'misfit');
  const total = (some: readonly UnknownRow[]) => some.reduce((sum, { count }) => sum + count, 0);
  const more = 'Every one is stored, and can be searched.';
  if (misfits.length === 0)
    return { state: 'ok', text: `${many(total(rows), 'message')} told nothing that Tunnelwatch follows.`, more };
  return {
    state: 'warn',
    text: `${many(total(misfits), 'message')} that Tunnelwatch follows came in words it does not know.`,
    more: `Sessions may lack what they told. ${more}`,
  };
}

/** A message ID in its six digits. */
export function sixDigits(messageId: number): string {
  return String(messageId).padStart(6, '0');
}

/** Where the messages of a row are found; `others` have nothing in common. */
export function messagesOf({ device, messageId, oid = '', outcome }: UnknownRow): string | undefined {
  if (outcome === 'others') return undefined;
  const id = messageId === null ? '' : sixDigits(messageId);
  return withQuery('/messages', {}, { device, outcome, messageId: id, trap: oid });
}
