import { anyconnectLogout } from './anyconnect.ts';
import { Bag } from './bag.ts';
import type { Engine, Life } from './engine.ts';
import { flawless } from './ikev1.ts';
import type { Typing } from './ikev1.ts';
import { manage } from './management.ts';
import type { Reason } from './message.ts';
import type { Session, SimulatedAsa } from './model.ts';
import { roaming, stranger } from './people.ts';
import type { Seat } from './people.ts';
import { ways } from './protocols.ts';
import type { Deed, Scenario } from './scenarios.ts';
import { administrator, failing, Sites } from './visitors.ts';

/** The people who use the ASA, and those who attack it: each deed begins a life on the engine. */
export class Crowd {
  readonly #asa: SimulatedAsa;
  readonly #engine: Engine;
  /** The lab's own people come first, so that whoever looks finds them. */
  readonly #early: Seat[];
  readonly #away: Bag<Seat>;
  readonly #present = new Bag<Visit>();
  readonly #offenders: readonly Seat[];
  readonly #names: readonly string[];
  readonly #options: CrowdOptions;
  readonly #sites: Sites;
  #inside = 0;
  #sprayed = 0;

  constructor(asa: SimulatedAsa, engine: Engine, seats: readonly Seat[], options: CrowdOptions) {
    this.#asa = asa;
    this.#engine = engine;
    this.#options = options;
    this.#sites = new Sites(asa, engine);
    const attacked = options.scenario.deeds.some(([deed]) => deed === 'guess');
    const honest = attacked && seats.length > 6 ? seats.slice(0, -3) : seats;
    this.#offenders = attacked ? seats.slice(-3) : [];
    this.#early = honest.slice(0, 3).reverse();
    this.#away = new Bag(honest.slice(3));
    this.#names = seats.map(({ user }) => user);
  }

  /** Those who are connected or just about to be. */
  get inside(): number {
    return this.#inside;
  }

  /** Begins one such deed, if there is somebody to do it: coming rather than going with this probability. */
  begin(deed: Deed, coming: number): void {
    const { random } = this.#asa;
    switch (deed) {
      case 'come-or-go': {
        const [first, second] = random.chance(coming) ? [this.#come, this.#go] : [this.#go, this.#come];
        if (!first.call(this)) second.call(this);
        return;
      }
      case 'renew':
        this.#renew();
        return;
      case 'guess':
        this.#fail(this.#offenders[random.int(0, this.#offenders.length - 1)], 3);
        return;
      case 'spray':
        this.#fail(this.#nextSprayed(), 1);
        return;
      case 'fail':
        this.#engine.begin(failing(this.#asa, this.#away));
        return;
      case 'again':
        this.#again();
        return;
      case 'manage':
        this.#engine.begin(manage(this.#asa, administrator(random)));
        return;
      case 'site':
        this.#sites.begin();
        return;
    }
  }

  /** Everybody who is connected begins to log out. */
  leave(): void {
    while (this.#go()) continue;
    this.#sites.leave();
  }

  #come(): boolean {
    const seat = this.#early.pop() ?? this.#away.take(this.#asa.random);
    if (seat === undefined) return false;
    this.#inside += 1;
    this.#engine.begin(this.#visit(seat));
    return true;
  }

  *#visit(home: Seat): Life {
    const { random } = this.#asa;
    const seat = random.chance(0.1) ? roaming(home, random) : home;
    const mistakes = random.chance(this.#options.scenario.mistyped) ? random.weighted(mistyping) : 0;
    let session = yield* this.#login(seat, { wrong: mistakes, patience: 3 });
    if (session === undefined && mistakes === 3) {
      const pause = random.int(3000, 15_000);
      yield seat.protocol === 'ikev1' ? pause : Math.max(pause, apart);
      session = yield* this.#login(seat, flawless);
    }
    if (session !== undefined) this.#present.add({ home, session });
    else {
      this.#away.add(home);
      this.#inside -= 1;
    }
  }

  #login(seat: Seat, typing: Typing): Life<Session | undefined> {
    return ways[seat.protocol].login(this.#asa, seat, typing);
  }

  #go(): boolean {
    const visit = this.#present.take(this.#asa.random);
    if (visit === undefined) return false;
    this.#engine.begin(this.#logout(visit));
    return true;
  }

  *#logout({ home, session }: Visit): Life {
    const reason = this.#asa.random.weighted(reasons);
    if (session.entry.end !== null)
      yield 0; // a restart of the ASA has ended it
    else if (home.protocol !== 'anyconnect') yield* ways[home.protocol].logout(this.#asa, session, reason);
    else yield* anyconnectLogout(this.#asa, session, reason, this.#options.doubleClose);
    this.#inside -= 1;
    this.#away.add(home);
  }

  #renew(): void {
    const visit = this.#present.take(this.#asa.random);
    if (visit !== undefined) this.#engine.begin(this.#renewal(visit));
  }

  *#renewal(visit: Visit): Life {
    if (visit.session.entry.end === null) yield* ways[visit.home.protocol].renew(this.#asa, visit.session);
    this.#present.add(visit);
  }

  #again(): void {
    const visit = this.#present.take(this.#asa.random);
    if (visit !== undefined) this.#engine.begin(this.#reconnection(visit));
  }

  /** The client lost its session and knows it before the ASA does. */
  *#reconnection({ home, session: old }: Visit): Life {
    const session = yield* this.#login(old.seat, flawless);
    if (session !== undefined) this.#present.add({ home, session });
    else if (old.entry.end === null) this.#present.add({ home, session: old });
    else {
      this.#away.add(home);
      this.#inside -= 1;
    }
  }

  #fail(seat: Seat | undefined, patience: number): void {
    if (seat !== undefined) this.#engine.begin(failure(this.#login(seat, { wrong: patience, patience })));
  }

  /** One source goes through many names, real ones and those that are always tried. */
  #nextSprayed(): Seat {
    const turn = this.#sprayed++;
    const real = this.#names[(turn >> 1) % this.#names.length];
    if (turn % 2 === 0 && real !== undefined) return { ...stranger(real, sprayer), known: true };
    return stranger(tried[(turn >> 1) % tried.length] ?? 'admin', sprayer);
  }
}

/** How a crowd behaves. */
export interface CrowdOptions {
  readonly scenario: Scenario;
  readonly doubleClose: boolean;
}

interface Visit {
  readonly home: Seat;
  readonly session: Session;
}

function* failure(login: Life<Session | undefined>): Life {
  yield* login;
}

/** Milliseconds without which two tries of a user over TLS would be one dialogue to whoever listens. */
const apart = 6000;
const sprayer = '203.0.113.66';
const tried = [
  'admin',
  'administrator',
  'test',
  'guest',
  'vpn',
  'cisco',
  'support',
  'backup',
  'root',
  'user1',
] as const;

const mistyping = [
  [1, 5],
  [2, 2],
  [3, 3],
] as const;

const reasons = [
  ['User Requested', 65],
  ['Idle Timeout', 15],
  ['Lost Service', 12],
  ['Max time exceeded', 5],
  ['Administrator Reset', 3],
] as const satisfies readonly (readonly [Reason, number])[];
