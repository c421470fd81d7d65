import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

import type { Severity } from '../domain/alert/alert.ts';
import { plain } from '../domain/plain.ts';
import { failed, sent, wordsOf, type Letter, type Send } from './deliver.ts';
import { dial, secured } from './dial.ts';
import { addressOf, type Resolve } from './resolve.ts';
import { cut, subjectOf } from './words.ts';

const LOCAL0 = 16;
/** Severities of RFC 5424, 6.2.1: critical, warning, informational. */
const levels: Readonly<Record<Severity, number>> = { critical: 2, warning: 4, information: 6 };
/** What every receiver over UDP should take (RFC 5424, 6.1), and what they usually take over TCP, in bytes. */
const LONGEST = { udp: 2_048, tcp: 8_192, tls: 8_192 } as const;
/** How long the other side may take to close, or its system to say that nobody listens, in milliseconds. */
const FAREWELL = 2_000;
const REFUSAL = 100;

/**
 * Sends one line of RFC 5424, over UDP (RFC 5426), or over TCP or TLS with its length before it (RFC 6587, RFC 5425). Syslog confirms nothing: over TCP
 * it counts as sent when the other side has closed behind our end, or has kept open what it has taken. Settings: `host`, `port`, `transport`, `ca` (PEM).
 */
export function syslog({ resolve }: { readonly resolve: Resolve }): Send {
  return async (letter, signal) => {
    const { host = '', port = '514', transport = 'udp', ca } = letter.channel.settings;
    try {
      const address = await addressOf(host, resolve, signal);
      if (transport === 'udp') return await overUdp(address, Number(port), lineOf(letter, LONGEST.udp));
      const plainSocket = await dial(address, Number(port), signal);
      const name = isIP(host) === 0 ? host : undefined;
      const socket = transport === 'tls' ? await secured(plainSocket, name, address, ca) : plainSocket;
      return await overStream(socket, lineOf(letter, LONGEST.tcp), signal);
    } catch (fault) {
      return failed(wordsOf(fault));
    }
  };
}

/** The line of a message: who, what and how bad as structured data, then the subject and each alert in words. */
export function lineOf({ notification, key }: Pick<Letter, 'notification' | 'key'>, longest: number): Buffer {
  const { kind, severity, group, at, alerts, alertsInAll } = notification;
  const rules = [...new Set(alerts.map(({ rule }) => rule))].join(' ');
  const data = { key, kind, severity, group, rules, alerts: String(alertsInAll) };
  // 32473 is the number for examples (RFC 5612): we have none of our own.
  const structured = `[tunnelwatch@32473${Object.entries(data).map(([name, value]) => ` ${name}="${parameter(value)}"`).join('')}]`; // prettier-ignore
  const machine = hostname().replace(/[^\x21-\x7e]/g, '').slice(0, 255); // prettier-ignore
  const head = `<${LOCAL0 * 8 + levels[severity]}>1 ${new Date(at).toISOString()} ${machine === '' ? '-' : machine} tunnelwatch - ${kind} ${structured} `;
  const text = [subjectOf(notification), ...alerts.map((told) => plain(told.text))].join(' | ');
  return cutBytes(Buffer.from(`${head}\u{feff}${text}`), longest);
}

/** RFC 5424, 6.3.3. */
function parameter(value: string): string {
  return cut(plain(value), 200).replace(/["\\\]]/g, (sign) => `\\${sign}`);
}

/** The first so many bytes, no letter cut apart. */
function cutBytes(bytes: Buffer, most: number): Buffer {
  if (bytes.length <= most) return bytes;
  let end = most;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

async function overUdp(address: string, port: number, line: Buffer): ReturnType<Send> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  const refused = new Promise<Error>((done) => socket.on('error', done));
  try {
    socket.connect(port, address);
    await Promise.race([once(socket, 'connect'), refused.then(rethrow)]);
    socket.send(line);
    const fault = await Promise.race([refused, pause(REFUSAL)]);
    return fault === undefined ? sent('sent over UDP, which confirms nothing') : failed(wordsOf(fault));
  } finally {
    socket.close();
  }
}

function rethrow(fault: Error): never {
  throw fault;
}

async function overStream(socket: Socket, line: Buffer, signal: AbortSignal): ReturnType<Send> {
  const gone = new Promise<Error | undefined>((done) => {
    socket.once('error', done);
    socket.once('close', () => done(undefined));
  });
  try {
    await new Promise<void>((done, fail) => {
      socket.once('error', fail);
      socket.end(Buffer.concat([Buffer.from(`${line.length} `), line]), done);
    });
    socket.resume();
    const fault = await Promise.race([gone, pause(FAREWELL, undefined, { ref: false })]);
    signal.throwIfAborted();
    return fault === undefined ? sent('written to the connection') : failed(wordsOf(fault));
  } finally {
    socket.destroy();
  }
}
