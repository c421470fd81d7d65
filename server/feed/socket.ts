import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { topicNames, type TopicName } from '../domain/feed.ts';
import { createAllowance, type Allowance } from './allowance.ts';
import { ALL, createEmission } from './emission.ts';
import { encoding, Ready } from './encode.ts';
import type { Feed } from './feed.ts';
import { mayConnect } from '../domain/origin.ts';
import { isPermitted, topicPermits } from '../domain/access/permits.ts';
import { sliceOf, type Slice } from '../domain/access/slice.ts';
import type { Caller } from '../domain/access/account.ts';
import { createSlices, roomOf } from './slices.ts';
import { createViewer, MOST_MESSAGES, type Cut, type Link, type Viewer } from './viewer.ts';

/** At most four deltas a second and topic; twenty of a brisk one, as long as those between do not take more than about a fifth of the time. */
const FLUSH_EVERY = 250;
const BRISK_EVERY = 50;
const REST = 4;
/** What people watch happen, and the others: figures. */
const brisk: readonly TopicName[] = ['sessions', 'logins'];
const calm = topicNames.filter((name) => !brisk.includes(name));
const TICK_EVERY = 1000;
/** How often it is asked whether whoever watches still may. */
const CHECK_EVERY = 60_000;
/** A viewer that answers no ping is cut after this many milliseconds, twice over: the wait for the ping, then for its answer. */
const PING = 5000;
const MOST_VIEWERS = 1200;
/** Bytes of one message from a viewer. */
const MOST_BYTES = 16 * 1024;
/** Snapshots that may go out between two flushes, in characters over all viewers. */
const MOST_SUPPLIED = 32 * 1024 * 1024;

/** Calls `run` every so many milliseconds until the function it gives back is called. */
export type Every = (milliseconds: number, run: () => void) => () => void;

export interface FeedSocketOptions {
  /** Other origins whose pages may watch, as a browser writes them: `https://noc.example`. */
  readonly allowedOrigins: readonly string[];
  /** The names by which the server is reached, without port; any if left out. */
  readonly hosts?: readonly string[] | undefined;
  /** Who watches, by its handshake; `undefined`: nobody who may. */
  readonly callerOf: (request: IncomingMessage) => Caller | undefined;
  readonly now: () => number;
  readonly every?: Every;
  readonly mostViewers?: number;
}

/** The feed on an HTTP server. */
export interface FeedSocket {
  figures(): { readonly viewers: number; readonly refused: number; readonly cut: Readonly<Record<Cut, number>> };
  /** Cuts whoever came with one of these, at once. */
  cut(hashes: ReadonlySet<string>): void;
  /** Cuts all viewers and takes no new ones; the HTTP server stays. */
  close(): Promise<void>;
}

type Told = { delta: (delta: Ready) => void; tick: (tick: Ready) => void };
type Asked = Record<string, (...said: unknown[]) => void>;
type Connection = Socket['conn'];

/** Offers the feed at `/socket.io` by WebSocket alone. */
export function attachFeed(http: HttpServer, feed: Feed, options: FeedSocketOptions): FeedSocket {
  const { now, every = interval, mostViewers = MOST_VIEWERS } = options;
  const cut: Record<Cut, number> = { slow: 0, junk: 0, flood: 0, barred: 0 };
  const connections = new Map<Connection, Allowance>();
  const viewers = new Map<string, Watching>();
  const supply = { left: MOST_SUPPLIED };
  const slices = createSlices(feed);
  let refused = 0;
  let closing = false;
  // Before anybody listens nothing needs to be told in small deltas: the first one who comes is given all there is.
  while (feed.flush().length > 0);

  function admits(request: IncomingMessage): boolean {
    const room = !closing && connections.size < mostViewers;
    if (!room || !mayConnect(request.headers, { origins: options.allowedOrigins, hosts: options.hosts })) return false;
    return options.callerOf(request) !== undefined;
  }

  const io = new Server<Asked, Told>(http, {
    transports: ['websocket'],
    serveClient: false,
    parser: encoding,
    pingInterval: PING,
    pingTimeout: PING,
    connectTimeout: PING,
    maxHttpBufferSize: MOST_BYTES,
    allowRequest(request, answer) {
      const open = admits(request);
      if (!open) refused += 1;
      answer(open ? undefined : 'refused', open);
    },
  });

  io.engine.on('connection', (connection: Connection) => {
    const talk = createAllowance(MOST_MESSAGES, now);
    connections.set(connection, talk);
    connection.on('packet', () => {
      if (severed(connection) || talk.take()) return;
      cut.flood += 1;
      sever(connection);
    });
    connection.once('close', () => {
      connections.delete(connection);
      // Engine.IO waits for the goodbye of the other side, which a stalled one never says; with it wait the bytes it never read.
      sever(connection);
    });
    if (connections.size > mostViewers) sever(connection);
  });

  io.on('connection', (socket) => {
    // Asked anew: between the handshake and now the visit may have ended.
    const caller = options.callerOf(socket.request);
    if (caller === undefined) {
      sever(socket.conn);
      return;
    }
    const slice = sliceOf(caller);
    const leave = slices.enter(slice);
    const seat = emission.enter();
    void socket.join(ALL + seat.group);
    const link = linkOf(
      socket,
      (topic) => roomOf(topic, slice) + seat.group,
      (why) => (cut[why] += 1),
    );
    const sight = {
      may: (topic: TopicName) => isPermitted(topicPermits[topic], caller.role),
      read: (topic: TopicName) => slices.read(topic, slice),
    };
    const viewer = createViewer(link, supply, sight, now);
    viewers.set(socket.id, { viewer, link, caller, slice, conn: socket.conn, request: socket.request });
    socket.once('disconnect', () => {
      viewers.delete(socket.id);
      seat.leave();
      leave();
    });
    socket.onAny((event: unknown, ...said: unknown[]) => {
      emission.quiet(() => {
        if (severed(socket.conn)) return;
        if (event === 'subscribe') viewer.subscribe(said[0], replyOf(said[1]));
        else if (event === 'more') {
          if (viewer.more(said[0], replyOf(said[1]))) connections.get(socket.conn)?.giveBack();
        } else if (event === 'unsubscribe') viewer.unsubscribe(said[0], replyOf(said[1]));
        else link.cut('junk');
      });
    });
  });

  const emission = createEmission((room, event, what) => io.to(room).emit(event as keyof Told, what));
  const flush = (names: readonly TopicName[], over?: (work: number) => void) =>
    emission.send(
      feed.flush(names).flatMap((changed) => slices.of(changed)),
      over,
    );
  /** So many times there is none between: the last was work. Counted, for a clock may be set back. */
  let rests = 0;
  /** Whether one is being sent: the next must not overtake it. That of the others it may. */
  let isBrisk = false;
  const flushBriskly = () => {
    isBrisk = true;
    flush(brisk, (work) => {
      isBrisk = false;
      rests = Math.floor((REST * work) / BRISK_EVERY);
    });
  };
  const round = () => {
    supply.left = MOST_SUPPLIED - [...viewers.values()].reduce((sum, { link }) => sum + link.queued(), 0);
    for (const { viewer } of viewers.values()) viewer.round();
  };
  const stopBrisk = every(BRISK_EVERY, () => {
    if (isBrisk) return;
    if (rests > 0) rests -= 1;
    else flushBriskly();
  });
  let isDue = false;
  const stopFlush = every(FLUSH_EVERY, () => {
    if (isDue) return;
    isDue = true;
    // What is being sent comes first.
    emission.quiet(() => {
      isDue = false;
      flushBriskly(); // what people wait for goes first
      flush(calm);
      emission.quiet(round);
    });
  });
  const stopTick = every(TICK_EVERY, () => {
    emission.sendAll('tick', feed.tick());
    if (slices.haveMoved()) severAll(({ slice }) => slice.sites !== null);
  });
  const stopCheck = every(CHECK_EVERY, () =>
    severAll(({ request, caller }) => {
      const now = options.callerOf(request);
      return now === undefined || now.role !== caller.role || sliceOf(now).key !== sliceOf(caller).key;
    }),
  );
  const severAll = (of: (one: Watching) => boolean): void => {
    for (const one of viewers.values()) if (of(one)) sever(one.conn);
  };

  return {
    figures: () => ({ viewers: viewers.size, refused, cut: { ...cut } }),
    cut: (hashes) => severAll(({ caller }) => hashes.has(caller.hash)),
    async close() {
      closing = true;
      stopCheck();
      stopBrisk();
      stopFlush();
      stopTick();
      const open = [...connections.keys()];
      const gone = open.map((connection) => new Promise((done) => connection.once('close', done)));
      for (const connection of open) sever(connection);
      await Promise.all(gone);
    },
  };
}

/** A viewer that is there, and as whom. */
interface Watching {
  readonly viewer: Viewer;
  readonly link: Link;
  readonly caller: Caller;
  readonly slice: Slice;
  readonly conn: Connection;
  readonly request: IncomingMessage;
}

/** What a viewer can do through its socket; counts what Engine.IO holds back and what Node's own socket does. */
function linkOf(socket: Socket<Asked, Told>, roomOf: (topic: TopicName) => string, count: (why: Cut) => void): Link {
  const { conn } = socket;
  let held = 0;
  conn.on('packetCreate', (packet: { readonly data?: unknown }) => {
    if (typeof packet.data === 'string') held += packet.data.length;
  });
  // What waits is written as one, not message by message.
  conn.on('flush', () => {
    held = 0;
    conn.request.socket.cork();
  });
  conn.on('drain', () => conn.request.socket.uncork());
  return {
    queued: () => held + conn.request.socket.writableLength,
    join: (topic) => void socket.join(roomOf(topic)),
    leave: (topic) => void socket.leave(roomOf(topic)),
    cut(why) {
      if (!severed(conn)) count(why);
      sever(conn);
    },
  };
}

/** Ends a connection without a word: a Socket.IO `disconnect` would tell the browser not to come back. */
function sever(connection: Connection): void {
  connection.request.socket.destroy();
}

function severed(connection: Connection): boolean {
  return connection.request.socket.destroyed;
}

function replyOf(said: unknown): ((json: string) => void) | undefined {
  // The border to Socket.IO: a function among the arguments is the acknowledgement that it made.
  const acknowledge = typeof said === 'function' ? (said as (value: Ready) => void) : undefined;
  return acknowledge && ((json) => acknowledge(new Ready(json)));
}

function interval(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
}
