import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port on which a TCP handshake never ends: what a client sees of a device that is switched off behind a silent firewall. */
export interface DeafPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Listens in a thread that then sleeps, and fills its backlog, so that the kernel answers no further SYN (Linux). */
export async function deafPort(port = 0): Promise<DeafPort> {
  const worker = new Worker(listening, { eval: true, workerData: port });
  const chosen = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  const fillers: Socket[] = [];
  // The backlog is at least one longer than asked for; whoever gets in beyond it is not a client under test.
  for (let place = 0; place < 2; place += 1) {
    const socket = connect(chosen, '127.0.0.1').on('error', () => undefined);
    fillers.push(socket);
    await new Promise<void>((resolve) => {
      socket.once('connect', () => resolve());
      setTimeout(resolve, 100);
    });
  }
  return {
    port: chosen,
    close: async () => {
      for (const socket of fillers) socket.destroy();
      await worker.terminate();
    },
  };
}

const listening = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: workerData, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
