import { setMaxListeners } from 'node:events';

import type { Polled, PollPace } from '../server/domain/polling.ts';
import type { Stop } from './collector.ts';
import { offsetOf } from './pace.ts';
import type { PollReport } from './poll-report.ts';

/** Who is polled, and how often. */
export interface Place {
  readonly device: number;
  readonly everySeconds: number;
}

/** What is remembered of a device from poll to poll. */
export interface Memory {
  /** How many times longer than asked for its interval is. */
  stretch: number;
}

export interface TurnsOptions<T, M extends Memory> {
  /** Who is to be polled, as of now: asked again and again. A device that is gone from it is polled no more. */
  readonly targets: () => readonly T[];
  readonly placeOf: (target: T) => Place;
  readonly remember: () => M;
  /** Polls once; `signal` ends it early, and then it may have found nothing. It rejects for a fault of ours alone. */
  readonly poll: (target: T, memory: M, signal: AbortSignal) => Promise<Polled | undefined>;
  readonly report: PollReport;
  readonly now: () => number;
  /** Told once of a fault of ours; then nothing is polled any more. */
  readonly onFault: (error: Error) => void;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** How a device is polled just now. */
export interface PollState extends PollPace {
  readonly device: number;
}

/** How often it is looked who is due, in milliseconds. */
const TICK = 250;

/** A device's place: there is one, so it is polled once at a time. */
interface Slot<M> {
  readonly memory: M;
  /** The poll that is under way, until nothing of it is left and the sink has what it found. */
  underway: Promise<void> | undefined;
  /** When its last turn was: turns lie on a grid, however late a poll begins, so that devices that were spread stay spread. */
  turn: number;
  skipped: number;
  late: number;
}

/** Whose turn it is: each device on a grid of its own, by one poll at a time, whatever a poll is. */
export class Turns<T, M extends Memory> {
  readonly #options: TurnsOptions<T, M>;
  readonly #slots = new Map<number, Slot<M>>();
  /** Those that somebody wants polled now. */
  readonly #wanted = new Set<number>();
  readonly #stopping = new AbortController();
  readonly #begun: number;
  readonly #timer: NodeJS.Timeout;

  constructor(options: TurnsOptions<T, M>) {
    this.#options = options;
    this.#begun = options.monotonic();
    // An abort is told to every poll there is.
    setMaxListeners(0, this.#stopping.signal);
    this.#timer = setInterval(() => this.#guard(() => this.#tick()), TICK);
  }

  /** Ends the polls that are under way within a moment, and hands over what was polled. */
  readonly stop: Stop = async () => {
    clearInterval(this.#timer);
    this.#stopping.abort();
    this.#options.report.hurry();
    for (const { underway } of [...this.#slots.values()]) await underway;
    this.#options.report.end();
  };

  /** Polls a device as soon as the poll that is under way, if any, has ended. */
  pollNow(device: number): void {
    this.#wanted.add(device);
    if (!this.#stopping.signal.aborted) this.#guard(() => this.#tick());
  }

  memoryOf(device: number): M | undefined {
    return this.#slots.get(device)?.memory;
  }

  states(): readonly PollState[] {
    const { targets, placeOf, monotonic, now } = this.#options;
    const every = new Map(targets().map((target) => [placeOf(target).device, placeOf(target).everySeconds * 1000]));
    return [...this.#slots].map(([device, { underway, memory, turn, skipped, late }]) => {
      const left = turn + (every.get(device) ?? 0) * memory.stretch - monotonic();
      const nextAt = Math.round(now() + Math.max(0, left));
      return { device, polling: underway !== undefined, stretch: memory.stretch, skipped, late, nextAt };
    });
  }

  #tick(): void {
    const { targets, placeOf } = this.#options;
    const due = new Map(targets().map((target) => [placeOf(target).device, target]));
    for (const [device, slot] of this.#slots) {
      // One that is under way keeps its slot: a device that comes back must not be polled twice at a time.
      if (slot.underway === undefined && !due.has(device)) this.#slots.delete(device);
    }
    for (const target of due.values()) this.#takeTurn(target);
  }

  #takeTurn(target: T): void {
    const { placeOf, monotonic, report } = this.#options;
    const { device, everySeconds } = placeOf(target);
    const at = monotonic();
    const slot = this.#slotOf(device, everySeconds, at);
    const interval = everySeconds * 1000 * slot.memory.stretch;
    const turns = Math.floor((at - slot.turn) / interval);
    if (turns < 1 && !(this.#wanted.has(device) && slot.underway === undefined)) return;
    slot.turn += turns * interval;
    report.due(Math.max(1, turns));
    // One poll is for all turns that have passed.
    const skipped = slot.underway === undefined ? Math.max(0, turns - 1) : turns;
    slot.skipped += skipped;
    report.skipped(skipped);
    if (slot.underway !== undefined) return;
    this.#wanted.delete(device);
    slot.late = turns < 1 ? 0 : at - slot.turn;
    slot.underway = this.#poll(target, slot.memory).then(
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

  async #poll(target: T, memory: M): Promise<void> {
    const { report, poll } = this.#options;
    let polled: Polled | undefined;
    report.begun();
    try {
      polled = await poll(target, memory, this.#stopping.signal);
    } finally {
      if (polled === undefined) report.brokenOff();
    }
    if (polled !== undefined) await report.hand(polled);
  }

  #slotOf(device: number, everySeconds: number, at: number): Slot<M> {
    const known = this.#slots.get(device);
    if (known !== undefined) return known;
    const interval = everySeconds * 1000;
    // The last turn on the device's grid that is over.
    const first = this.#begun + offsetOf(device, interval) - interval;
    const turn = first + Math.max(0, Math.floor((at - first) / interval)) * interval;
    const slot: Slot<M> = { memory: this.#options.remember(), underway: undefined, turn, skipped: 0, late: 0 };
    this.#slots.set(device, slot);
    return slot;
  }

  /** A fault of ours ends all polling, and is told. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      clearInterval(this.#timer);
      this.#stopping.abort();
      this.#options.onFault(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
