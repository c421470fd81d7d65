import { claimedOf, parse } from '../../collectors/syslog/parse.ts';
import type { Event } from '../../server/domain/event.ts';
import type { Polled } from '../../server/domain/polling.ts';
import type { Session } from '../../server/domain/session.ts';
import { State } from '../../server/state/state.ts';
import type { Device } from '../asa/cli/device.ts';
import type { Engine } from '../asa/engine.ts';
import { Impairer, type Impairments } from '../asa/impairer.ts';
import type { SimulatedAsa } from '../asa/model.ts';
import { Random } from '../asa/random.ts';
import { ask, type Asking } from './listing.ts';
import { simulated, type Arrival } from './tell.ts';

/** A simulated ASA and what goes on around it. */
export interface Scene {
  readonly asa: SimulatedAsa;
  readonly engine: Engine;
  /** What answers at its address. */
  readonly device: Device;
}

/** What lies between the ASA and us. */
export interface Network extends Impairments {
  /** By how many milliseconds messages are behind polls: they wait for others of their batch. */
  readonly behind?: number;
}

/** A simulated ASA whose lines get lost, and a state that is told the others and what polls list. */
export class Watched {
  readonly state: State;
  readonly scene: Scene;
  /** Every session that was ever believed, as it was last. */
  readonly sessions = new Map<number, Session>();
  /** Looks at the ASA whenever time has passed: before anything is printed. */
  onPass: () => void = () => undefined;
  /** Sees what happens by a poll. */
  onPoll: (events: readonly Event[], polled: Polled) => void = () => undefined;
  /** By how many milliseconds lines may be late. */
  readonly late: number;
  readonly #random: Random;
  readonly #impairer: Impairer;
  readonly #behind: number;
  readonly #waiting: Arrival[] = [];
  #message = 0;

  constructor(seed: number, network: Network, scene: (send: (line: string) => void) => Scene) {
    const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
    this.state = new State({ ...nothing, devices: [simulated] });
    this.#random = new Random(seed ^ 0x5eed);
    this.#impairer = new Impairer(seed, network);
    this.#behind = network.behind ?? 0;
    this.late = (network.reorder ?? 0) + (network.duplicate ?? 0) > 0 ? (network.late ?? 5000) : 0;
    this.scene = scene((line) => this.#impairer.take(this.now, line));
  }

  get now(): number {
    return this.scene.engine.now();
  }

  /** Lets so many virtual milliseconds pass, and tells what arrived. */
  readonly pass = async (milliseconds: number): Promise<void> => {
    await this.scene.engine.run({ until: this.now + milliseconds });
    this.onPass();
    this.#waiting.push(...this.#impairer.arrived(this.now));
    this.#tell(this.now - this.#behind);
  };

  /** Lines that never arrived. */
  get lost(): number {
    return this.#impairer.dropped.length;
  }

  /** Everything that is on the way arrives. */
  async settle(): Promise<void> {
    await this.pass(6000 + this.#behind);
  }

  /** Asks the device what it knows, and tells it. */
  async poll(how: Asking): Promise<Polled> {
    const polled = await ask(this.scene.device, how, this.#random, this.pass);
    this.#remember();
    this.state.take({ kind: 'polled', polled });
    this.onPoll(this.#remember(), polled);
    return polled;
  }

  #tell(until: number): void {
    for (let next = this.#waiting[0]; next !== undefined && next.at <= until; next = this.#waiting[0]) {
      this.#waiting.shift();
      const { at, line } = next;
      this.#message = Math.max(this.#message + 1, at * 1000);
      this.state.take({ kind: 'time.passed', at });
      const claimed = claimedOf(parse(line), { message: this.#message, at, from: '127.0.0.1' });
      if (claimed !== undefined) this.state.take({ kind: 'claim', device: simulated.id, claimed });
    }
    this.state.take({ kind: 'time.passed', at: until });
    this.#remember();
  }

  #remember(): readonly Event[] {
    const { sessions, events } = this.state.changes();
    for (const session of sessions) this.sessions.set(session.id, session);
    this.state.forget(this.now - this.#behind);
    return events;
  }
}
