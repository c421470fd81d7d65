import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What a server says to a WebSocket handshake written by hand. */
export interface Handshaken {
  readonly status: number;
  /** The connection, if it was taken; ours to destroy. */
  readonly socket?: Socket;
  /** What the server sent right behind its answer. */
  readonly head?: Buffer;
}

/** Asks for the feed as a browser would, with these headers over the usual ones. */
export function shake(server: Server, headers: OutgoingHttpHeaders = {}): Promise<Handshaken> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      path: '/socket.io/?EIO=4&transport=websocket',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    asked.on('upgrade', (response, socket, head) => resolve({ status: response.statusCode ?? 0, socket, head }));
    asked.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A viewer written by hand, and all it was told until it was let in. */
export async function enter(server: Server): Promise<{ readonly raw: Socket; readonly told: string }> {
  const { socket: raw, head } = await shake(server);
  assert.ok(raw !== undefined);
  raw.on('error', () => raw.destroy());
  raw.write(frame('40'));
  return { raw, told: await heardBy(raw, '40{"sid"', String(head)) };
}

/** What the server sends, behind what it has told before, until this is in it. */
export async function heardBy(raw: Socket, wanted: string, before = ''): Promise<string> {
  let told = before;
  while (!told.includes(wanted)) {
    const [more] = (await once(raw, 'data')) as [Buffer];
    told += String(more);
  }
  return told;
}

/** A text frame as a client sends it (RFC 6455: masked; here with a mask of zeros). */
export function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const length = body.length < 126 ? [body.length | 0x80] : [126 | 0x80, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), body]);
}
