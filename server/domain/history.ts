import type { Session } from './session.ts';

type Had = Pick<Session, 'id' | 'start' | 'state'> &
  Partial<Pick<Session, 'end' | 'seconds' | 'continues' | 'assignedIp' | 'endIs'>>;

/** Sessions that the same client stitched together: each goes on where the one before was lost. The first began it. */
export function stitched<S extends Had>(sessions: readonly S[]): readonly (readonly S[])[] {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const chains = new Map<number, S[]>();
  for (const session of [...sessions].sort((a, b) => a.start - b.start || a.id - b.id)) {
    const before = session.continues === undefined ? undefined : byId.get(session.continues);
    // The one that it continues began earlier, so its chain is there.
    const chain = before === undefined ? undefined : chains.get(before.id);
    if (chain === undefined) chains.set(session.id, [session]);
    else {
      chain.push(session);
      chains.set(session.id, chain);
    }
  }
  return [...new Set(chains.values())];
}

/** One day of a user. */
export interface UserDay {
  /** Its start, epoch milliseconds. */
  readonly day: number;
  /** The first login that began on it; absent where a session only went on from the day before. */
  readonly firstLogin?: number;
  /** Milliseconds connected on it; what several sessions have at once counts once. */
  readonly connected: number;
  /** Nobody reported some session's end: it was inferred, or lies between two polls. */
  readonly unsure: boolean;
  /** Sessions that began on it, those stitched together as one, and how many reconnects were stitched. */
  readonly logins: number;
  readonly reconnects: number;
  /** The assigned addresses, in the order in which they were had. */
  readonly addresses: readonly string[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The days on which a user was connected, the latest first. `startOfDay` gives the start of the day that a moment lies in. */
export function daysOf(sessions: readonly Had[], now: number, startOfDay: (at: number) => number): readonly UserDay[] {
  const firsts = new Set(stitched(sessions).map(([first]) => first?.id));
  const days = new Map<number, { readonly had: Had[]; readonly spans: Span[] }>();
  for (const session of [...sessions].sort((a, b) => a.start - b.start)) {
    const to = Math.max(session.start, endOf(session, now));
    for (let day = startOfDay(session.start); day <= to; day = nextDay(day, startOfDay)) {
      const one = days.get(day) ?? { had: [], spans: [] };
      days.set(day, one);
      one.had.push(session);
      one.spans.push({ from: Math.max(day, session.start), to: Math.min(to, nextDay(day, startOfDay)) });
    }
  }
  return [...days]
    .sort(([a], [b]) => b - a)
    .map(([day, { had, spans }]) => {
      const began = had.filter(({ start }) => startOfDay(start) === day);
      const firstLogin = began.find(({ id }) => firsts.has(id))?.start;
      return {
        day,
        ...(firstLogin !== undefined && { firstLogin }),
        connected: union(spans),
        unsure: had.some(({ state, endIs }) => state === 'ended' && endIs !== 'reported'),
        logins: began.filter(({ id }) => firsts.has(id)).length,
        reconnects: began.filter(({ id }) => !firsts.has(id)).length,
        addresses: [...new Set(had.flatMap(({ assignedIp }) => (assignedIp === undefined ? [] : [assignedIp])))],
      };
    });
}

/** How long a user was connected in all, in milliseconds; what several sessions have at once counts once. */
export function connectedTime(sessions: readonly Had[], now: number): number {
  return union(sessions.map((session) => ({ from: session.start, to: endOf(session, now) })));
}

function endOf({ state, end, start, seconds }: Had, now: number): number {
  if (state === 'active') return now;
  return end ?? start + (seconds ?? 0) * 1000;
}

/** Days are of 23 to 25 hours: where clocks change, one hour more or less. */
function nextDay(day: number, startOfDay: (at: number) => number): number {
  return startOfDay(day + 36 * 3_600_000);
}

function union(spans: readonly Span[]): number {
  let sum = 0;
  let until = -Infinity;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum;
}
