import { createSocket } from 'node:dgram';

/** Sends each line as one datagram from a socket of its own; resolves when the kernel has taken all of them. */
export async function send(
  port: number,
  lines: readonly (string | Buffer)[],
  { to = '127.0.0.1', from }: { to?: string; from?: string } = {},
): Promise<void> {
  const socket = createSocket(to.includes(':') ? 'udp6' : 'udp4');
  try {
    if (from !== undefined) await new Promise<void>((resolve) => socket.bind(0, from, resolve));
    for (const line of lines) {
      await new Promise<void>((resolve, reject) => {
        socket.send(line, port, to, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    }
  } finally {
    socket.close();
  }
}
