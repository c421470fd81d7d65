import { io } from 'socket.io-client';
import type { Delta, Snapshot, Tick, TopicName } from '../server/domain/feed.ts';
import { boards, type Boards } from './board.ts';
import { cell, type Cell } from './cell.ts';
import { hung, phase, type Phase } from './pulse.ts';
import { reloadOnce } from './reload.ts';

/** How the viewer stands with the server now. */
export interface Pulse {
  readonly phase: Phase;
  /** Whole seconds since the last tick, or since the page opened if none ever came. */
  readonly silent: number;
  /** The server's time of the last tick; `null` before the first. */
  readonly at: number | null;
}

/** The live feed as the screens use it. */
export interface Live {
  readonly boards: Boards;
  readonly pulse: Cell<Pulse>;
  /** The server's time, to the second; stands still while paused. */
  readonly now: Cell<number>;
  /** The server's time at which the screens were paused, else `null`. */
  readonly paused: Cell<number | null>;
  /** Keeps a topic coming until the returned function is called. */
  watch(topic: TopicName): () => void;
  pause(): void;
  resume(): void;
}

/** A topic that nobody watches is kept this long, in milliseconds: going to another screen and back needs no snapshot. */
const LINGER = 10_000;
const CHECK_EVERY = 250;
const ANSWER_WITHIN = 4_000;

/** Connects to the server this page came from, for as long as the page lives. */
export function connect(): Live {
  const socket = io({
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
    timeout: ANSWER_WITHIN,
  });
  const held = boards();
  const pulse = cell<Pulse>({ phase: 'joining', silent: 0, at: null });
  const now = cell(Math.floor(Date.now() / 1000) * 1000);
  const paused = cell<number | null>(null);
  const watchers = new Map<TopicName, number>();
  const waiting = new Set<TopicName>();
  const asking = new Set<TopicName>();
  const openedAt = performance.now();
  let connectedAt: number | null = null;
  let tick: { readonly tick: Tick; readonly at: number } | undefined;
  let wasLive = false;
  let build: string | undefined;

  const ask = (topic: TopicName) => {
    if (!socket.connected || asking.has(topic) || !watchers.has(topic)) return;
    asking.add(topic);
    const connection = socket.id;
    socket.timeout(ANSWER_WITHIN).emit('subscribe', topic, (late: Error | null, snapshot?: Snapshot) => {
      if (connection !== socket.id) return; // An answer of a connection that is gone: the new one has asked anew.
      asking.delete(topic);
      if (late !== null || snapshot === undefined) {
        ask(topic);
        return;
      }
      held.begin(snapshot);
      waiting.delete(topic);
      check();
    });
  };

  const check = () => {
    const at = performance.now();
    const signs = { now: at, openedAt, connectedAt, tickedAt: tick?.at ?? null, waiting: waiting.size, wasLive };
    const next = phase(signs);
    wasLive ||= next === 'live';
    const silent = Math.floor((at - (tick?.at ?? openedAt)) / 1000);
    const before = pulse.get();
    const serverTime = tick?.tick.at ?? null;
    // While all is well the seconds are of no interest, and nothing needs to be drawn for them.
    const worth = next === 'live' ? before.phase !== 'live' : before.phase !== next || before.silent !== silent;
    if (worth) pulse.set({ phase: next, silent, at: serverTime });
    const present = tick === undefined ? Date.now() : tick.tick.at + at - tick.at;
    if (paused.get() === null) now.set(Math.floor(present / 1000) * 1000);
    // The engine's own time-out would take 45 s to notice a connection that hangs.
    if (hung(signs)) socket.io.engine.close();
  };

  socket.on('connect', () => {
    connectedAt = performance.now();
    asking.clear();
    for (const topic of watchers.keys()) {
      waiting.add(topic);
      ask(topic);
    }
    check();
  });
  socket.on('disconnect', () => {
    connectedAt = null;
    check();
  });
  socket.on('delta', (delta: Delta) => {
    if (!held.follow(delta)) ask(delta.topic);
  });
  socket.on('tick', (beat: Tick) => {
    tick = { tick: beat, at: performance.now() };
    build ??= beat.build;
    if (beat.build !== build) reloadOnce(beat.build);
    check();
  });
  setInterval(check, CHECK_EVERY);
  document.addEventListener('visibilitychange', check);

  return {
    boards: held,
    pulse,
    now,
    paused,
    watch(topic) {
      watchers.set(topic, (watchers.get(topic) ?? 0) + 1);
      if (watchers.get(topic) === 1) ask(topic);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        setTimeout(() => {
          const left = (watchers.get(topic) ?? 1) - 1;
          if (left > 0) return void watchers.set(topic, left);
          watchers.delete(topic);
          waiting.delete(topic);
          if (socket.connected) socket.emit('unsubscribe', topic);
        }, LINGER);
      };
    },
    pause() {
      held.pause();
      paused.set(now.get());
    },
    resume() {
      held.resume();
      paused.set(null);
      check();
    },
  };
}
