import { applyAttempt, type Attempt } from '../domain/attempt.ts';
import type { Book } from '../domain/decide/book.ts';
import type { AddressEvent, AttemptEvent, Event, SessionEvent } from '../domain/event.ts';
import { applyLease, type Lease } from '../domain/pool.ts';
import { applySession, type Session } from '../domain/session.ts';
import { addTo, removeFrom } from './sets.ts';

/** How long an ended session is remembered, so that a second closing record finds it, in milliseconds. */
export const REMEMBERED = 10 * 60_000;

/** Told what an event changed; `before` or `after` is `undefined` where there is nothing. */
export interface Watcher {
  session(before: Session | undefined, after: Session, event: SessionEvent): void;
  attempt(after: Attempt): void;
  lease(before: Lease | undefined, after: Lease | undefined, event: AddressEvent): void;
  refusal(event: Extract<Event, { kind: 'login.rejected' | 'address.refused' }>): void;
}

/** The live state that `decide` asks and `apply` changes. */
export class LiveBook implements Book {
  readonly #sessions = new Map<number, Session>();
  readonly #byUser = new Map<string, Set<number>>();
  readonly #byAddress = new Map<string, number>();
  readonly #closing = new Set<number>();
  readonly #ended = new Map<number, number>();
  readonly #attempts = new Map<number, Attempt>();
  readonly #attemptsFrom = new Map<string, Set<number>>();
  readonly #leases = new Map<string, Lease>();
  readonly #watcher: Watcher;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  /** Takes in what the database holds, without telling the watcher. */
  restore(from: { sessions: Iterable<Session>; attempts: Iterable<Attempt>; leases: Iterable<Lease> }): void {
    for (const session of from.sessions) this.#keep(undefined, session);
    for (const attempt of from.attempts) this.#keepAttempt(attempt);
    for (const lease of from.leases) this.#leases.set(place(lease.device, lease.address), lease);
  }

  apply(event: Event): void {
    switch (event.kind) {
      case 'session.opened':
      case 'session.learned':
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
      case 'address.refused':
        this.#watcher.refusal(event);
        return;
      default:
        event satisfies never;
    }
  }

  /** Forgets sessions that ended more than `REMEMBERED` ago. */
  forget(now: number): void {
    for (const [id, end] of this.#ended) {
      if (now - end < REMEMBERED) return; // in order of their end, but for clock steps: the rest waits
      this.#ended.delete(id);
      const session = this.#sessions.get(id);
      if (session === undefined) continue;
      this.#sessions.delete(id);
      removeFrom(this.#byUser, key(session.device, session.user, session.publicIp), id);
    }
  }

  sessionsOf(device: number, user: string, publicIp: string): readonly Session[] {
    const ids = this.#byUser.get(key(device, user, publicIp)) ?? [];
    const sessions: Session[] = [];
    for (const id of ids) {
      const session = this.#sessions.get(id);
      if (session !== undefined) sessions.push(session);
    }
    return sessions.sort((a, b) => b.start - a.start || b.id - a.id);
  }

  sessionAt(device: number, assignedIp: string): Session | undefined {
    const id = this.#byAddress.get(place(device, assignedIp));
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  lease(device: number, address: string): Lease | undefined {
    return this.#leases.get(place(device, address));
  }

  attemptOf(device: number, publicIp: string, user?: string): Attempt | undefined {
    const ids = [...(this.#attemptsFrom.get(place(device, publicIp)) ?? [])];
    const open = ids.map((id) => this.#attempts.get(id)).filter((attempt) => attempt !== undefined);
    if (user === undefined) return open.length === 1 ? open[0] : undefined;
    return open.find((attempt) => attempt.user === user) ?? open.find((attempt) => attempt.user === undefined);
  }

  *closing(): Iterable<Session> {
    for (const id of this.#closing) {
      const session = this.#sessions.get(id);
      if (session !== undefined) yield session;
    }
  }

  openAttempts(): Iterable<Attempt> {
    return this.#attempts.values();
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
    if (after === undefined || after === before) return;
    this.#keep(before, after);
    this.#watcher.session(before, after, event);
  }

  #keep(before: Session | undefined, after: Session): void {
    this.#sessions.set(after.id, after);
    if (before === undefined) addTo(this.#byUser, key(after.device, after.user, after.publicIp), after.id);
    this.#index(before, after);
    if (after.state === 'active' && after.closingAt !== undefined) this.#closing.add(after.id);
    else this.#closing.delete(after.id);
    if (after.state === 'ended') this.#ended.set(after.id, after.end ?? after.seenAt);
  }

  #index(before: Session | undefined, after: Session): void {
    const was = before?.assignedIp === undefined ? undefined : place(before.device, before.assignedIp);
    const is =
      after.assignedIp === undefined || after.state === 'ended' ? undefined : place(after.device, after.assignedIp);
    if (was !== undefined && was !== is && this.#byAddress.get(was) === after.id) this.#byAddress.delete(was);
    if (is !== undefined) this.#byAddress.set(is, after.id);
  }

  #applyAttempt(event: AttemptEvent): void {
    const after = applyAttempt(this.#attempts.get(event.attempt), event);
    this.#keepAttempt(after);
    this.#watcher.attempt(after);
  }

  #keepAttempt(attempt: Attempt): void {
    const from = place(attempt.device, attempt.publicIp);
    if (attempt.outcome === 'open') {
      this.#attempts.set(attempt.id, attempt);
      addTo(this.#attemptsFrom, from, attempt.id);
    } else {
      this.#attempts.delete(attempt.id);
      removeFrom(this.#attemptsFrom, from, attempt.id);
    }
  }

  #applyLease(event: AddressEvent): void {
    const at = place(event.device, event.address);
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
