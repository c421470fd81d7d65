import type { Attempt } from '../domain/attempt.ts';
import type { Verdict } from '../domain/verdict.ts';
import { addTo, removeFrom } from './sets.ts';

/** How long a failed attempt is remembered, so that its noise begins no other, in milliseconds. */
const NOISE = 5_000;

/** Tries to log in that are open or have just ended, and verdicts that wait for somebody to belong to. */
export class LoginBook {
  readonly #attempts = new Map<number, Attempt>();
  readonly #from = new Map<string, Set<number>>();
  readonly #of = new Map<string, Set<number>>();
  readonly #open = new Set<number>();
  readonly #verdicts = new Map<number, Map<number, Verdict>>();

  keepAttempt(after: Attempt): void {
    const before = this.#attempts.get(after.id);
    this.#attempts.set(after.id, after);
    if (before === undefined) addTo(this.#from, place(after.device, after.publicIp), after.id);
    if (after.outcome === 'open') this.#open.add(after.id);
    else this.#open.delete(after.id);
    if (before?.user !== after.user) {
      if (before?.user !== undefined) removeFrom(this.#of, place(after.device, before.user), after.id);
      if (after.user !== undefined) addTo(this.#of, place(after.device, after.user), after.id);
    }
  }

  /** Forgets attempts that ended more than `NOISE` ago. */
  forget(now: number): void {
    for (const [id, { device, publicIp, user, outcome, seenAt }] of this.#attempts) {
      if (outcome === 'open' || now - seenAt <= NOISE) continue;
      this.#attempts.delete(id);
      removeFrom(this.#from, place(device, publicIp), id);
      if (user !== undefined) removeFrom(this.#of, place(device, user), id);
    }
  }

  attempt(id: number): Attempt | undefined {
    return this.#attempts.get(id);
  }

  /** Of one address at a time: those whose noise is over are left out, whether forgotten yet or not. */
  from(device: number, publicIp: string): readonly Attempt[] {
    return this.#all(this.#from.get(place(device, publicIp))).sort((a, b) => b.id - a.id);
  }

  of(device: number, user: string): readonly Attempt[] {
    return this.#all(this.#of.get(place(device, user))).filter((attempt) => attempt.outcome === 'open');
  }

  open(): Iterable<Attempt> {
    return this.#all(this.#open);
  }

  keepVerdict(verdict: Verdict): void {
    const waiting = this.#verdicts.get(verdict.device) ?? new Map<number, Verdict>();
    this.#verdicts.set(verdict.device, waiting);
    if (verdict.service === 'unknown') waiting.set(verdict.id, verdict);
    else waiting.delete(verdict.id);
  }

  verdict(device: number, id: number): Verdict | undefined {
    return this.#verdicts.get(device)?.get(id);
  }

  verdicts(device: number): readonly Verdict[] {
    return [...(this.#verdicts.get(device)?.values() ?? [])];
  }

  *openVerdicts(): Iterable<Verdict> {
    for (const waiting of this.#verdicts.values()) yield* waiting.values();
  }

  #all(ids: Iterable<number> | undefined): Attempt[] {
    return [...(ids ?? [])].flatMap((id) => this.#attempts.get(id) ?? []);
  }
}

function place(device: number, what: string): string {
  return `${device} ${what}`;
}
