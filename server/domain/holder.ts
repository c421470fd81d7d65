import type { Session } from './session.ts';

/** A span of time, epoch milliseconds, `from` included, `to` not. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether a session was there in a span: `perhaps` where it was gone by a later moment, and last known to be there before the span. */
export function wasThere(
  { start, state, end, endIs, endAfter }: Pick<Session, 'start' | 'state' | 'end' | 'endIs' | 'endAfter'>,
  { from, to }: Span,
): 'yes' | 'perhaps' | 'no' {
  const last = state === 'active' ? Infinity : (end ?? start);
  if (start >= to || last < from) return 'no';
  if (endIs === 'between' && endAfter !== undefined && endAfter < from) return 'perhaps';
  return 'yes';
}
