import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import type { Caller } from '../../../server/domain/access/account.ts';
import type { GapRow, Snapshot, TopicName } from '../../../server/domain/feed.ts';
import { createFeed, type Feed } from '../../../server/feed/feed.ts';
import { attachFeed, type FeedSocket } from '../../../server/feed/socket.ts';

/** A feed on a real server on loopback, whose intervals run when the test says so. */
export interface Stage {
  readonly http: Server;
  readonly port: number;
  readonly feed: Feed;
  readonly socket: FeedSocket;
  /** What is done at each interval, by its milliseconds. */
  readonly due: ReadonlyMap<number, () => void>;
  /** Who comes next. */
  readonly callers: { now: Caller | undefined };
  flush(): void;
  tick(): void;
  /** A viewer as the page has it, once it is connected. */
  connect(): Promise<Socket>;
  close(): Promise<void>;
}

/** Who comes, unless a test says that somebody else does. */
export const anAdmin: Caller = {
  ...{ kind: 'visit', hash: 'a', account: 1, name: 'doc', role: 'admin', sites: null, showsNames: true },
};

/** A stage that lets in three viewers; its clock stands at 1000. */
export async function openStage(): Promise<Stage> {
  const callers: Stage['callers'] = { now: anAdmin };
  const http = createServer();
  const feed = createFeed({ build: 'build 1', now: () => 1000 });
  const due = new Map<number, () => void>();
  const clients: Socket[] = [];
  const socket = attachFeed(http, feed, {
    allowedOrigins: ['https://noc.example'],
    callerOf: () => callers.now,
    now: () => 1000,
    mostViewers: 3,
    every: (milliseconds, run) => {
      due.set(milliseconds, run);
      return () => due.delete(milliseconds);
    },
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    http,
    port,
    feed,
    socket,
    due,
    callers,
    flush: () => due.get(250)?.(),
    tick: () => due.get(1000)?.(),
    async connect() {
      const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false, forceNew: true });
      clients.push(client);
      await new Promise<void>((done, failed) => {
        client.once('connect', done);
        client.once('connect_error', failed);
      });
      return client;
    },
    async close() {
      for (const client of clients) client.disconnect();
      await socket.close();
      http.close();
    },
  };
}

export const gap = (to: number): GapRow => ({ from: 0, to });

/** Asks for a snapshot, or for the next part of one, as the page does. */
export const ask = <T extends TopicName>(client: Socket, what: 'subscribe' | 'more', topic: T): Promise<Snapshot<T>> =>
  client.emitWithAck(what, topic) as Promise<Snapshot<T>>;

/** Subscribes as the page does. */
export const subscribe = (client: Socket, topic = 'gaps'): Promise<Snapshot<'gaps'>> =>
  client.emitWithAck('subscribe', topic) as Promise<Snapshot<'gaps'>>;

/** What the server says next under this name. */
export const heard = (client: Socket, event: string): Promise<unknown> =>
  new Promise((done) => client.once(event, done));
