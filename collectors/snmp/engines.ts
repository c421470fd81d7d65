import type { SnmpEngine } from '../../server/domain/snmp.ts';

/** Why an engine is not believed. */
export type EngineRefusal = 'engineUnknown' | 'replayed';

export interface EnginesOptions {
  /** Milliseconds that only go forward, whatever the clock does. */
  readonly ticks: () => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How much older than the latest a message may be, in seconds (RFC 3414, 2.2.3). */
const WINDOW = 150;
/** An engine whose boots have come here needs to be configured anew (RFC 3414, 2.2.2): nothing tells its messages from old ones. */
const LAST_BOOTS = 2 ** 31 - 1;
/** Between two derivations of keys for engines that are not accepted, in milliseconds: 5/s over all sources. */
const DERIVATION = 200;
/** How many engines of one device are remembered; a script that makes one up each time it runs shows any number. */
const MOST_OF_ONE = 8;

interface Engine {
  readonly device: number;
  readonly engineId: string;
  accepted: boolean;
  boots: number;
  time: number;
  at: number;
  /** When it was `time`, in our ticks. */
  ticks: number;
  /** The main thread has told of it. */
  listed: boolean;
  changed: boolean;
}

/**
 * The engines of the devices: which ones are believed, and how old their messages may be (RFC 3414, 3.2, 7b). Only what an authenticated
 * message says of an engine comes here.
 */
export class Engines {
  readonly #ticks: () => number;
  readonly #now: () => number;
  #engines: Engine[] = [];
  #derived = -Infinity;
  #urgent = false;

  constructor({ ticks, now }: EnginesOptions) {
    this.#ticks = ticks;
    this.#now = now;
  }

  /** What the main thread knows of the engines of these devices. What was heard since is kept; others are forgotten. */
  know(engines: readonly SnmpEngine[], devices: ReadonlySet<number>): void {
    const heard = this.#engines;
    const fresh = heard.filter(({ device, listed }) => devices.has(device) && !listed);
    const known = engines.map((told): Engine => {
      const here = heard.find((one) => isSame(one, told));
      if (here !== undefined) return { ...here, accepted: told.accepted, listed: true };
      // How old it is only the clock can tell; one that went back makes nothing younger.
      const ticks = this.#ticks() - Math.max(0, this.#now() - told.at);
      return { ...told, ticks, listed: true, changed: false };
    });
    this.#engines = [...known, ...fresh.filter((one) => !known.some((other) => isSame(one, other)))];
  }

  /** Whether this engine of the device is one that is believed. */
  accepts(device: number, engineId: string): boolean {
    return this.#engines.some((one) => one.accepted && isSame(one, { device, engineId }));
  }

  /** Whether keys may be derived now for an engine that is not accepted; if so, none may for a while. */
  mayDerive(): boolean {
    const now = this.#ticks();
    if (now - this.#derived < DERIVATION) return false;
    this.#derived = now;
    return true;
  }

  /** Hears the engine of an authenticated message. The first one of a device is accepted; later ones a person has to accept. */
  hear(device: number, engineId: string, boots: number, time: number): EngineRefusal | undefined {
    const of = this.#engines.filter((one) => one.device === device);
    const known = of.find((one) => one.engineId === engineId);
    if (known === undefined) {
      if (boots === LAST_BOOTS) return 'replayed';
      const accepted = of.length === 0;
      if (of.length < MOST_OF_ONE) this.#add({ device, engineId, accepted, boots, time });
      return accepted ? undefined : 'engineUnknown';
    }
    const ticks = this.#ticks();
    if (boots > known.boots || (boots === known.boots && time > known.time)) {
      Object.assign(known, { boots, time, ticks, at: this.#now(), changed: true });
    }
    if (!known.accepted) return 'engineUnknown';
    const age = known.time + Math.floor((ticks - known.ticks) / 1000) - time;
    return known.boots === LAST_BOOTS || boots < known.boots || age > WINDOW ? 'replayed' : undefined;
  }

  /** Whether there is an engine that nobody was told of. */
  get urgent(): boolean {
    return this.#urgent;
  }

  /** The engines of which something new was heard since the last report. */
  report(): readonly SnmpEngine[] {
    const changed = this.#engines.filter((one) => one.changed);
    for (const one of changed) one.changed = false;
    this.#urgent = false;
    return changed.map(({ device, engineId, accepted, boots, time, at }) => {
      return { device, engineId, accepted, boots, time, at };
    });
  }

  #add(engine: Omit<SnmpEngine, 'at'>): void {
    this.#engines.push({ ...engine, at: this.#now(), ticks: this.#ticks(), listed: false, changed: true });
    this.#urgent = true;
  }
}

function isSame(one: Pick<Engine, 'device' | 'engineId'>, other: Pick<Engine, 'device' | 'engineId'>): boolean {
  return one.device === other.device && one.engineId === other.engineId;
}
