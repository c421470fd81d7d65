import { applyAttempt, type Attempt } from '../domain/attempt.ts';
import type { Book } from '../domain/decide/book.ts';
import type { AddressEvent, AttemptEvent, Event, SessionEvent, VerdictEvent } from '../domain/event.ts';
import type { Meter } from '../domain/meter.ts';
import { NO_POLLS, type PollSet } from '../domain/poll-set.ts';
import { applyLease, type Lease } from '../domain/pool.ts';
import { applySession, type Session } from '../domain/session.ts';
import type { Unit } from '../domain/unit.ts';
import { applyVerdict, type Verdict } from '../domain/verdict.ts';
import { LoginBook } from './login-book.ts';
import { Polls } from './polls.ts';
import { addTo, removeFrom } from './sets.ts';

/** How long an ended session is remembered, so that a second closing record finds it, in milliseconds. */
export const REMEMBERED = 10 * 60_000;

/** Told what an event changed; `before` or `after` is `undefined` where there is nothing. */
export interface Watcher {
  session(before: Session | undefined, after: Session, event: SessionEvent): void;
  attempt(before: Attempt | undefined, after: Attempt): void;
  verdict(after: Verdict): void;
  lease(before: Lease | undefined, after: Lease | undefined, event: AddressEvent): void;
  refusal(event: Extract<Event, { kind: 'login.rejected' | 'address.refused' }>): void;
}

/** The live state that `decide` asks and `apply` changes. */
export class LiveBook implements Book {
  readonly #sessions = new Map<number, Session>();
  readonly #byUser = new Map<string, Set<number>>();
  readonly #byAddress = new Map<string, number>();
  readonly #closing = new Set<number>();
  #ended = new Map<number, number>();
  readonly #byName = new Map<string, Set<number>>();
  readonly #from = new Map<string, Set<number>>();
  readonly #on = new Map<number, Set<number>>();
  readonly #logins = new LoginBook();
  readonly #leases = new Map<string, Lease>();
  readonly #told = new Map<number, Set<number>>();
  readonly polls = new Polls();
  #lowest = 0;
  readonly #watcher: Watcher;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  /** Takes in what the database holds, without telling the watcher. */
  restore(from: {
    lowestSession?: number | undefined;
    polls?: PollSet | undefined;
    sessions: Iterable<Session>;
    attempts: Iterable<Attempt>;
    verdicts: Iterable<Verdict>;
    leases: Iterable<Lease>;
    told?: Iterable<{ readonly of: 'session' | 'attempt'; readonly id: number; readonly messageId: number }>;
  }): void {
    this.#lowest = from.lowestSession ?? 0;
    this.polls.restore(from.polls ?? NO_POLLS);
    for (const session of from.sessions) this.#keep(undefined, session);
    // They are forgotten in the order of their end.
    this.#ended = new Map([...this.#ended].sort(([, a], [, b]) => a - b));
    for (const attempt of from.attempts) this.#logins.keepAttempt(attempt);
    for (const verdict of from.verdicts) this.#logins.keepVerdict(verdict);
    for (const { of, id, messageId } of from.told ?? []) {
      if (of === 'session') addTo(this.#told, id, messageId);
      else this.#logins.tell(id, messageId);
    }
    for (const lease of from.leases) this.#leases.set(place(lease.device, lease.address), lease);
  }

  apply(event: Event): void {
    switch (event.kind) {
      case 'session.opened':
      case 'session.learned':
      case 'session.suspended':
      case 'session.lost':
      case 'session.resumed':
      case 'session.closing':
      case 'session.ended':
      case 'tunnel.opened':
      case 'tunnel.closed':
        this.#applySession(event);
        return;
      case 'attempt.advanced':
      case 'attempt.ended':
        this.#applyAttempt(event);
        return;
      case 'address.assigned':
      case 'address.freed':
        this.#applyLease(event);
        return;
      case 'login.rejected':
        this.#watcher.refusal(event);
        this.#applyVerdict(event);
        return;
      case 'verdict.given':
      case 'verdict.attributed':
        this.#applyVerdict(event);
        return;
      case 'address.refused':
        this.#watcher.refusal(event);
        return;
      default:
        event satisfies never;
    }
  }

  /** Forgets sessions that ended more than `REMEMBERED` ago. */
  forget(now: number): void {
    this.#logins.forget(now);
    for (const [id, end] of this.#ended) {
      if (now - end < REMEMBERED) return; // in order of their end, but for clock steps: the rest waits
      this.#ended.delete(id);
      this.#told.delete(id);
      this.polls.forget(id);
      const session = this.#sessions.get(id);
      if (session === undefined) continue;
      this.#sessions.delete(id);
      removeFrom(this.#byUser, key(session.device, session.user, session.publicIp), id);
      removeFrom(this.#byName, place(session.device, session.user), id);
      removeFrom(this.#from, place(session.device, session.publicIp), id);
    }
  }

  sessionsOf(device: number, user: string, publicIp: string): readonly Session[] {
    return this.#all(this.#byUser.get(key(device, user, publicIp)));
  }

  sessionsOfUser(device: number, user: string): readonly Session[] {
    return this.#all(this.#byName.get(place(device, user)));
  }

  sessionsFrom(device: number, publicIp: string): readonly Session[] {
    return this.#all(this.#from.get(place(device, publicIp)));
  }

  sessionsOn(device: number): readonly Session[] {
    return this.#all(this.#on.get(device));
  }

  sessionAt(device: number, assignedIp: string): Session | undefined {
    const id = this.#byAddress.get(place(device, assignedIp));
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  lease(device: number, address: string): Lease | undefined {
    return this.#leases.get(place(device, address));
  }

  attemptsFrom(device: number, publicIp: string): readonly Attempt[] {
    return this.#logins.from(device, publicIp);
  }

  attemptsOf(device: number, user: string): readonly Attempt[] {
    return this.#logins.of(device, user);
  }

  inDoubt(device: number): readonly Attempt[] {
    return this.#logins.inDoubt(device);
  }

  attributed(device: number): readonly Verdict[] {
    return this.#logins.attributed(device);
  }

  attribution(verdict: number): Verdict | undefined {
    return this.#logins.attribution(verdict);
  }

  hasToldAttempt(attempt: number, messageId: number): boolean {
    return this.#logins.hasTold(attempt, messageId);
  }

  toldOfAttempt(attempt: number): Iterable<number> {
    return this.#logins.toldOf(attempt);
  }

  hasToldSession(session: number, messageId: number): boolean {
    return this.#told.get(session)?.has(messageId) === true;
  }

  verdicts(device: number): readonly Verdict[] {
    return this.#logins.waiting.on(device);
  }

  verdictsOf(device: number, user: string): readonly Verdict[] {
    return this.#logins.waiting.of(device, user);
  }

  addressVerdicts(device: number): readonly Verdict[] {
    return this.#logins.waiting.ofAddresses(device);
  }

  *closing(): Iterable<Session> {
    for (const id of this.#closing) {
      const session = this.#sessions.get(id);
      if (session !== undefined) yield session;
    }
  }

  silentAttempts(out: number, met: number): readonly Attempt[] {
    return this.#logins.silent(out, met);
  }

  openVerdicts(): Iterable<Verdict> {
    return this.#logins.waiting;
  }

  unit(device: number): Unit | undefined {
    return this.polls.unit(device);
  }

  meter(session: number): Meter | undefined {
    return this.polls.meter(session);
  }

  lowestSession(): number {
    return this.#lowest;
  }

  leases(): Iterable<Lease> {
    return this.#leases.values();
  }

  sessions(): Iterable<Session> {
    return this.#sessions.values();
  }

  #applySession(event: SessionEvent): void {
    const before = this.#sessions.get(event.session);
    const after = applySession(before, event);
    if (after === undefined) return;
    if (event.messageId !== undefined) addTo(this.#told, event.session, event.messageId);
    if (after === before) return;
    this.#keep(before, after);
    this.#watcher.session(before, after, event);
  }

  #keep(before: Session | undefined, after: Session): void {
    this.#sessions.set(after.id, after);
    this.#lowest = Math.min(this.#lowest, after.id);
    if (before === undefined) addTo(this.#byName, place(after.device, after.user), after.id);
    if (before?.publicIp !== after.publicIp) {
      if (before !== undefined) {
        removeFrom(this.#byUser, key(before.device, before.user, before.publicIp), before.id);
        removeFrom(this.#from, place(before.device, before.publicIp), before.id);
      }
      addTo(this.#byUser, key(after.device, after.user, after.publicIp), after.id);
      addTo(this.#from, place(after.device, after.publicIp), after.id);
    }
    if (after.state === 'active') addTo(this.#on, after.device, after.id);
    else removeFrom(this.#on, after.device, after.id);
    this.#index(before, after);
    if (after.state === 'active' && after.closingAt !== undefined) this.#closing.add(after.id);
    else this.#closing.delete(after.id);
    // An end that was concluded from silence may be a mistake: it is remembered from when it was told, and behind all that was told before.
    this.#ended.delete(after.id);
    if (after.state === 'ended') this.#ended.set(after.id, Math.max(after.end ?? 0, after.seenAt));
  }

  #index(before: Session | undefined, after: Session): void {
    const was = before?.assignedIp === undefined ? undefined : place(before.device, before.assignedIp);
    const is =
      after.assignedIp === undefined || after.state === 'ended' ? undefined : place(after.device, after.assignedIp);
    if (was !== undefined && was !== is && this.#byAddress.get(was) === after.id) this.#byAddress.delete(was);
    if (is !== undefined) this.#byAddress.set(is, after.id);
  }

  #applyAttempt(event: AttemptEvent): void {
    const before = this.#logins.attempt(event.attempt);
    const after = applyAttempt(before, event);
    this.#logins.keepAttempt(after, event.messageId);
    this.#watcher.attempt(before, after);
  }

  #applyVerdict(event: VerdictEvent): void {
    const after = applyVerdict(this.#logins.verdict(event.device, event.verdict), event);
    if (after === undefined) return;
    this.#logins.keepVerdict(after);
    this.#watcher.verdict(after);
  }

  #all(ids: Iterable<number> | undefined): readonly Session[] {
    const sessions = [...(ids ?? [])].flatMap((id) => this.#sessions.get(id) ?? []);
    return sessions.sort((a, b) => b.start - a.start || b.id - a.id);
  }

  #applyLease(event: AddressEvent): void {
    const at = place(event.device, event.address);
    if (event.kind === 'address.assigned' && event.session !== undefined && event.messageId !== undefined) {
      addTo(this.#told, event.session, event.messageId);
    }
    const before = this.#leases.get(at);
    const after = applyLease(before, event);
    if (after === undefined) this.#leases.delete(at);
    else this.#leases.set(at, after);
    this.#watcher.lease(before, after, event);
  }
}

function place(device: number, address: string): string {
  return `${device} ${address}`;
}

/** User names may hold anything: the ones that cannot stand first. */
function key(device: number, user: string, publicIp: string): string {
  return `${device} ${publicIp} ${user}`;
}
