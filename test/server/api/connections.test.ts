import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { capConnections } from '../../../server/api/connections.ts';

/** A server that takes three connections of one address; `dial` opens one and waits until the server has it. */
async function listen(t: TestContext, isProxy: (address: string) => boolean = () => false) {
  const server = createServer((_request, response) => void response.end('here'));
  capConnections(server, { mostOfOne: 3, isProxy });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const dial = async (localAddress = '127.0.0.1'): Promise<Socket> => {
    const arrived = once(server, 'connection');
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    sockets.push(socket.on('error', () => undefined));
    await arrived;
    return socket;
  };
  return { server, dial };
}

const ask = async (socket: Socket): Promise<string> => {
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString().slice(0, 15);
};

test('a new connection gets in, and the one goes that has asked for nothing for longest', async (t) => {
  const { dial } = await listen(t);
  const [first, second, third] = [await dial(), await dial(), await dial()];
  assert.equal(await ask(first), 'HTTP/1.1 200 OK');
  const gone = once(second, 'close');
  const fourth = await dial();
  await gone;
  for (const socket of [first, third, fourth]) assert.equal(await ask(socket), 'HTTP/1.1 200 OK');
});

test('a flood of slow connections pushes itself out, and nobody at another address', async (t) => {
  const { dial } = await listen(t);
  const other = await dial('127.0.0.2');
  const flood: Socket[] = [];
  for (let n = 0; n < 50; n += 1) {
    const slow = await dial();
    slow.write('GET / HTTP/1.1\r\n');
    flood.push(slow);
  }
  await Promise.all(flood.slice(0, -3).map(async (slow) => slow.closed || (await once(slow, 'close'))));
  assert.deepEqual(flood.slice(-3).map((slow) => slow.closed), [false, false, false]); // prettier-ignore
  assert.equal(await ask(other), 'HTTP/1.1 200 OK');
});

test('a proxy has connections of many, and keeps them', async (t) => {
  const { server, dial } = await listen(t, (address) => address === '127.0.0.1');
  const all = [await dial(), await dial(), await dial(), await dial(), await dial()];
  for (const socket of all) assert.equal(await ask(socket), 'HTTP/1.1 200 OK');
  const count = await new Promise((resolve) => server.getConnections((_error, open) => resolve(open)));
  assert.equal(count, 5);
});

const upgrade = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

test('a connection that became a WebSocket counts no longer', async (t) => {
  const { server, dial } = await listen(t);
  server.on('upgrade', (_request, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  const viewers: Socket[] = [];
  for (let n = 0; n < 6; n += 1) {
    const viewer = await dial();
    viewer.write(upgrade);
    await once(viewer, 'data');
    viewers.push(viewer);
  }
  const gone = [await dial(), await dial(), await dial(), await dial()][0];
  assert.ok(gone !== undefined && (gone.closed || (await once(gone, 'close'))));
  assert.deepEqual(new Set(viewers.map(({ closed }) => closed)), new Set([false]));
});

test('who asks for a WebSocket where there is none is cut', async (t) => {
  const { dial } = await listen(t);
  const socket = await dial();
  socket.write(upgrade);
  await once(socket.resume(), 'close');
});
