import type { Session } from '../domain/session.ts';
import { BySecond } from './by-second.ts';
import { addTo, removeFrom } from './sets.ts';
import { Shelves } from './shelves.ts';
import { Told } from './told.ts';

/** How long an ended session is remembered, so that a second closing record finds it, in milliseconds. */
export const REMEMBERED = 10 * 60_000;

/** Sessions that go on, and those that ended a moment ago, by all that messages know them by. */
export class SessionBook {
  readonly #sessions = new Map<number, Session>();
  readonly #byUser = new Shelves<Session>(newestFirst);
  readonly #byName = new Shelves<Session>(newestFirst);
  readonly #from = new Shelves<Session>(newestFirst);
  readonly #byAddress = new Map<string, number>();
  readonly #closing = new Set<number>();
  readonly #ended = new BySecond();
  readonly #on = new Map<number, Set<number>>();
  readonly #told = new Told();
  #lowest: number;

  constructor(lowest = 0) {
    this.#lowest = lowest;
  }

  /** Takes in what the database holds. */
  restore(sessions: Iterable<Session>): void {
    for (const session of sessions) this.keep(session);
  }

  /** Puts a session in the place of what it was. */
  keep(after: Session): void {
    const before = this.#sessions.get(after.id);
    const { id, device, user, publicIp } = after;
    this.#sessions.set(id, after);
    this.#lowest = Math.min(this.#lowest, id);
    const hasMoved = before !== undefined && before.publicIp !== publicIp;
    if (hasMoved) {
      this.#byUser.take(key(device, user, before.publicIp), before);
      this.#from.take(place(device, before.publicIp), before);
    }
    const was = hasMoved ? undefined : before;
    this.#byName.put(place(device, user), before, after);
    this.#byUser.put(key(device, user, publicIp), was, after);
    this.#from.put(place(device, publicIp), was, after);
    if (before?.state !== after.state) {
      if (after.state === 'active') addTo(this.#on, device, id);
      else removeFrom(this.#on, device, id);
    }
    this.#index(before, after);
    if (after.state === 'active' && after.closingAt !== undefined) this.#closing.add(id);
    else this.#closing.delete(id);
    // An end that was concluded from silence may be a mistake, and turn out to be another.
    if (before?.state === 'ended') this.#ended.remove(id, overAt(before));
    if (after.state === 'ended') this.#ended.add(id, overAt(after));
  }

  /** Forgets sessions that ended more than `REMEMBERED` ago, and returns which they were. */
  forget(now: number): readonly number[] {
    const forgotten: number[] = [];
    // As a start forgets them: in whatever order they were told.
    for (const id of this.#ended.until(now - REMEMBERED)) {
      const session = this.#sessions.get(id);
      if (session === undefined || now - overAt(session) < REMEMBERED) continue;
      this.#ended.remove(id, overAt(session));
      this.#told.forget(id);
      forgotten.push(id);
      const { device, user, publicIp } = session;
      this.#sessions.delete(id);
      this.#byUser.take(key(device, user, publicIp), session);
      this.#byName.take(place(device, user), session);
      this.#from.take(place(device, publicIp), session);
    }
    return forgotten;
  }

  /** A message of that ID tells of it. */
  tell(session: number, messageId: number): void {
    this.#told.add(session, messageId);
  }

  hasTold(session: number, messageId: number): boolean {
    return this.#told.has(session, messageId);
  }

  one(id: number): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Those of a user from an address, the newest first; so are those of each way below. */
  of(device: number, user: string, publicIp: string): readonly Session[] {
    return this.#byUser.of(key(device, user, publicIp));
  }

  ofUser(device: number, user: string): readonly Session[] {
    return this.#byName.of(place(device, user));
  }

  from(device: number, publicIp: string): readonly Session[] {
    return this.#from.of(place(device, publicIp));
  }

  /** Active ones. */
  on(device: number): readonly Session[] {
    const ids = [...(this.#on.get(device) ?? [])];
    return ids.flatMap((id) => this.#sessions.get(id) ?? []).sort(newestFirst);
  }

  /** The active one that has the assigned address. */
  at(device: number, assignedIp: string): Session | undefined {
    const id = this.#byAddress.get(place(device, assignedIp));
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  /** Active ones that the ASA said it tears down. */
  *closing(): Iterable<Session> {
    for (const id of this.#closing) {
      const session = this.#sessions.get(id);
      if (session !== undefined) yield session;
    }
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }

  /** The lowest id that a session ever had. */
  get lowest(): number {
    return this.#lowest;
  }

  #index(before: Session | undefined, after: Session): void {
    const was = before?.assignedIp === undefined ? undefined : place(before.device, before.assignedIp);
    const is =
      after.assignedIp === undefined || after.state === 'ended' ? undefined : place(after.device, after.assignedIp);
    if (was !== undefined && was !== is && this.#byAddress.get(was) === after.id) this.#byAddress.delete(was);
    if (is !== undefined) this.#byAddress.set(is, after.id);
  }
}

/** From when on an ended one is remembered for a while. */
function overAt({ end = 0, seenAt }: Session): number {
  return Math.max(end, seenAt);
}

function newestFirst(a: Session, b: Session): number {
  return b.start - a.start || b.id - a.id;
}

function place(device: number, what: string): string {
  return `${device} ${what}`;
}

/** User names may hold anything: the ones that cannot stand first. */
function key(device: number, user: string, publicIp: string): string {
  return `${device} ${publicIp} ${user}`;
}
