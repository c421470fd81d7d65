import type { Attempt } from '../domain/attempt.ts';
import type { Verdict } from '../domain/verdict.ts';
import { BySecond } from './by-second.ts';
import { addTo, removeFrom } from './sets.ts';
import { Shelves } from './shelves.ts';
import { Told } from './told.ts';
import { WaitingVerdicts } from './waiting-verdicts.ts';

/** How long an attempt that is over is remembered, so that late lines find it, in milliseconds. */
const REMEMBERED = 10_000;
/** Of how many that nobody has explained a verdict without an address may mean one. */
const MOST_IN_DOUBT = 100;

/** Tries to log in that are open or have just ended, and verdicts that wait for somebody to belong to. */
export class LoginBook {
  readonly #attempts = new Map<number, Attempt>();
  readonly #from = new Shelves<Attempt>(newestFirst);
  readonly #of = new Shelves<Attempt>(newestFirst);
  /** Open ones by when they were last heard of, those whose session is up apart: in a rush there are thousands. */
  readonly #open = new BySecond();
  readonly #met = new BySecond();
  readonly #over = new BySecond();
  readonly #inDoubt = new Map<number, Set<number>>();
  readonly #told = new Told();
  readonly #verdicts = new WaitingVerdicts();
  readonly #attributed = new Map<number, Verdict>();
  readonly #attributedAt = new BySecond();

  keepAttempt(after: Attempt, messageId?: number): void {
    if (messageId !== undefined) this.#told.add(after.id, messageId);
    const before = this.#attempts.get(after.id);
    this.#attempts.set(after.id, after);
    this.#from.put(place(after.device, after.publicIp), before, after);
    if (before !== undefined) this.#shelfOf(before).remove(before.id, before.seenAt);
    this.#shelfOf(after).add(after.id, after.seenAt);
    const { outcome, hint } = after;
    if (outcome === 'failed' || (outcome === 'open' && hint !== undefined))
      addTo(this.#inDoubt, after.device, after.id);
    else removeFrom(this.#inDoubt, after.device, after.id);
    const isSameUser = before?.user === after.user;
    if (before?.user !== undefined && !isSameUser) this.#of.take(place(after.device, before.user), before);
    if (after.user !== undefined) this.#of.put(place(after.device, after.user), isSameUser ? before : undefined, after);
  }

  /** Forgets attempts that ended more than `REMEMBERED` ago. */
  forget(now: number): void {
    for (const id of this.#attributedAt.until(now - 2 * REMEMBERED)) {
      const { at = now } = this.#attributed.get(id) ?? {};
      if (now - at <= 2 * REMEMBERED) continue;
      this.#attributed.delete(id);
      this.#attributedAt.remove(id, at);
    }
    for (const over of this.#all(this.#over.until(now - REMEMBERED))) {
      if (now - over.seenAt <= REMEMBERED) continue;
      const { id, device, publicIp, user, seenAt } = over;
      this.#attempts.delete(id);
      this.#over.remove(id, seenAt);
      this.#told.forget(id);
      removeFrom(this.#inDoubt, device, id);
      this.#from.take(place(device, publicIp), over);
      if (user !== undefined) this.#of.take(place(device, user), over);
    }
  }

  /** A message of that ID tells of it. */
  tell(attempt: number, messageId: number): void {
    if (this.#attempts.has(attempt)) this.#told.add(attempt, messageId);
  }

  hasTold(attempt: number, messageId: number): boolean {
    return this.#told.has(attempt, messageId);
  }

  toldOf(attempt: number): readonly number[] {
    return this.#told.of(attempt);
  }

  attempt(id: number): Attempt | undefined {
    return this.#attempts.get(id);
  }

  /** Those from one address, the newest first. */
  from(device: number, publicIp: string): readonly Attempt[] {
    return this.#from.of(place(device, publicIp));
  }

  of(device: number, user: string): readonly Attempt[] {
    return this.#of.of(place(device, user));
  }

  /** Under a spray they are many: looking at all of them for each verdict would be work for nothing. */
  inDoubt(device: number): readonly Attempt[] {
    const ids = this.#inDoubt.get(device);
    return ids === undefined || ids.size > MOST_IN_DOUBT ? [] : this.#all(ids);
  }

  /** Open ones that were last heard of by `out`, or by `met` if their session is up; some up to a second later. The oldest id first. */
  silent(out: number, met: number): readonly Attempt[] {
    return [...this.#all(this.#open.until(out)), ...this.#all(this.#met.until(met))].sort((a, b) => a.id - b.id);
  }

  keepVerdict(verdict: Verdict): void {
    if (verdict.service === 'unknown') this.#verdicts.keep(verdict);
    else {
      this.#verdicts.drop(verdict);
      this.#attributed.set(verdict.id, verdict);
      this.#attributedAt.add(verdict.id, verdict.at);
    }
  }

  attributed(device: number): readonly Verdict[] {
    return [...this.#attributed.values()].filter((one) => one.device === device && one.service === 'vpn');
  }

  attribution(verdict: number): Verdict | undefined {
    return this.#attributed.get(verdict);
  }

  verdict(device: number, id: number): Verdict | undefined {
    return this.#verdicts.one(device, id);
  }

  /** Those that nobody has been found for yet. */
  get waiting(): WaitingVerdicts {
    return this.#verdicts;
  }

  #shelfOf({ outcome, session }: Attempt): BySecond {
    if (outcome !== 'open') return this.#over;
    return session === undefined ? this.#open : this.#met;
  }

  #all(ids: Iterable<number> | undefined): Attempt[] {
    return [...(ids ?? [])].flatMap((id) => this.#attempts.get(id) ?? []);
  }
}

function place(device: number, what: string): string {
  return `${device} ${what}`;
}

function newestFirst(a: Attempt, b: Attempt): number {
  return b.id - a.id;
}
