import { setImmediate } from 'node:timers/promises';

import { Ready } from './encode.ts';

/** Viewers that are written to in one go: some 20 us each. */
const TOGETHER = 25;
/** For how long viewers are written to before others have a turn, in milliseconds. What waits for a viewer's first write is written behind it, and takes as long again. */
const LONGEST = 2;

/** What is sent to a room. */
export interface Told {
  readonly room: string;
  readonly delta: unknown;
}

/** Sends to rooms, which are parted into groups of viewers: a thousand are not written to in one go. */
export interface Emission {
  /** Gives a viewer its group: behind the name of each room that it joins. Leaving makes room for another. */
  enter(): { readonly group: string; readonly leave: () => void };
  /** Sends the deltas in their order to one group of their rooms after the other. Whoever waits for `quiet` waits for its end; `over` is told of it, and how many milliseconds of work it took. */
  send(deltas: readonly Told[], over?: (work: number) => void): void;
  /** The same for everybody who is there. */
  sendAll(event: string, what: unknown): void;
  /** Calls back at once, or when nothing is being sent any more: who joined meanwhile would be sent what its snapshot has already. */
  quiet(work: () => void): void;
}

/** `emit` writes an event to all viewers of one group of a room. */
export function createEmission(emit: (room: string, event: string, what: Ready) => void): Emission {
  const groups: number[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  /** Runs to its end at once as long as one group holds everybody. A viewer is told all of it in one go: so most of it is written together. */
  async function inTurns(
    told: readonly { readonly room: string; readonly event: string; readonly what: unknown }[],
    over: (work: number) => void = () => undefined,
  ): Promise<void> {
    busy += 1;
    let work = 0;
    let begun = performance.now();
    const written: Ready[] = [];
    for (const [group, viewers] of groups.entries()) {
      for (const [at, { room, event, what }] of viewers === 0 ? [] : told.entries()) {
        const took = performance.now() - begun;
        if (groups.length > 1 && took > LONGEST) {
          work += took;
          await setImmediate();
          begun = performance.now();
        }
        emit(`${room} ${group}`, event, (written[at] ??= new Ready(JSON.stringify(what))));
      }
    }
    busy -= 1;
    over(work + performance.now() - begun);
    // One of them may begin to send again: then the others wait on.
    while (busy === 0 && waiting.length > 0) waiting.shift()?.();
  }

  return {
    enter() {
      const free = groups.findIndex((viewers) => viewers < TOGETHER);
      const group = free < 0 ? groups.length : free;
      groups[group] = (groups[group] ?? 0) + 1;
      return { group: ` ${group}`, leave: () => (groups[group] = (groups[group] ?? 1) - 1) };
    },
    send: (deltas, over) => void inTurns(deltas.map(({ room, delta }) => ({ room, event: 'delta', what: delta })), over),
    sendAll: (event, what) => void inTurns([{ room: ALL, event, what }]),
    quiet(work) {
      if (busy === 0) work();
      else waiting.push(work);
    },
  };
} // prettier-ignore

/** The room of everybody. */
export const ALL = 'all';
