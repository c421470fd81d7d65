import { byUrgency, type AlertRow } from '../../server/domain/alert/row.ts';
import { many } from './bytes.ts';
import { worst, type Verdict } from './verdict.ts';
import { severityStates } from './alerts.ts';

/** How far back a hand-over looks, in milliseconds. */
export const SHIFT = 12 * 3_600_000;

/** What a shift hands over. */
export interface HandedOver {
  readonly unowned: readonly AlertRow[];
  readonly owned: readonly AlertRow[];
  readonly muted: readonly AlertRow[];
  readonly over: readonly AlertRow[];
  /** How many of all these began in the shift. */
  readonly opened: number;
}

/** The alerts of the last 12 hours, sorted by what the next shift has to do with them; what is only for information comes last. */
export function handover(rows: readonly AlertRow[], now: number): HandedOver {
  const open = rows.filter(({ clearedAt }) => clearedAt === undefined).sort(byUrgency);
  const heard = open.filter(({ muted }) => muted === undefined);
  return {
    unowned: heard.filter(({ acknowledged }) => acknowledged === undefined),
    owned: heard.filter(({ acknowledged }) => acknowledged !== undefined),
    muted: open.filter(({ muted }) => muted !== undefined),
    over: rows
      .filter(({ clearedAt }) => clearedAt !== undefined && clearedAt >= now - SHIFT)
      .sort((one, other) => (other.clearedAt ?? 0) - (one.clearedAt ?? 0)),
    opened: rows.filter(({ raisedAt }) => raisedAt >= now - SHIFT).length,
  };
}

/** The first line of the hand-over. */
export function handoverVerdict({ unowned, owned, muted, over, opened }: HandedOver, isCut: boolean): Verdict {
  const state = worst(['ok', ...unowned.map(({ severity }) => severityStates[severity].state)]);
  const open = unowned.length + owned.length + muted.length;
  const text = open === 0 ? 'Nothing is open.' : `${many(open, 'alert')} ${open === 1 ? 'is' : 'are'} open, ${unowned.length} of them nobody’s.`; // prettier-ignore
  const cut = isCut ? ' There were more than can be shown: the latest are.' : '';
  return { state, text, more: `In the last 12 hours ${opened} began and ${over.length} ended.${cut}` };
}
