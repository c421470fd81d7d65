import { constants } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';

import type { Polling } from '../../server/domain/polling.ts';
import { addressOf } from './address.ts';
import type { Answer, Open, Secrets } from './conversation.ts';
import { ANY_STEP, PollFault } from './fault.ts';
import { certificateFingerprint, pinFault } from './fingerprint.ts';
import { Lifeline, rest, words } from './lifeline.ts';
import type { Sendable } from './sendable.ts';

/** Bytes of one answer that are read; a device that sends more is not. */
const LONGEST = 32 * 1024 * 1024;

/**
 * Asks over `GET /admin/exec/<command>`, one command a request, on one connection at a time. Each connection is made by hand, so that its
 * certificate is compared before Node writes the request with its password.
 */
export const openHttps: Open = async (polling, secrets, { limits, now, signal }) => {
  const line = new Lifeline(limits.poll, signal);
  const agent = pinnedAgent(polling, line);
  const close = async (): Promise<void> => {
    line.end(new PollFault(ANY_STEP, 'cut', 'the conversation is over'));
    agent.destroy();
    await line.closed();
  };
  // The first connection is made now, so that a device that cannot be reached costs the time to connect and not that of a command.
  await line.step('connect', limits.connect, agent.first());
  return {
    ask: async (command) => {
      const startedAt = now();
      const { text, end } = await line.step(command, limits.command, get(agent, polling, secrets, command));
      return { text, startedAt, finishedAt: now(), end };
    },
    prompt: () => undefined,
    changed: () => false,
    close,
  };
};

/** An agent of one socket, whose connections are TLS to a device whose certificate was accepted. */
function pinnedAgent(polling: Polling, line: Lifeline): Agent & { readonly first: () => Promise<void> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
  let waiting: TLSSocket | undefined;
  return Object.assign(agent, {
    first: async () => {
      waiting = await connectPinned(polling, line);
      waiting.once('close', () => (waiting = undefined));
    },
    createConnection: (_options: unknown, done?: (error: Error | null, socket: TLSSocket) => void): undefined => {
      const ready = waiting === undefined ? rest().then(() => connectPinned(polling, line)) : Promise.resolve(waiting);
      waiting = undefined;
      ready.then(
        (socket) => done?.(null, socket),
        (error: unknown) => done?.(error as Error, undefined as unknown as TLSSocket), // as Node calls it: with an error there is no socket
      );
    },
  });
}

async function connectPinned(polling: Polling, line: Lifeline): Promise<TLSSocket> {
  const host = await addressOf(polling.host).catch((cause: unknown) => {
    throw new PollFault('connect', 'unreachable', `${polling.host}: ${words(cause)}`, { cause });
  });
  if (line.fault !== undefined) throw line.fault;
  const socket = connectTls({ ...options(polling), host, port: polling.port });
  line.hold(socket);
  let connected = false;
  socket.once('connect', () => (connected = true));
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.on('error', (cause: Error) => reject(tlsFault(cause, connected, polling.legacy)));
    socket.once('close', () => reject(tlsFault(new Error('the device closed the connection'), connected, true)));
  });
  const fault = pinFault('certificate', certificateFingerprint(socket.getPeerCertificate().raw), polling.fingerprint);
  if (fault === undefined) return socket;
  socket.destroy();
  throw fault;
}

/** No authority signs the certificate of an ASA: it is compared with the one that a person accepted instead. */
function options({ host, legacy }: Polling): ConnectionOptions {
  return {
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
    ...(legacy && {
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    }),
  };
}

/** What OpenSSL says of a peer that is too old for it. */
const TOO_OLD =
  /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|KEY_TOO_SMALL|LEGACY_RENEGOTIATION|NO_SHARED_CIPHER|WRONG_SIGNATURE_TYPE|MD_TOO_WEAK/;

function tlsFault(cause: Error & { code?: string }, connected: boolean, legacy: boolean): PollFault {
  if (!connected) return new PollFault('connect', 'unreachable', words(cause), { cause });
  const detail =
    !legacy && TOO_OLD.test(cause.code ?? '')
      ? `the device offers old TLS only (${cause.code ?? ''}), and this device's setting does not allow it`
      : `no TLS connection: ${words(cause)}`;
  return new PollFault('connect', 'refused', detail, { cause });
}

async function get(
  agent: Agent,
  polling: Polling,
  secrets: Secrets,
  command: Sendable,
): Promise<Pick<Answer, 'text' | 'end'>> {
  const response = await send(agent, polling, secrets, command);
  const wrong = refusal(response, polling);
  if (wrong !== undefined) throw wrong;
  const text = await body(response, command);
  if (/^\s*<(?:!doctype|html)/i.test(text)) {
    throw new PollFault(
      'login',
      'refused',
      'the device answers with a web page: it may need "http server basic-auth-client Tunnelwatch"',
    );
  }
  const framed =
    response.headers['content-length'] !== undefined || response.headers['transfer-encoding'] !== undefined;
  // HTTP/1.0 ends a body by closing: one that is cut in a line is told by that alone.
  if (!framed && text !== '' && !text.endsWith('\n'))
    throw new PollFault(command, 'cut', 'the answer ends within a line');
  return { text, end: framed ? 'length' : 'unknown' };
}

function send(agent: Agent, polling: Polling, secrets: Secrets, command: Sendable): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({
      agent,
      path: `/admin/exec/${encodeURIComponent(command)}`,
      headers: {
        Host: `${isIP(polling.host) === 6 ? `[${polling.host}]` : polling.host}:${polling.port}`,
        'User-Agent': 'Tunnelwatch',
        Accept: 'text/plain',
        Authorization: `Basic ${Buffer.from(`${polling.user}:${secrets.password}`).toString('base64')}`,
      },
    });
    asked.on('response', resolve);
    asked.on('error', (cause: Error & { code?: string }) => {
      if (cause instanceof PollFault) reject(cause);
      // The device closed a connection that was kept, just when it was to be used again.
      else if (asked.reusedSocket && cause.code === 'ECONNRESET') resolve(send(agent, polling, secrets, command));
      else reject(new PollFault(command, 'cut', words(cause), { cause }));
    });
    asked.end();
  });
}

/** What a status code says, but for 200. */
function refusal({ statusCode = 0 }: IncomingMessage, { user }: Polling): PollFault | undefined {
  switch (statusCode) {
    case 200:
      return undefined;
    case 401: {
      const detail = `the device refuses the password of ${JSON.stringify(user)}`;
      return new PollFault('login', 'login refused', detail, { countsAsLogin: true });
    }
    case 403:
      return new PollFault('login', 'refused', 'the device forbids it (403): it may need "http server basic-auth-client Tunnelwatch", or privileges for this user'); // prettier-ignore
    case 404:
      return new PollFault(
        'login',
        'refused',
        'there is no /admin/exec here (404): is it an ASA, with "http server enable"?',
      );
    default:
      return new PollFault('login', 'refused', `the device answers with HTTP status ${statusCode}`);
  }
}

async function body(response: IncomingMessage, command: Sendable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LONGEST) throw new PollFault(command, 'cut', `more than ${LONGEST >> 20} MiB without an end`);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof PollFault ? cause : new PollFault(command, 'cut', words(cause), { cause });
  }
  return Buffer.concat(chunks).toString('utf8');
}
