import type { Polled } from '../../server/domain/polling.ts';
import type { Session } from '../../server/domain/session.ts';
import type { LedgerSession } from '../asa/ledger.ts';
import type { Session as RealSession, SimulatedAsa } from '../asa/model.ts';

/** What is believed and is not so, in a word and with what shows it. */
export interface Wrong {
  readonly what:
    | 'missing'
    | 'ghost'
    | 'twice'
    | 'mixed up'
    | 'invented'
    | 'fact'
    | 'start'
    | 'end'
    | 'bytes'
    | 'rate'
    | 'incomplete'
    | 'total'
    | 'false end'
    | 'false start';
  readonly shown: unknown;
}

/** How far the beginning that lines tell may lie from the real one, in milliseconds: the first ones may be lost, and late. */
const SEEN = 10_000;
/** How late a line may be, and how long a login or a logout may take, in milliseconds. */
const LATE = 6_000;
/** How old what an agent shows is taken to be at most, in milliseconds. */
const AGENT = 5_000;

/** What really goes on, and which believed session is which real one. A listed one is known by the ASA's own number. */
export class Truth {
  readonly #asa: SimulatedAsa;
  readonly #late: number;
  readonly #kept: number;
  /** Their numbers, which count from 1 again after a restart. */
  readonly #byIndex = new Map<number, LedgerSession>();
  readonly #real = new Map<LedgerSession, RealSession>();
  /** Of a believed session that has been listed. */
  readonly #ofListed = new Map<number, LedgerSession>();
  readonly #believed = new Map<LedgerSession, number>();
  /** When a session was last found to have moved. */
  readonly #moved = new Map<LedgerSession, number>();

  /** `late`: by how many milliseconds lines may be late; `kept`: how much older than a poll what it lists may be. */
  constructor(asa: SimulatedAsa, late: number, kept = 0) {
    this.#asa = asa;
    this.#late = late;
    this.#kept = kept;
  }

  /** Takes note of the numbers of those who are there. */
  look(): void {
    for (const session of this.#asa.sessions) {
      const { index, entry } = session;
      this.#byIndex.set(index, entry);
      this.#real.set(entry, session);
      if (entry.movedFrom.length > 0) this.#moved.set(entry, this.#asa.options.now());
    }
  }

  /** The ASA has restarted: numbers that are told from now on are of others. */
  restarted(): void {
    this.#byIndex.clear();
  }

  /** What really flows in a session that has been listed. */
  flows(session: number): RealSession['traffic'] | undefined {
    const entry = this.#ofListed.get(session);
    return entry === undefined ? undefined : this.#real.get(entry)?.traffic;
  }

  /** Which real session each is, once a listing has told its number; none may become another one, and no two the same. */
  *listed(sessions: Iterable<Session>): Generator<Wrong> {
    for (const session of sessions) if (session.state === 'active') yield* this.#pin(session);
  }

  /** What is wrong right after a complete poll. Who came, went or moved since it began may be believed to be there or not. */
  *afterPoll(polled: Polled, sessions: Iterable<Session>, now: number): Generator<Wrong> {
    const active = [...sessions].filter(({ state }) => state === 'active');
    for (const entry of this.#asa.ledger.sessions) {
      const there = entry.start < polled.startedAt - this.#kept && (entry.end === null || entry.end > now);
      // Who has just begun may be there without a number: an agent's row may be of the session before,
      // and so may any row where the line that tells of a client's return comes later than it was made (server/README.md, seed 57).
      const isBack = this.#late > 0 && entry.continues !== null && entry.start >= polled.startedAt - LATE;
      const isNew = isBack || (polled.by === 'snmp' && entry.start >= polled.startedAt - AGENT);
      const isIt = (one: Session): boolean =>
        this.#believed.get(entry) === one.id || (isNew && !this.#ofListed.has(one.id) && isLike(one, entry));
      if (there && !active.some(isIt)) yield { what: 'missing', shown: entry };
    }
    for (const session of active) {
      const entry = this.#ofListed.get(session.id);
      if (entry === undefined) continue;
      if (entry.end !== null && entry.end < polled.startedAt - LATE)
        yield { what: 'ghost', shown: [session, entry, polled] };
      else yield* this.#facts(session, entry, polled);
    }
  }

  /** Whether anybody has come or left since then, epoch milliseconds. */
  areMoving(since: number): boolean {
    return this.#asa.ledger.sessions.some(({ start, end }) => start >= since || (end !== null && end >= since));
  }

  /** What is wrong when nothing has happened for a while and a complete poll has been made: nobody is there whom the ASA does not have. */
  *atRest(polled: Polled, sessions: Iterable<Session>, now: number): Generator<Wrong> {
    yield* this.afterPoll(polled, sessions, now);
    for (const session of sessions) {
      if (session.state !== 'active') continue;
      const entry = this.#ofListed.get(session.id);
      if (entry === undefined || entry.end !== null) yield { what: 'ghost', shown: [session, entry] };
    }
  }

  /** What is wrong with all that was ever believed: each is one real session, no two the same, and it ended when and as it is told. */
  *whole(sessions: Iterable<Session>): Generator<Wrong> {
    const all = [...sessions];
    const taken = new Set(all.flatMap(({ id }) => this.#ofListed.get(id) ?? []));
    // What a closing record tells is exact, and can be of one only.
    const vague = ({ endIs }: Session): number => (endIs === 'reported' ? 0 : 1);
    const rest = all
      .filter(({ id }) => !this.#ofListed.has(id))
      .sort((a, b) => vague(a) - vague(b) || a.start - b.start);
    for (const session of all) {
      const entry = this.#ofListed.get(session.id);
      if (entry !== undefined) yield* ended(session, entry, this.#late);
    }
    for (const session of rest) {
      const possible = this.#asa.ledger.sessions.filter((entry) => mayBe(session, entry));
      // Of those it may be it is the one that it tells rightly, if any.
      const faults = (entry: LedgerSession): number => [...ended(session, entry, this.#late)].length;
      const [nearest] = possible
        .filter((one) => !taken.has(one))
        .sort((a, b) => faults(a) - faults(b) || gap(session, a) - gap(session, b));
      if (nearest === undefined) {
        yield { what: possible.length > 0 ? 'twice' : 'invented', shown: [session, possible] };
        continue;
      }
      taken.add(nearest);
      yield* ended(session, nearest, this.#late);
    }
  }

  /** Which real session it is, once a listing has told its number. */
  *#pin(session: Session): Generator<Wrong> {
    if (session.index === undefined) return;
    const before = this.#ofListed.get(session.id);
    const entry = this.#byIndex.get(session.index);
    if (entry === undefined || entry.user !== session.user || entry === before) return;
    if (before !== undefined) yield { what: 'mixed up', shown: [session, before, entry] };
    const other = this.#believed.get(entry);
    if (other !== undefined && other !== session.id) yield { what: 'twice', shown: [session, entry, other] };
    this.#ofListed.set(session.id, entry);
    this.#believed.set(entry, session.id);
  }

  *#facts(session: Session, entry: LedgerSession, { startedAt, finishedAt }: Polled): Generator<Wrong> {
    const { publicIp, assignedIp, protocol, start, startIs } = session;
    const real = entry.protocol === 'l2tp' ? 'ikev1' : entry.protocol;
    const moving = (this.#moved.get(entry) ?? -Infinity) >= startedAt - LATE;
    const shown = [session, entry];
    if (publicIp !== entry.publicIp && !(moving && entry.movedFrom.includes(publicIp))) yield { what: 'fact', shown };
    // A client that is away is listed without its address.
    else if ((assignedIp ?? entry.assignedIp) !== entry.assignedIp) yield { what: 'fact', shown };
    // An SNMP agent does not tell it.
    else if (protocol !== real && protocol !== 'unknown') yield { what: 'fact', shown };
    const late = start - entry.start;
    const within = startIs === 'seen' ? SEEN : finishedAt - startedAt + this.#kept + 1000;
    if (late > within || late < -Math.max(1000, startIs === 'seen' ? 0 : within))
      yield { what: 'start', shown: [late, startIs, shown] };
  }
}

function* ended(session: Session, entry: LedgerSession, late: number): Generator<Wrong> {
  const { state, end = NaN, endIs, endAfter = NaN, endBefore = NaN, bytesTx, bytesRx, seconds } = session;
  if (state === 'active') return;
  const shown = [session, entry];
  // Where the first line of a session came late, so is its beginning, which is told as the last that is known of it.
  const sure = endAfter === session.start && session.startIs !== 'listed' ? endAfter - late : endAfter;
  if (entry.end === null) yield { what: 'end', shown };
  else if (endIs === 'between' && !(entry.end >= sure && entry.end <= endBefore && endAfter <= endBefore))
    yield { what: 'end', shown: [entry.end - endAfter, entry.end - endBefore, shown] };
  else if (endIs === 'reported' && (Math.abs(end - entry.end) > LATE || seconds !== entry.seconds))
    yield { what: 'end', shown: [end - entry.end, shown] };
  if (endIs === 'reported' && (bytesTx !== entry.bytesTx || bytesRx !== entry.bytesRx)) yield { what: 'bytes', shown };
  if (endIs !== 'reported' && ((bytesTx ?? 0) > (entry.bytesTx ?? 0) || (bytesRx ?? 0) > (entry.bytesRx ?? 0)))
    yield { what: 'bytes', shown };
}

/** Whether a session of which only lines told may be that one. */
function mayBe(session: Session, entry: LedgerSession): boolean {
  // Of one that has moved the line may be lost, or be that of another one.
  const there =
    [entry.publicIp, ...entry.movedFrom].includes(session.publicIp) || Math.abs(session.start - entry.start) <= 1000;
  const end = entry.end ?? Infinity;
  return (
    session.user === entry.user && there && session.start <= end + LATE && (session.end ?? Infinity) >= entry.start
  );
}

/** Whether a session that goes on is told as that one is. */
function isLike({ user, publicIp, assignedIp, protocol, start }: Session, entry: LedgerSession): boolean {
  const real = entry.protocol === 'l2tp' ? 'ikev1' : entry.protocol;
  const isThere = user === entry.user && publicIp === entry.publicIp && (assignedIp ?? null) === entry.assignedIp;
  return isThere && protocol === real && Math.abs(start - entry.start) <= LATE;
}

/** How far apart the two are, in milliseconds. */
function gap(session: Session, entry: LedgerSession): number {
  const { end = 9e15, endAfter = end } = session;
  const theirs = entry.end ?? 9e15;
  return Math.abs(session.start - entry.start) + Math.max(0, theirs - end, endAfter - theirs);
}
