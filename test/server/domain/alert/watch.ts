import type { Alert, Observation } from '../../../../server/domain/alert/alert.ts';
import { judge } from '../../../../server/domain/alert/judge.ts';
import type { Episode } from '../../../../server/domain/alert/life.ts';
import type { Json, Memory, Observer, SeenClaim } from '../../../../server/domain/alert/observer.ts';
import { rules, type RuleId } from '../../../../server/domain/alert/rules.ts';
import { logins } from '../../../../server/domain/alert/observe/logins.ts';
import { psk } from '../../../../server/domain/alert/observe/psk.ts';
import type { Claimed } from '../../../../server/domain/claim.ts';
import { emptyState, headEnd } from '../../lab.ts';
import type { Said, Step } from './said.ts';

/** What an observer remembers, as JSON holds it. */
export class Remembered implements Memory {
  readonly bodies = new Map<string, Json>();
  /** Bodies that were set since this was last asked. */
  written = 0;

  get(key: string): Json | undefined {
    return this.bodies.get(key);
  }

  set(key: string, body: Json): void {
    this.bodies.delete(key);
    this.bodies.set(key, body);
    this.written += 1;
  }

  delete(key: string): void {
    this.bodies.delete(key);
  }

  keys(): Iterable<string> {
    return this.bodies.keys();
  }

  get size(): number {
    return this.bodies.size;
  }

  /** As it is after a restart: written as text and read again. */
  restarted(): Remembered {
    const next = new Remembered();
    for (const [key, body] of this.bodies) next.set(key, JSON.parse(JSON.stringify(body)) as Json); // written above
    return next;
  }
}

/** How long after the last message turns still tell something: what is refused has failed after 10 s, what is silent after a minute. */
const SETTLING = [11_000, 61_000, 75_000];
const IDLE = 5 * 60_000;

/** A head-end's messages, decided upon as the recorder does, observed and judged as shipped. */
export class Watch {
  readonly alerts = new Map<number, Alert>();
  readonly observed = new Map<RuleId, number>();
  /** Milliseconds that the observers took in the longest turn, and of how many claims that was. */
  longest = { milliseconds: 0, claims: 0 };
  memories: Readonly<Record<'logins' | 'psk', Remembered>> = { logins: new Remembered(), psk: new Remembered() };
  readonly #state = emptyState();
  readonly #episodes = new Map<string, Episode>();
  #claims: SeenClaim[] = [];
  #message = 1000;
  #now = -Infinity;
  #lastId = 0;

  tell(at: number, { claim, messageId }: Said): this {
    this.#message += 1;
    const deviceTime = new Date(at).toISOString().slice(0, 19);
    const claimed: Claimed = { message: this.#message, at, from: '10.10.10.2', source: 'syslog', messageId, deviceTime, claim }; // prettier-ignore
    this.#state.take({ kind: 'claim', device: headEnd.id, claimed });
    this.#claims.push({ device: headEnd.id, message: this.#message, at, claim });
    return this;
  }

  /** Ends a turn; returns what was observed in it. */
  turn(at: number): readonly Observation[] {
    this.#now = at;
    this.#state.take({ kind: 'time.passed', at });
    const { events, attempts, sessions } = this.#state.changes();
    this.#state.forget(at);
    const estate = { pools: [], chains: [], aaa: [], aaaListed: [], limits: new Map(), polls: [], collectors: [], understood: [] }; // prettier-ignore
    const seen = { at, claims: this.#claims, events, attempts, sessions, estate: { ...estate, devices: this.#state.deviceRows() } }; // prettier-ignore
    this.#claims = [];
    const begun = performance.now();
    const all: readonly (readonly [Observer, Memory])[] = [[logins, this.memories.logins], [psk, this.memories.psk]]; // prettier-ignore
    const found = all.flatMap(([observer, memory]) => observer(seen, memory));
    const milliseconds = performance.now() - begun;
    if (milliseconds > this.longest.milliseconds) this.longest = { milliseconds, claims: seen.claims.length };
    for (const { rule } of found) this.observed.set(rule, (this.observed.get(rule) ?? 0) + 1);
    this.#judge(found, at);
    return found;
  }

  /** Tells all in order, a turn for each second in which something is told, and turns while it settles. */
  run(steps: readonly Step[]): this {
    const sorted = [...steps].sort((a, b) => a.at - b.at);
    for (let next = 0; next < sorted.length;) {
      const second = Math.floor((sorted[next]?.at ?? 0) / 1000);
      this.settle(second * 1000);
      for (; Math.floor((sorted[next]?.at ?? Infinity) / 1000) === second; next += 1)
        for (const said of sorted[next]?.said ?? []) this.tell(sorted[next]?.at ?? 0, said);
      this.turn(second * 1000 + 999);
    }
    this.settle(this.#now + 30 * 60_000);
    return this;
  }

  /** The turns that come until then while nothing is told. */
  settle(until: number): this {
    const since = this.#now;
    if (since === -Infinity) return this;
    for (const after of SETTLING) if (since + after < until) this.turn(since + after);
    while (this.#now + IDLE < until && this.#now - since < 3600_000) this.turn(this.#now + IDLE);
    return this;
  }

  /** Alerts that disturb somebody. */
  pages(): readonly Alert[] {
    return [...this.alerts.values()].filter(({ severity }) => severity !== 'information');
  }

  of(rule: RuleId): readonly Alert[] {
    return [...this.alerts.values()].filter((one) => one.rule === rule);
  }

  #judge(found: readonly Observation[], at: number): void {
    const nextId = (): number => (this.#lastId += 1);
    const judged = judge({ episodes: this.#episodes, setting: (rule) => rules[rule], nextId }, found, at);
    for (const [key, episode] of judged.episodes)
      if (episode === undefined) this.#episodes.delete(key);
      else this.#episodes.set(key, episode);
    for (const alert of judged.alerts) this.alerts.set(alert.id, alert);
  }
}
