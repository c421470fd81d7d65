import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between a browser and a server that can be cut. */
export interface Network {
  readonly url: string;
  /** `drop` ends every connection and lets none through; `hang` leaves them open and passes nothing on. */
  readonly cut: (how: 'drop' | 'hang') => void;
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

/** Passes connections on to the server of this URL, from a port of its own on loopback. */
export async function openNetwork(url: string): Promise<Network> {
  const port = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  let state: 'whole' | 'drop' | 'hang' = 'whole';
  const server = createServer((here) => {
    if (state === 'drop') {
      here.destroy();
      return;
    }
    const there = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()); // a cut network is what this is for
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('data', (data) => {
        if (state === 'whole') other.write(data);
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`, // it listens on a port
    cut(how) {
      state = how;
      if (how === 'drop') dropAll();
    },
    mend() {
      // What was swallowed leaves streams that nobody can go on with.
      dropAll();
      state = 'whole';
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        dropAll();
      }),
  };
}
