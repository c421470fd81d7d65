import type { Bag } from './bag.ts';
import type { Dialect } from './dialect.ts';
import type { Engine, Life } from './engine.ts';
import { fail, tellable } from './fail.ts';
import { siteDown, siteRekey, siteUp } from './lan-to-lan.ts';
import type { Site } from './lan-to-lan.ts';
import type { Administrator } from './management.ts';
import type { SimulatedAsa } from './model.ts';
import { stranger } from './people.ts';
import type { Seat } from './people.ts';
import { ways } from './protocols.ts';
import { Random } from './random.ts';

const agent = { clientType: 'Cisco AnyConnect VPN Agent for Windows', clientVersion: '4.10.01075' };
const others = ['ikev2', 'clientless', 'l2tp'] as const;

/** The same people, of whom this share comes by another protocol. */
export function varied(seats: readonly Seat[], share: number, dialect: Dialect, seed: number): readonly Seat[] {
  if (share === 0) return seats;
  const random = new Random(seed ^ 0x7a12);
  const [first, ...more] = others.filter((protocol) => ways[protocol].exists(dialect));
  if (first === undefined) return seats;
  return seats.map((seat) => {
    if (!random.chance(share)) return seat;
    const protocol = random.pick([first, ...more]);
    return { ...seat, protocol, ...(protocol === 'l2tp' ? {} : agent) };
  });
}

/** The login of somebody who is away dies of something that can be told. */
export function* failing(asa: SimulatedAsa, away: Bag<Seat>): Life {
  const seat = away.take(asa.random);
  const [first, ...more] = tellable(asa);
  if (seat === undefined || first === undefined) return;
  const { cause, protocol } = asa.random.pick([first, ...more]);
  const client = { ...seat, protocol };
  const name = `Winter${asa.random.int(1000, 9999)}!`;
  yield* fail(asa, cause, cause === 'xauth.unknown_user' ? { ...stranger(name, seat.publicIp), protocol } : client);
  away.add(seat);
}

/** Somebody who looks after the ASA. */
export function administrator(random: Random): Administrator {
  const right = random.chance(0.7);
  return {
    user: random.pick(['admin', 'netops', 'tunnelwatch']),
    fromIp: `172.16.1.${random.int(8, 12)}`,
    service: random.pick(['ssh', 'asdm', 'enable', 'console']),
    wrong: right ? random.weighted(mistakes) : random.int(1, 3),
    right,
  };
}

const mistakes = [
  [0, 8],
  [1, 2],
  [2, 1],
] as const;

/** The LAN-to-LAN peers: each deed brings one up, renews it, or takes it down. */
export class Sites {
  readonly #asa: SimulatedAsa;
  readonly #engine: Engine;
  readonly #up: Site[] = [];
  #next = 1;

  constructor(asa: SimulatedAsa, engine: Engine) {
    this.#asa = asa;
    this.#engine = engine;
  }

  begin(): void {
    const site = this.#asa.random.chance(0.6) ? this.#up.shift() : undefined;
    if (site === undefined) this.#engine.begin(this.#come());
    else if (this.#asa.random.chance(0.5)) this.#engine.begin(this.#renew(site));
    else this.#engine.begin(siteDown(this.#asa, site, 'User Requested'));
  }

  /** All of them go down. */
  leave(): void {
    for (const site of this.#up.splice(0)) this.#engine.begin(siteDown(this.#asa, site, 'Administrator Reset'));
  }

  *#come(): Life {
    const number = this.#next++;
    this.#up.push(yield* siteUp(this.#asa, `192.0.2.${1 + (number % 250)}`));
  }

  *#renew(site: Site): Life {
    yield* siteRekey(this.#asa, site);
    this.#up.push(site);
  }
}
