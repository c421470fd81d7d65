import type { HealthRow } from '../../server/domain/feed.ts';
import type { PollFailure, Polled, Polling } from '../../server/domain/polling.ts';
import type { Sink, Stop } from '../collector.ts';
import { stretched } from '../pace.ts';
import { PollReport } from '../poll-report.ts';
import { Turns, type PollState } from '../turns.ts';
import type { ShowCommand } from './command.ts';
import type { Limits, Secrets } from './conversation.ts';
import { PollFault } from './fault.ts';
import { faultTold } from './failure.ts';
import type { Told } from './gather.ts';
import { words } from './lifeline.ts';
import { LoginBudget, type FailedLogin } from './login-budget.ts';
import { DeviceMemory } from './memory.ts';
import type { PlanRow } from './plan.ts';
import { poll } from './poll.ts';

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

/** Starts polling into the sink. A device is polled by one session at a time: the next one waits until the socket of the last is destroyed. */
export function startPoller(sink: Sink, options: PollerOptions): Promise<Poller> {
  const running = new Polls(sink, options);
  return Promise.resolve({
    stop: running.turns.stop,
    pollNow: (device) => running.turns.pollNow(device),
    askAnew: (device, beginning) => running.turns.memoryOf(device)?.askAnew(beginning),
    mended: (device) => running.mended(device),
    states: () => running.states(),
    health: () => running.health(),
  });
}

class Polls {
  readonly #options: PollerOptions;
  readonly #monotonic: () => number;
  readonly #budget: LoginBudget;
  readonly #report: PollReport;
  readonly turns: Turns<Target, DeviceMemory>;

  constructor(sink: Sink, options: PollerOptions) {
    const { targets, now, epoch, failedLogins, onFault, monotonic = () => performance.now() } = options;
    this.#options = options;
    this.#monotonic = monotonic;
    this.#budget = new LoginBudget(now, failedLogins);
    this.#report = new PollReport('show', sink, epoch, now);
    this.turns = new Turns({
      ...{ targets, now, onFault, monotonic, report: this.#report },
      placeOf: ({ polling }) => polling,
      remember: () => new DeviceMemory(),
      poll: (target, memory, signal) => this.#poll(target, memory, signal),
    });
  }

  mended(device: number): void {
    this.#budget.mended(device);
    this.turns.pollNow(device);
  }

  health(): HealthRow {
    return this.#report.health();
  }

  states(): readonly PollState[] {
    return this.turns.states().map((state) => {
      const blockedUntil = this.#budget.blockedUntil(state.device);
      return blockedUntil === undefined ? state : { ...state, blockedUntil };
    });
  }

  async #poll(
    { polling, secrets, pools }: Target,
    memory: DeviceMemory,
    signal: AbortSignal,
  ): Promise<Polled | undefined> {
    const { now, limits, rows, commands, onFailedLogin, onTold } = this.#options;
    const { device } = polling;
    const begun = this.#monotonic();
    const blocked = this.#budget.blockedUntil(device);
    const opened = blocked === undefined ? await opening(secrets) : undefined;
    if (opened === undefined || opened instanceof PollFault) return notTried(device, now(), opened ?? waiting(blocked));
    const shared = { now, limits, rows, commands, pools, signal, memory, monotonic: this.#monotonic };
    const { polled, others, loginFailed } = await poll({ ...shared, polling, secrets: opened });
    if (loginFailed) {
      const failed = this.#budget.failed(device);
      onFailedLogin?.(failed);
    }
    if (signal.aborted) return undefined;
    const seconds = (this.#monotonic() - begun) / 1000;
    memory.stretch = stretched(memory.stretch, polling.everySeconds, polled.failures, {
      cpu: polled.facts.cpu?.[1],
      seconds,
    });
    if (others.length > 0) onTold?.(device, others);
    return polled;
  }
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
