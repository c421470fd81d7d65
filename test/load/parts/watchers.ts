import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { frame, heardBy } from '../../server/feed/raw.ts';
import { COOKIE } from '../../end-to-end/let-in.ts';

// A process of viewers: it is told the address of the program, how many there are, and how many of them do not read. It says `ready` once
// all have subscribed, then each second how many bytes they were sent.

/** Engine.IO's ping, the packet 2: a text frame of one byte. */
const PING = Buffer.from([0x81, 1, 0x32]);

/** What each watches, as an overview does; one of ten has the list of sessions open. */
const topics = ['summary', 'pools', 'devices', 'alerts'];
const OF_LISTS = 10;

const [url = '', count = '0', stalled = '0'] = process.argv.slice(2);
const watching: Socket[] = [];
let bytes = 0;

for (let n = 0; n < Number(count); n += 1) watching.push(await enter(n, n < Number(stalled)));
process.stdout.write('ready\n');
setInterval(() => process.stdout.write(`${bytes}\n`), 1000);
process.stdout.on('error', () => process.exit(0));

/** A viewer. One that is stalled reads no more once it has subscribed. */
async function enter(n: number, isStalled: boolean): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const asked = request({
    ...{ hostname, port, path: '/socket.io/?EIO=4&transport=websocket' },
    headers: {
      ...{ connection: 'Upgrade', upgrade: 'websocket', cookie: COOKIE, origin: url },
      ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    },
  });
  asked.end();
  const [, socket, head] = (await once(asked, 'upgrade')) as [unknown, Socket, Buffer];
  socket.on('error', () => socket.destroy());
  socket.write(frame('40'));
  await heardBy(socket, '40{"sid"', String(head));
  const asks = n % OF_LISTS === 0 ? [...topics, 'sessions'] : topics;
  for (const [id, topic] of asks.entries()) socket.write(frame(`42${id}["subscribe","${topic}"]`));
  await heardBy(socket, `43${asks.length - 1}[`);
  if (isStalled) socket.pause();
  else
    socket.on('data', (data: Buffer) => {
      bytes += data.length;
      if (data.includes(PING)) socket.write(frame('3'));
    });
  return socket;
}
