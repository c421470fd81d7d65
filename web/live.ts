import { io } from 'socket.io-client';
import { topicPermits } from '../server/domain/access/permits.ts';
import type { Delta, Snapshot, Tick } from '../server/domain/feed.ts';
import { boards, type Boards } from './board.ts';
import { cell, type Cell } from './cell.ts';
import { askMe, may, me } from './me.ts';
import { APART } from './pace.ts';
import { phase, type Phase } from './pulse.ts';
import { reloadOnce } from './reload.ts';
import { subscriptions, type Subscriptions } from './subscriptions.ts';

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
  readonly watch: Subscriptions['watch'];
  pause(): void;
  resume(): void;
}

/** How long a topic that nobody watches is kept, in milliseconds. */
const LINGER = 10_000;
const CHECK_EVERY = 250;
/** How long a connection may take, in milliseconds. One that hangs later is dropped for want of the server's pings (10 s). */
const CONNECT_WITHIN = 4_000;
/** After so long who we are is asked again where nobody answered, in milliseconds. */
const ASK_AGAIN = 500;
/** How long a snapshot or a part of one may take, in milliseconds: over a thin line a part is some seconds. */
const SNAPSHOT_WITHIN = 15_000;

/** Connects to the server this page came from, for as long as the page lives. */
export function connect(): Live {
  const held = boards();
  const pulse = cell<Pulse>({ phase: 'joining', silent: 0, at: null });
  const now = cell(Math.floor(Date.now() / 1000) * 1000);
  const paused = cell<number | null>(null);
  const openedAt = performance.now();
  let connectedAt: number | null = null;
  let heard: { readonly tick: Tick; readonly at: number } | undefined;
  let wasLive = false;
  let build: string | undefined;
  /** Who we are is asked at each connection, beside it: what may be asked for goes by that, and it may have changed meanwhile. */
  let asked: Promise<boolean> | undefined = askMe();
  let isKnown = false;

  const socket = io({
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
    timeout: CONNECT_WITHIN,
  });
  const request = (what: 'subscribe' | 'more') => (topic: string, answer: (snapshot?: Snapshot) => void) =>
    void socket
      .timeout(SNAPSHOT_WITHIN)
      .emit(what, topic, (late: Error | null, snapshot: Snapshot) => answer(late === null ? snapshot : undefined));
  const wire = {
    id: () => (isKnown && socket.connected ? socket.id : undefined),
    subscribe: request('subscribe'),
    more: request('more'),
    unsubscribe: (topic: string, answer: () => void) =>
      void socket.timeout(SNAPSHOT_WITHIN).emit('unsubscribe', topic, answer),
  };
  const topics = subscriptions(wire, held, {
    later: (run) => void setTimeout(run, LINGER),
    soon: (run) => void setTimeout(run, APART),
    paused: () => paused.get() !== null,
    begun: () => check(),
    may: (topic) => may(topicPermits[topic], me.get()),
  });

  const check = () => {
    const at = performance.now();
    const tickedAt = heard?.at ?? null;
    const waiting = isKnown ? topics.waiting() : 1;
    const next = phase({ now: at, openedAt, connectedAt, tickedAt, waiting, wasLive });
    wasLive ||= next === 'live';
    const silent = Math.floor((at - (tickedAt ?? openedAt)) / 1000);
    const before = pulse.get();
    // While all is well the seconds are of no interest, and nothing needs to be drawn for them.
    const worth = before.phase !== next || (next !== 'live' && before.silent !== silent);
    if (worth) pulse.set({ phase: next, silent, at: heard?.tick.at ?? null });
    const present = heard === undefined ? Date.now() : heard.tick.at + at - heard.at;
    if (paused.get() === null) now.set(Math.floor(present / 1000) * 1000);
  };

  const settle = async (id: string | undefined): Promise<void> => {
    // Whoever is connected is let in: an answer from before that is asked for anew.
    while (socket.id === id && !((await (asked ??= askMe())) && me.get()?.state === 'in')) {
      asked = undefined;
      await new Promise((again) => setTimeout(again, ASK_AGAIN));
    }
    if (socket.id !== id) return;
    isKnown = true;
    topics.connected();
    check();
  };

  socket.on('connect', () => {
    connectedAt = performance.now();
    void settle(socket.id);
    check();
  });
  // Refused, or not reached: if we are not let in any more, the page says so.
  socket.on('connect_error', () => void askMe());
  socket.on('disconnect', (why) => {
    connectedAt = null;
    isKnown = false;
    asked = undefined;
    // Told to go, Socket.IO would stay away; a viewer always comes back.
    if (why === 'io server disconnect') socket.connect();
    check();
  });
  socket.on('delta', (delta: Delta) => topics.take(delta));
  socket.on('tick', (tick: Tick) => {
    build ??= tick.build;
    if (tick.build !== build) reloadOnce(tick.build);
    heard = { tick, at: performance.now() };
    check();
  });
  setInterval(check, CHECK_EVERY);
  document.addEventListener('visibilitychange', check);

  return {
    boards: held,
    pulse,
    now,
    paused,
    watch: topics.watch,
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
