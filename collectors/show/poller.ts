import { setMaxListeners } from 'node:events';

import type { HealthRow } from '../../server/domain/feed.ts';
import type { PollFailure, Polled, Polling, PollPace } from '../../server/domain/polling.ts';
import type { Sink, Stop } from '../collector.ts';
import type { ShowCommand } from './command.ts';
import type { Limits, Secrets } from './conversation.ts';
import { PollFault } from './fault.ts';
import { faultTold } from './failure.ts';
import type { Told } from './gather.ts';
import { words } from './lifeline.ts';
import { LoginBudget, type FailedLogin } from './login-budget.ts';
import { DeviceMemory } from './memory.ts';
import { offsetOf, stretchAfter } from './pace.ts';
import type { PlanRow } from './plan.ts';
import { poll } from './poll.ts';
import { PollReport } from './poll-report.ts';

/** A device to poll. */
export interface Target {
  readonly polling: Polling;
  /** Opens its sealed passwords, for one login. */
  readonly secrets: () => Secrets | Promise<Secrets>;
  /** Names of its pools, as its configuration told them. */
  readonly pools?: readonly string[];
}

export interface PollerOptions {
  /** Who is to be polled, as of now: asked again and again. A device that is gone from it is polled no more. */
  readonly targets: () => readonly Target[];
  readonly now: () => number;
  /** Above that of every earlier start. */
  readonly epoch: number;
  /** Refused logins of the last hour, from before the start; each new one is told to `onFailedLogin`, to be kept for the next. */
  readonly failedLogins?: readonly FailedLogin[];
  readonly onFailedLogin?: (failed: FailedLogin) => void;
  /** Told what was read that is no listing and no fact of the device: configuration, AAA servers, licences ... */
  readonly onTold?: (device: number, told: readonly Told[]) => void;
  /** Told once of a fault of ours; then nothing is polled any more. */
  readonly onFault: (error: Error) => void;
  readonly limits?: Limits;
  readonly rows?: readonly PlanRow[];
  readonly commands?: readonly ShowCommand[];
  /** Milliseconds that never go back; by default the system's. */
  readonly monotonic?: () => number;
}

/** How a device is polled just now. */
export interface PollState extends PollPace {
  readonly device: number;
}

/** The poller, running. */
export interface Poller {
  /** Ends the polls that are under way within a moment, and hands over what was polled. */
  readonly stop: Stop;
  /** Polls a device as soon as the poll that is under way, if any, has ended. */
  readonly pollNow: (device: number) => void;
  /** Has all commands that begin so asked at the next poll: its configuration has changed. */
  readonly askAnew: (device: number, beginning: string) => void;
  /** Its password was changed: it is tried at once, if there is a try left in this hour. */
  readonly mended: (device: number) => void;
  readonly states: () => readonly PollState[];
  /** What became of all polls since the start. */
  readonly health: () => HealthRow;
}

/** How often it is looked who is due, in milliseconds. */
const TICK = 250;

/** Starts polling into the sink. A device is polled by one session at a time: the next one waits until the socket of the last is destroyed. */
export function startPoller(sink: Sink, options: PollerOptions): Promise<Poller> {
  const running = new Polls(sink, options);
  return Promise.resolve({
    stop: () => running.stop(),
    pollNow: (device) => running.pollNow(device),
    askAnew: (device, beginning) => running.askAnew(device, beginning),
    mended: (device) => running.mended(device),
    states: () => running.states(),
    health: () => running.health(),
  });
}

/** A device's place: there is one, so it is polled once at a time. */
interface Slot {
  readonly memory: DeviceMemory;
  /** The poll that is under way, until its socket is destroyed and the sink has what it found. */
  underway: Promise<void> | undefined;
  /** When its last turn was: turns lie on a grid, however late a poll begins, so that devices that were spread stay spread. */
  turn: number;
  skipped: number;
  late: number;
}

class Polls {
  readonly #options: PollerOptions;
  readonly #monotonic: () => number;
  readonly #budget: LoginBudget;
  readonly #report: PollReport;
  readonly #slots = new Map<number, Slot>();
  /** Those that somebody wants polled now. */
  readonly #wanted = new Set<number>();
  readonly #stopping = new AbortController();
  readonly #begun: number;
  readonly #timer: NodeJS.Timeout;

  constructor(sink: Sink, options: PollerOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#budget = new LoginBudget(options.now, options.failedLogins);
    this.#report = new PollReport(sink, options.epoch, options.now);
    this.#begun = this.#monotonic();
    // An abort is told to every conversation there is.
    setMaxListeners(0, this.#stopping.signal);
    this.#timer = setInterval(() => this.#guard(() => this.#tick()), TICK);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    this.#report.hurry();
    for (const { underway } of [...this.#slots.values()]) await underway;
    this.#report.end();
  }

  pollNow(device: number): void {
    this.#wanted.add(device);
    if (!this.#stopping.signal.aborted) this.#guard(() => this.#tick());
  }

  askAnew(device: number, beginning: string): void {
    this.#slots.get(device)?.memory.askAnew(beginning);
  }

  mended(device: number): void {
    this.#budget.mended(device);
    this.pollNow(device);
  }

  health(): HealthRow {
    return this.#report.health();
  }

  states(): readonly PollState[] {
    const every = new Map(this.#options.targets().map(({ polling }) => [polling.device, polling.everySeconds * 1000]));
    return [...this.#slots].map(([device, { underway, memory, turn, skipped, late }]) => {
      const blockedUntil = this.#budget.blockedUntil(device);
      const left = turn + (every.get(device) ?? 0) * memory.stretch - this.#monotonic();
      const nextAt = Math.round(this.#options.now() + Math.max(0, left));
      const state = { device, polling: underway !== undefined, stretch: memory.stretch, skipped, late, nextAt };
      return { ...state, ...(blockedUntil !== undefined && { blockedUntil }) };
    });
  }

  #tick(): void {
    const targets = new Map(this.#options.targets().map((target) => [target.polling.device, target]));
    for (const [device, slot] of this.#slots) {
      // One that is under way keeps its slot: a device that comes back must not get a second session.
      if (slot.underway === undefined && !targets.has(device)) this.#slots.delete(device);
    }
    for (const target of targets.values()) this.#takeTurn(target);
  }

  #takeTurn(target: Target): void {
    const at = this.#monotonic();
    const slot = this.#slotOf(target.polling, at);
    const interval = target.polling.everySeconds * 1000 * slot.memory.stretch;
    const turns = Math.floor((at - slot.turn) / interval);
    const { device } = target.polling;
    if (turns < 1 && !(this.#wanted.has(device) && slot.underway === undefined)) return;
    slot.turn += turns * interval;
    if (slot.underway !== undefined) {
      slot.skipped += turns;
      this.#report.skipped(turns);
      return;
    }
    this.#wanted.delete(device);
    slot.late = turns < 1 ? 0 : at - slot.turn;
    slot.underway = this.#run(slot, target).then(
      () => {
        slot.underway = undefined;
        if (this.#wanted.has(device)) this.pollNow(device);
      },
      (error: unknown) =>
        this.#guard(() => {
          throw error;
        }),
    );
  }

  #slotOf({ device, everySeconds }: Polling, at: number): Slot {
    const known = this.#slots.get(device);
    if (known !== undefined) return known;
    const interval = everySeconds * 1000;
    // The last turn on the device's grid that is over.
    const first = this.#begun + offsetOf(device, interval) - interval;
    const turn = first + Math.max(0, Math.floor((at - first) / interval)) * interval;
    const slot: Slot = { memory: new DeviceMemory(), underway: undefined, turn, skipped: 0, late: 0 };
    this.#slots.set(device, slot);
    return slot;
  }

  async #run({ memory }: Slot, { polling, secrets, pools }: Target): Promise<void> {
    const { now, limits, rows, commands, onFailedLogin, onTold } = this.#options;
    const { device } = polling;
    const begun = this.#monotonic();
    const blocked = this.#budget.blockedUntil(device);
    const opened = blocked === undefined ? await opening(secrets) : undefined;
    if (opened === undefined || opened instanceof PollFault) {
      await this.#report.hand(notTried(device, now(), opened ?? waiting(blocked)));
      return;
    }
    const signal = this.#stopping.signal;
    const shared = { now, limits, rows, commands, pools, signal, memory, monotonic: this.#monotonic };
    const { polled, others, loginFailed } = await poll({ ...shared, polling, secrets: opened });
    if (loginFailed) {
      const failed = this.#budget.failed(device);
      onFailedLogin?.(failed);
    }
    if (signal.aborted) return;
    const seconds = (this.#monotonic() - begun) / 1000;
    memory.stretch = stretched(memory.stretch, polling.everySeconds, polled, seconds);
    if (others.length > 0) onTold?.(device, others);
    await this.#report.hand(polled);
  }

  /** A fault of ours ends all polling, and is told. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      clearInterval(this.#timer);
      this.#stopping.abort();
      this.#options.onFault(error instanceof Error ? error : new Error(words(error)));
    }
  }
}

/** A device that is not there is not slow: only one that was logged in to, and did not answer in time. */
function stretched(before: number, everySeconds: number, { failures, facts }: Polled, seconds: number): number {
  if (failures.some(({ at }) => at === 'connect' || at === 'login')) return before;
  const isLate = failures.some(({ why }) => why === 'deadline');
  return stretchAfter(before, everySeconds, { cpu: facts.cpu?.[1], seconds: isLate ? undefined : seconds });
}

async function opening(secrets: Target['secrets']): Promise<Secrets | PollFault> {
  try {
    return await secrets();
  } catch (cause) {
    return new PollFault('login', 'refused', `its password cannot be opened: ${words(cause)}`, { cause });
  }
}

function waiting(until = 0): PollFailure {
  const detail = `the device has refused our login: none is tried before ${new Date(until).toISOString()}`;
  return { at: 'login', why: 'login refused', detail, until };
}

function notTried(device: number, at: number, why: PollFailure | PollFault): Polled {
  const failures = [why instanceof PollFault ? faultTold(why, undefined) : why];
  return { device, startedAt: at, finishedAt: at, rosters: [], facts: {}, failures };
}
