import { lstatSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

import type { Stop } from '../../collectors/collector.ts';
import { LONGEST_SOCKET_PATH } from '../config.ts';
import { oneLine } from './fault.ts';

/** What can be asked of the running server: a name, and what is done with the body. Bodies come from another process: check them. */
export type Actions = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

/** Of 10,000 sessions listed in detail some 20 MB are read. */
const LARGEST_BODY = 64 * 1024 * 1024;
/** How long a request may take to arrive, and how long an answer may take (a rebuild reads every event), in milliseconds. */
const ARRIVAL = 60_000;
const PATIENCE = 30 * 60_000;

/**
 * Answers actions on a Unix socket with mode 0600 (JSON over HTTP: `POST /<action>`).
 * Call it only while holding the database lock: what lies at the path is then left over from a server that died, and is removed.
 */
export async function serveControl(path: string, actions: Actions): Promise<Stop> {
  requireShort(path);
  removeStale(path);
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing, actions));
  server.requestTimeout = ARRIVAL;
  await new Promise<void>((done, fail) => {
    server.once('error', (cause) => fail(new Error(`${path}: cannot listen on the control socket`, { cause })));
    // The mode must be right from the first instant: between bind and chmod somebody else could connect.
    const before = process.umask(0o177);
    try {
      server.listen(path, done);
    } finally {
      process.umask(before);
    }
  });
  return () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
}

/** What the running server answers, or `undefined` when none listens at the path. Rejects with the server's own words. */
export async function callControl(path: string, action: string, body: unknown): Promise<unknown> {
  requireShort(path);
  const reply = await post(path, action, JSON.stringify(body));
  if (reply === undefined) return undefined;
  const answered = JSON.parse(reply) as { readonly result?: unknown; readonly error?: string }; // our own server, of this user
  if (answered.error !== undefined) throw new Error(answered.error);
  return answered.result;
}

function post(path: string, action: string, body: string): Promise<string | undefined> {
  return new Promise((done, fail) => {
    const call = request({ socketPath: path, path: `/${action}`, method: 'POST' }, (response) => {
      read(response, Number.POSITIVE_INFINITY).then(done, fail);
    });
    call.setTimeout(PATIENCE, () => call.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    call.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED') done(undefined);
      else fail(new Error(`${path}: cannot ask the running server`, { cause }));
    });
    call.end(body);
  });
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, actions: Actions): Promise<void> {
  const reply = (status: number, body: unknown): void => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const name = (incoming.url ?? '').slice(1);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (incoming.method !== 'POST' || action === undefined) {
    reply(404, { error: `no such action: ${name}` });
    return;
  }
  try {
    const text = await read(incoming, LARGEST_BODY);
    if (text === undefined) reply(413, { error: `too long: at most ${LARGEST_BODY} bytes` });
    else reply(200, { result: (await action(parsed(text))) ?? null });
  } catch (fault) {
    reply(400, { error: oneLine(fault) });
  }
}

/** The border of a body. In Node's own words for what is wrong a part of it would stand, and that may be a password. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Error('the body is not JSON');
    throw cause;
  }
}

/** The text of a message, or `undefined` if it is longer than `most` bytes; it is read to its end, or the answer could not be sent. */
async function read(message: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= most) chunks.push(chunk);
  }
  return bytes <= most ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function requireShort(path: string): void {
  const length = Buffer.byteLength(path);
  if (length <= LONGEST_SOCKET_PATH) return;
  throw new Error(`${path}: too long for a Unix socket: ${length} bytes, at most ${LONGEST_SOCKET_PATH}`);
}

function removeStale(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path}: not a socket, and in the way of the control socket`);
  rmSync(path);
}
