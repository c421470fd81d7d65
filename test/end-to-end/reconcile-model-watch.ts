import type { Event } from '../../server/domain/event.ts';
import { rate } from '../../server/domain/meter.ts';
import type { Polled } from '../../server/domain/polling.ts';
import { SETTLING } from '../../server/domain/unit.ts';
import type { Random } from '../asa/random.ts';
import type { Asking } from './listing.ts';
import type { Watched } from './polled.ts';
import { Truth, type Wrong } from './reconcile-model-truth.ts';

/** What is counted of it. */
export const figures = [
  ...(['polls', 'complete', 'incomplete', 'atRest', 'sessions', 'loginsFound', 'endsFound', 'restarts'] as const),
  ...(['switchovers', 'lines', 'linesLost'] as const),
] as const;
export type Figures = Readonly<Record<(typeof figures)[number], number>>;

/** The agent that is asked instead of a command line, and for how many milliseconds it shows once more what it has looked up. */
interface Agent {
  readonly over?: 'snmp';
  readonly kept?: number;
}

/** Holds what is believed against what is so, whenever a poll has been made. */
export class Overseer {
  readonly wrong: Wrong[] = [];
  readonly #count = Object.fromEntries(figures.map((one) => [one, 0])) as Record<(typeof figures)[number], number>;
  readonly #watched: Watched;
  readonly #random: Random;
  readonly #agent: Agent;
  readonly #truth: Truth;
  /** When a poll was first answered by the other unit, virtual milliseconds; `NaN` while none was. */
  #turned: number | undefined;
  #complete = -Infinity;
  /** A poll has told which unit it is: without that, a switchover cannot be seen. */
  #known = false;

  constructor(watched: Watched, random: Random, agent: Agent = {}) {
    this.#watched = watched;
    this.#agent = agent;
    this.#random = random;
    this.#truth = new Truth(watched.scene.asa, watched.late, agent.kept);
    watched.onPass = () => this.#truth.look();
    watched.onPoll = (events, polled) => this.wrong.push(...this.#changed(events, polled));
  }

  /** Whether another unit has taken over so lately that nothing begins or ends by what it lists. */
  isSettling(): boolean {
    return this.#turned !== undefined && !(this.#watched.now - this.#turned > SETTLING);
  }

  /** How long nothing complete has been polled, in virtual milliseconds. */
  get without(): number {
    return this.#watched.now - this.#complete;
  }

  /** The head-end restarts, or the other unit takes over. */
  turn(kind: 'restart' | 'switchover', happen: () => void): void {
    happen();
    this.#count[kind === 'restart' ? 'restarts' : 'switchovers'] += 1;
    if (kind === 'restart') this.#truth.restarted();
    else if (this.#known) this.#turned = NaN;
  }

  /** A poll in the middle of what goes on; `rest`: of which all is so, where nobody has come or left while it was made. Whether it was such a one. */
  async poll(chosen = asking(this.#random), rest = false): Promise<boolean> {
    const { over, kept } = this.#agent;
    const how = over === undefined ? chosen : { ...chosen, transport: over, ...(kept !== undefined && { kept }) };
    const watched = this.#watched;
    const settling = this.isSettling();
    const polled = await watched.poll(how);
    const told = [...watched.sessions.values()];
    this.#count.polls += 1;
    const { state } = watched;
    const oldest = Math.min(...polled.rosters.map(({ startedAt }) => startedAt));
    const isListed = ({ id }: { readonly id: number }) => (state.meter(id)?.listedAt ?? 0) >= oldest;
    this.wrong.push(...this.#truth.listed(told.filter(isListed)), ...this.#counters(polled));
    // The first commands tell which unit answers, and come also of a poll that ends early.
    if (polled.facts.serial !== undefined) this.#known = true;
    if (Number.isNaN(this.#turned) && polled.facts.serial !== undefined) this.#turned = polled.startedAt;
    const still = rest && !this.#truth.areMoving(polled.startedAt);
    if (!isWhole(polled)) {
      this.#count.incomplete += 1;
      if (still) this.wrong.push({ what: 'incomplete', shown: polled });
      return still;
    }
    this.#count.complete += 1;
    this.#complete = watched.now;
    if (settling || this.isSettling()) return still;
    const { now } = watched;
    this.wrong.push(...(still ? this.#truth.atRest(polled, told, now) : this.#truth.afterPoll(polled, told, now)));
    return still;
  }

  /** A poll when nothing has happened for a while: what is believed then is what is so. */
  async rest(): Promise<void> {
    const watched = this.#watched;
    await watched.settle();
    for (let tries = 0; Number.isNaN(this.#turned) && tries < 3; tries += 1) await this.poll(plainly(this.#random));
    if (this.isSettling()) await watched.pass(SETTLING + 1000);
    // A crowd never rests: who came or left while it was polled may be listed or not, and is believed rightly by the next poll.
    while (!(await this.poll(plainly(this.#random), true)));
    this.#count.atRest += 1;
  }

  /** What came of it, once it is over. */
  figures(): Figures {
    const { scene, sessions, lost } = this.#watched;
    this.wrong.push(...this.#truth.whole(sessions.values()), ...this.#totals());
    const all = [...sessions.values()];
    return {
      ...this.#count,
      sessions: scene.asa.ledger.sessions.length,
      loginsFound: all.filter(({ startIs }) => startIs === 'listed').length,
      endsFound: all.filter(({ endIs }) => endIs === 'between').length,
      lines: scene.asa.ledger.lines,
      linesLost: lost,
    };
  }

  /** A poll of which no listing is complete changes nothing, but for what a restart has ended; and nothing ends or begins while another unit settles. */
  *#changed(events: readonly Event[], polled: Polled): Generator<Wrong> {
    const told = events.filter(({ kind }) => kind.startsWith('session.'));
    const shown = [told, polled];
    if (this.isSettling() && told.some(({ kind }) => kind === 'session.ended')) yield { what: 'false end', shown };
    if (this.isSettling() && told.some(({ kind }) => kind === 'session.opened')) yield { what: 'false start', shown };
    if (polled.rosters.some((roster) => roster.kind === 'sessions.listed' && roster.complete)) return;
    const restarted = told.every((event) => event.kind === 'session.ended' && event.reason === 'device restarted');
    if (!restarted) yield { what: 'incomplete', shown };
  }

  /** No rate is below 0, or more than the session can have moved: a row is as old as its listing is long, and tells whole seconds. */
  *#counters({ startedAt, finishedAt }: Polled): Generator<Wrong> {
    const { state } = this.#watched;
    for (const { id } of state.sessions()) {
      const meter = state.meter(id);
      const flows = this.#truth.flows(id);
      const seconds = meter?.previous === undefined ? 0 : (meter.latest.at - meter.previous.at) / 1000;
      if (meter === undefined || flows === undefined || seconds === 0) continue;
      for (const [key, flow] of [
        ['bytesTx', flows.tx],
        ['bytesRx', flows.rx],
      ] as const) {
        const speed = rate(meter, key);
        const most = (flow.rate * (seconds + 2 + LONGEST + (finishedAt - startedAt) / 1000)) / seconds + 1;
        if (speed !== undefined && !(speed >= 0 && speed <= most)) yield { what: 'rate', shown: [speed, most, meter] };
      }
    }
  }

  /** The totals are those of the sessions, each once. */
  *#totals(): Generator<Wrong> {
    const { state, sessions, now } = this.#watched;
    const { bytes, sessions: active } = state.summary(now);
    const over = [...sessions.values()].filter((one) => one.state === 'ended');
    const sum = (key: 'bytesTx' | 'bytesRx') => over.reduce((total, one) => total + (one[key] ?? 0), 0);
    const mine = [sum('bytesTx'), sum('bytesRx'), over.length, sessions.size - over.length];
    const told = [bytes.tx, bytes.rx, bytes.sessions, active.total];
    if (told.some((one, place) => one !== mine[place])) yield { what: 'total', shown: [told, mine] };
  }
}

/** The longest that a listing of any poll takes, in seconds. */
const LONGEST = 10;

/** How a poll may be made: fast or slow, and sometimes something is wrong with it. */
export function asking(random: Random): Asking {
  const trouble = random.pick(['cut', 'unknown line', 'log line'] as const);
  return {
    ...plainly(random),
    slow: random.pick([20, 300, 3000]),
    torn: random.chance(0.5),
    ...(random.chance(0.2) ? { trouble } : {}),
  };
}

/** A poll with which nothing is wrong. */
export function plainly(random: Random): Asking {
  return { transport: random.pick(['ssh', 'https']), detail: random.chance(0.4), slow: 20, torn: false };
}

/** Whether all of it came and counts agree: a listing has as many rows as were counted before or after it, or a number between. */
export function isWhole({ rosters, failures }: Polled): boolean {
  const listings = rosters.flatMap((roster) => (roster.kind === 'sessions.listed' ? roster : []));
  if (failures.some(({ at }) => at.startsWith('show vpn-sessiondb')) || listings.length < 3) return false;
  return listings.every(({ listing, sessions: { length }, complete, detail }) => {
    if (detail === 'snmp') return complete;
    const counts = rosters.flatMap((roster) => {
      const count = roster.kind === 'sessions.totalled' ? roster.totals.byListing[listing] : undefined;
      return count === undefined ? [] : count.active + count.inactive;
    });
    return complete && (counts.length === 0 || (length >= Math.min(...counts) && length <= Math.max(...counts)));
  });
}
