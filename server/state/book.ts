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
import { SessionBook } from './session-book.ts';

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
  #sessions = new SessionBook();
  readonly #logins = new LoginBook();
  readonly #leases = new Map<string, Lease>();
  readonly polls = new Polls();
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
    this.#sessions = new SessionBook(from.lowestSession);
    this.#sessions.restore(from.sessions);
    this.polls.restore(from.polls ?? NO_POLLS);
    for (const attempt of from.attempts) this.#logins.keepAttempt(attempt);
    for (const verdict of from.verdicts) this.#logins.keepVerdict(verdict);
    for (const { of, id, messageId } of from.told ?? []) {
      if (of === 'session') this.#sessions.tell(id, messageId);
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

  /** Forgets what is over for so long that nothing can be about it any more. */
  forget(now: number): void {
    this.#logins.forget(now);
    for (const id of this.#sessions.forget(now)) this.polls.forget(id);
  }

  sessionsOf(device: number, user: string, publicIp: string): readonly Session[] {
    return this.#sessions.of(device, user, publicIp);
  }

  sessionsOfUser(device: number, user: string): readonly Session[] {
    return this.#sessions.ofUser(device, user);
  }

  sessionsFrom(device: number, publicIp: string): readonly Session[] {
    return this.#sessions.from(device, publicIp);
  }

  sessionsOn(device: number): readonly Session[] {
    return this.#sessions.on(device);
  }

  sessionAt(device: number, assignedIp: string): Session | undefined {
    return this.#sessions.at(device, assignedIp);
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

  toldOfAttempt(attempt: number): readonly number[] {
    return this.#logins.toldOf(attempt);
  }

  hasToldSession(session: number, messageId: number): boolean {
    return this.#sessions.hasTold(session, messageId);
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

  closing(): Iterable<Session> {
    return this.#sessions.closing();
  }

  silentAttempts(out: number, met: number): readonly Attempt[] {
    return this.#logins.silent(out, met);
  }

  openVerdicts(until: number): readonly Verdict[] {
    return this.#logins.waiting.until(until);
  }

  unit(device: number): Unit | undefined {
    return this.polls.unit(device);
  }

  meter(session: number): Meter | undefined {
    return this.polls.meter(session);
  }

  lowestSession(): number {
    return this.#sessions.lowest;
  }

  leases(): Iterable<Lease> {
    return this.#leases.values();
  }

  sessions(): Iterable<Session> {
    return this.#sessions.all();
  }

  #applySession(event: SessionEvent): void {
    const before = this.#sessions.one(event.session);
    const after = applySession(before, event);
    if (after === undefined) return;
    if (event.messageId !== undefined) this.#sessions.tell(event.session, event.messageId);
    if (after === before) return;
    this.#sessions.keep(after);
    this.#watcher.session(before, after, event);
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

  #applyLease(event: AddressEvent): void {
    const at = place(event.device, event.address);
    if (event.kind === 'address.assigned' && event.session !== undefined && event.messageId !== undefined) {
      this.#sessions.tell(event.session, event.messageId);
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
