/** The five states, the worst first but for maintenance. */
export type State = 'crit' | 'unknown' | 'warn' | 'ok' | 'maint';

/** The word that always stands beside a state's shape. */
export const stateWords: Readonly<Record<State, string>> = {
  crit: 'Critical',
  unknown: 'Unknown',
  warn: 'Warning',
  ok: 'OK',
  maint: 'Maintenance',
};

/** One thing that is true now, in a sentence. */
export interface Statement {
  readonly state: State;
  readonly text: string;
  /** What follows it in smaller letters, where it leads. */
  readonly rest?: string;
}

/** The first line of a page: what is true now, the worst first, and what follows in smaller letters. */
export interface Verdict extends Omit<Statement, 'rest'> {
  readonly more: string;
}

const ranks: Readonly<Record<State, number>> = { crit: 0, unknown: 1, warn: 2, ok: 3, maint: 4 };

/** The worst of several states; no data is never OK. */
export function worst(states: readonly State[]): State {
  return [...states].sort((one, other) => ranks[one] - ranks[other])[0] ?? 'unknown';
}

/**
 * The verdict of several statements: the worst leads, the next two follow it, then what is said anyway.
 * Statements of one state keep their order.
 */
export function lead(statements: readonly Statement[], calm: Statement, always: string): Verdict {
  const bad = statements
    .filter((one) => one.state !== 'ok')
    .sort((one, other) => ranks[one.state] - ranks[other.state]);
  const [{ rest: own = '', ...first } = calm, ...others] = bad;
  const also = others.slice(0, 2).map((one) => one.text);
  const left = others.length - also.length;
  const rest = left > 0 ? [`And ${left} more.`] : [];
  const prefix = also.length > 0 ? ['Also:'] : [];
  return { ...first, more: [own, ...prefix, ...also, ...rest, always].filter((text) => text !== '').join(' ') };
}
