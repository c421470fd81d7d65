import { anyconnectResume } from './anyconnect.ts';
import type { Engine, Life } from './engine.ts';
import { fail, tellable } from './fail.ts';
import type { Failure } from './fail.ts';
import { flawless } from './ikev1.ts';
import type { Typing } from './ikev1.ts';
import { siteDown, siteRekey, siteUp } from './lan-to-lan.ts';
import type { Site } from './lan-to-lan.ts';
import { protocols } from './ledger.ts';
import type { Protocol } from './ledger.ts';
import { manage } from './management.ts';
import type { Reason } from './message.ts';
import type { Session, SimulatedAsa } from './model.ts';
import { people } from './people.ts';
import type { Seat } from './people.ts';
import { ways } from './protocols.ts';
import type { Random } from './random.ts';

/** How a story is improvised. */
export interface Manner {
  /** Lines tell their second, so the same words a second later are another line. */
  readonly stamped: boolean;
  /** Milliseconds around a dialogue whose lines do not all name their source. */
  readonly apart: number;
  /** Milliseconds that a person does nothing after a login or a logout. */
  readonly calm: number;
}

type Act = 'login' | 'mistype' | 'logout' | 'renew' | 'roam' | 'again' | 'fail' | 'manage' | 'site';

const acts = [
  ['login', 30],
  ['mistype', 10],
  ['logout', 18],
  ['renew', 8],
  ['roam', 5],
  ['again', 6],
  ['fail', 12],
  ['manage', 8],
  ['site', 3],
] as const satisfies readonly (readonly [Act, number])[];

const reasons = [
  ['User Requested', 5],
  ['Idle Timeout', 2],
  ['Lost Service', 2],
  ['Max time exceeded', 1],
  ['Administrator Reset', 1],
] as const satisfies readonly (readonly [Reason, number])[];

const agent = { clientType: 'Cisco AnyConnect VPN Agent for Windows', clientVersion: '4.10.01075' };
const cast = people(16, 0, '8.2', 1);
const elsewhere = ['198.51.100.7', '203.0.113.10', '100.64.3.9'] as const;
const administrators = ['admin', 'netops', 'marty'] as const;
const secrets = ['Summer2026!', 'hunter2', 'P@ssw0rd for me', 'admin', 'test'] as const;

/** A few people do whatever comes to their minds; what could be mixed up by the lines alone is done with nobody else around. */
export class Improvised {
  readonly #asa: SimulatedAsa;
  readonly #engine: Engine;
  readonly #random: Random;
  readonly #manner: Manner;
  readonly #people: readonly [Seat, ...Seat[]];
  readonly #possible: readonly Protocol[];
  readonly #failures: readonly Failure[];
  readonly #busy = new Set<string>();
  #site: Site | undefined;

  constructor(asa: SimulatedAsa, engine: Engine, random: Random, manner: Manner) {
    this.#asa = asa;
    this.#engine = engine;
    this.#random = random;
    this.#manner = manner;
    const first = random.int(0, cast.length - 4);
    const [one, ...others] = cast.slice(first, first + random.int(2, 4));
    if (one === undefined) throw new Error('the cast is empty');
    this.#people = [one, ...others];
    this.#possible = protocols.filter((protocol) => ways[protocol].exists(asa.dialect));
    this.#failures = tellable(asa);
  }

  /** So many acts, one after the other or at once; then, perhaps, everybody leaves. */
  *life(count: number): Life {
    const random = this.#random;
    for (let act = 0; act < count; act += 1) {
      const [alone, life] = this.#draw(act === 0 ? 'login' : random.weighted(acts));
      if (alone) {
        yield this.#manner.apart;
        yield* life;
        yield this.#manner.apart;
      } else this.#engine.begin(life);
      yield this.#pause();
    }
    if (random.chance(0.5)) return;
    for (let session = this.#present(); session !== undefined; session = this.#present()) {
      yield* ways[session.seat.protocol].logout(this.#asa, session, 'User Requested');
      yield random.int(100, 5000);
    }
    if (this.#site !== undefined) yield* siteDown(this.#asa, this.#site, 'User Requested');
  }

  #pause(): number {
    const random = this.#random;
    const wait = random.weighted([
      [500, 3],
      [60_000, 4],
      [1_800_000, 2],
    ]);
    return Math.ceil(random.exponential(wait));
  }

  /** What happens, and whether it must happen alone. */
  #draw(act: Act): readonly [alone: boolean, life: Life] {
    const random = this.#random;
    switch (act) {
      case 'login':
        return [false, this.#login(this.#seat(), flawless)];
      case 'mistype': {
        const wrong = this.#manner.stamped ? random.int(1, 3) : 1;
        const patience = random.int(wrong, 3);
        return [true, this.#login(this.#seat(), { wrong, patience, pause: [1000, 4000] })];
      }
      case 'again': {
        const session = this.#present();
        return [false, session === undefined ? nothing() : this.#login(session.seat, flawless)];
      }
      case 'fail':
        return [true, this.#failure()];
      case 'manage':
        return [true, this.#management()];
      case 'site':
        return [false, this.#siteLife()];
      case 'logout':
      case 'renew':
      case 'roam':
        return [false, this.#withSession(act)];
      default:
        return act satisfies never;
    }
  }

  #seat(protocol = this.#protocol()): Seat {
    const random = this.#random;
    const person = random.pick(this.#people);
    const publicIp = random.chance(0.7) ? person.publicIp : random.pick(elsewhere);
    const client = protocol === 'ikev1' || protocol === 'l2tp' ? {} : agent;
    const wrapped =
      protocol === 'ikev1' && random.chance(0.2) ? { wrapped: random.pick<'udp' | 'tcp'>(['udp', 'tcp']) } : {};
    return { ...person, ...client, ...wrapped, protocol, publicIp, behindNat: random.chance(0.5) };
  }

  #protocol(): Protocol {
    return this.#possible[this.#random.int(0, this.#possible.length - 1)] ?? 'ikev1';
  }

  /** One user does one thing at a time. */
  *#login(seat: Seat, typing: Typing): Life {
    if (this.#busy.has(seat.user)) return;
    this.#busy.add(seat.user);
    yield* ways[seat.protocol].login(this.#asa, seat, typing);
    yield this.#manner.calm;
    this.#busy.delete(seat.user);
  }

  *#failure(): Life {
    const { cause, protocol } = this.#failures[this.#random.int(0, this.#failures.length - 1)] as Failure; // there are many
    const seat = this.#seat(protocol);
    const unknown = cause === 'xauth.unknown_user';
    yield* fail(this.#asa, cause, unknown ? { ...seat, user: this.#random.pick(secrets), known: false } : seat);
  }

  *#management(): Life {
    const random = this.#random;
    const right = random.chance(0.6);
    const most = this.#manner.stamped ? 3 : 1;
    yield* manage(this.#asa, {
      user: random.pick(administrators),
      fromIp: `172.16.1.${random.int(8, 12)}`,
      service: random.pick(['ssh', 'asdm', 'enable', 'console']),
      wrong: right ? random.int(0, Math.min(2, most)) : random.int(1, most),
      right,
      pause: [1000, 4000],
    });
  }

  *#siteLife(): Life {
    if (this.#busy.has('site')) return;
    this.#busy.add('site');
    if (this.#site === undefined) this.#site = yield* siteUp(this.#asa, '192.0.2.77');
    else if (this.#random.chance(0.5)) yield* siteRekey(this.#asa, this.#site);
    else {
      yield* siteDown(this.#asa, this.#site, 'User Requested');
      this.#site = undefined;
    }
    this.#busy.delete('site');
  }

  *#withSession(act: 'logout' | 'renew' | 'roam'): Life {
    const session = this.#present();
    if (session === undefined) return;
    const { protocol } = session.seat;
    if (act === 'logout') {
      this.#busy.add(session.user);
      yield* ways[protocol].logout(this.#asa, session, this.#random.weighted(reasons));
      yield this.#manner.calm;
      this.#busy.delete(session.user);
    } else if (protocol === 'anyconnect') yield* anyconnectResume(this.#asa, session, this.#away(act));
    else yield* ways[protocol].renew(this.#asa, session);
  }

  #away(act: 'renew' | 'roam') {
    const publicIp = act === 'roam' ? { publicIp: this.#random.pick(elsewhere) } : {};
    return { wait: [2000, 120_000] as const, ...publicIp };
  }

  /** Somebody who is connected and does nothing just now. */
  #present(): Session | undefined {
    const idle = [...this.#asa.sessions].filter(({ busy, user }) => !busy && !this.#busy.has(user));
    return idle[this.#random.int(0, idle.length - 1)];
  }
}

function* nothing(): Life {
  // Nobody is there to do it.
}
