import assert from 'node:assert/strict';
import { claimedOf, parse } from '../../collectors/syslog/parse.ts';
import type { Session } from '../../server/domain/session.ts';
import { State } from '../../server/state/state.ts';
import type { LedgerSession } from '../asa/ledger.ts';
import { Random } from '../asa/random.ts';
import { simulate, type Simulation, type SimulationOptions } from '../asa/simulation.ts';
import { Lister } from './listing.ts';
import { simulated, type Arrival } from './tell.ts';

/** A simulated ASA whose lines get lost, and a state that is told the others and now and then a listing. */
export class Watched {
  readonly state: State;
  readonly simulation: Simulation;
  readonly #random: Random;
  readonly #lister: Lister;
  readonly #lines: Arrival[] = [];
  readonly #sessions = new Map<number, Session>();
  #message = 0;

  constructor(seed: number, drop: number, options: Partial<SimulationOptions> = {}) {
    const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
    this.state = new State({ ...nothing, devices: [simulated] });
    this.#random = new Random(seed);
    const send = (line: string) => {
      if (!this.#random.chance(drop)) this.#lines.push({ at: this.simulation.engine.now(), line });
    };
    this.simulation = simulate(send, { seed, users: 60, sessionSeconds: 600, ...options });
    this.#lister = new Lister(this.simulation.asa);
  }

  get now(): number {
    return this.simulation.engine.now();
  }

  /** Lets so many virtual milliseconds pass, and tells what was sent and not lost. */
  async pass(milliseconds: number): Promise<void> {
    await this.simulation.engine.run({ until: this.now + milliseconds });
    for (const { at, line } of this.#lines.splice(0)) {
      this.#message = Math.max(this.#message + 1, at * 1000);
      this.state.take({ kind: 'time.passed', at });
      const claimed = claimedOf(parse(line), { message: this.#message, at, from: '127.0.0.1' });
      if (claimed !== undefined) this.state.take({ kind: 'claim', device: simulated.id, claimed });
    }
    this.state.take({ kind: 'time.passed', at: this.now });
    this.#remember();
  }

  /** A listing that takes so long (milliseconds), its rows written at several moments in between while people come and go. */
  async poll(length: number, told: { readonly audit: boolean; readonly complete?: boolean }) {
    const poll = this.#lister.begin(told);
    for (let part = 0; part < 4; part += 1) {
      await this.pass(length / 4);
      poll.write(() => this.#random.chance(0.4));
    }
    const polled = poll.finish();
    this.state.take({ kind: 'polled', polled });
    this.#remember();
    return polled;
  }

  /** Every session that was ever believed. */
  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get ledger(): readonly LedgerSession[] {
    return this.simulation.asa.ledger.sessions;
  }

  /** Fails unless the sessions that are believed to be active are those that are, but for those that raced the listing. */
  activeIsTrue({ startedAt, finishedAt }: { readonly startedAt: number; readonly finishedAt: number }): void {
    const there = this.ledger.filter(({ end }) => end === null || end >= startedAt);
    const all = this.ledger.filter(({ start, end }) => start < startedAt && (end === null || end > finishedAt));
    const ours = this.sessions.filter(({ state }) => state === 'active').map(keyOf);
    // Of one that came or went while the listing was made the line with the address may be lost.
    const racing = there.flatMap((one) =>
      one.start >= startedAt || one.end !== null ? keyOf({ ...one, assignedIp: null }) : [],
    );
    const possible = [...there.map(keyOf), ...racing];
    const times = (keys: readonly string[], key: string) => keys.filter((one) => one === key).length;
    const invented = ours.filter((key) => times(ours, key) > times(possible, key));
    const missing = all.map(keyOf).filter((key) => !ours.includes(key));
    assert.deepEqual({ invented, missing }, { invented: [], missing: [] });
  }

  /** Fails unless each believed session is one of the ledger's, no two the same one, and every end between two moments lies there. */
  nothingTwice(): void {
    const left = new Set(this.ledger);
    for (const session of [...this.sessions].sort((a, b) => a.start - b.start)) {
      const mine = [...left].filter((one) => isSame(session, one));
      const [nearest] = mine.sort((a, b) => gap(session, a) - gap(session, b));
      assert.ok(nearest, `no such session, or told twice: ${JSON.stringify(session)}`);
      left.delete(nearest);
      if (session.endIs !== 'between') continue;
      const { endAfter = NaN, endBefore = NaN } = session;
      const { end } = nearest;
      assert.ok(end !== null && end >= endAfter && end <= endBefore, `${endAfter} <= ${String(end)} <= ${endBefore}`);
    }
  }

  #remember(): void {
    for (const session of this.state.changes().sessions) this.#sessions.set(session.id, session);
    this.state.forget(this.now);
  }
}

interface Told {
  readonly user: string;
  readonly publicIp: string;
  readonly assignedIp?: string | null;
}

function keyOf({ user, publicIp, assignedIp }: Told): string {
  return JSON.stringify([user, publicIp, assignedIp ?? null]);
}

function isSame(session: Session, one: LedgerSession): boolean {
  const there = [one.publicIp, ...one.movedFrom].includes(session.publicIp);
  const end = one.end ?? Infinity;
  return session.user === one.user && there && session.start <= end + 10_000 && (session.end ?? Infinity) >= one.start;
}

/** How far apart the two are, in milliseconds: one that goes on is not one that has ended. */
function gap(session: Session, one: LedgerSession): number {
  const { end = 9e15, endAfter = end } = session;
  const theirs = one.end ?? 9e15;
  return Math.abs(session.start - one.start) + Math.max(0, theirs - end, endAfter - theirs);
}
