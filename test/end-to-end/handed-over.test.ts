import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import type { HealthRow } from '../../server/domain/feed.ts';
import { makeLab } from './lab.ts';
import { fetchIn, letIn } from './let-in.ts';
import { entry } from './program.ts';
import { send } from './send.ts';
import { socketHolder } from './socket-holder.ts';
import { until } from './until.ts';

const line = '<166>%ASA-6-713228: Group = hillvalleyvpn, Username = marty, IP = 198.51.100.1, Assigned private IP address 172.16.1.100 to remote user'; // prettier-ignore

/** The program below a parent that holds its sockets: with `start` it runs, and `ended` when it has ended. */
async function held(t: TestContext) {
  const lab = await makeLab();
  t.after(lab.remove);
  const settings = {
    DATABASE: lab.database,
    PORT: '0',
    ADOPT: 'on',
    TRAP_PORT: '9',
    SYSLOG_PORT: '9',
    SYSLOG_TCP_PORT: '9',
  };
  await letIn(lab.database);
  const parent = spawn('perl', ['-e', socketHolder, process.execPath, entry, 'serve'], {
    env: { ...process.env, ...settings },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => parent.kill());
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
  /** The parts of the next line, of the parent or of the program, which must be like this. */
  const next = async (like: RegExp): Promise<readonly string[]> => {
    const { value = 'no more lines' } = (await lines.next()) as { readonly value?: string };
    const found = like.exec(value);
    assert.ok(found !== null, value);
    return found.slice(1);
  };
  const [udp = 0, tcp = 0, traps = 0, buffer = 0] = (await next(/^holds (\d+) (\d+) (\d+) (\d+)$/)).map(Number);
  const start = async () => {
    parent.stdin.write('start\n');
    const [pid = ''] = await next(/^started (\d+)$/);
    const [url = '', port] = await next(/^Tunnelwatch: (http:\S+) \(syslog on UDP port (\d+)\)$/);
    assert.equal(Number(port), udp);
    /** How many this process has put into the collector's bucket. */
    const counted = async (collector: string, bucket: string): Promise<number> => {
      const { collectors } = (await (await fetchIn(`${url}/api/health`)).json()) as {
        readonly collectors: HealthRow[];
      };
      return collectors.find((row) => row.collector === collector)?.buckets[bucket] ?? 0;
    };
    return { pid: Number(pid), url, counted, stored: () => counted('syslog', 'stored') };
  };
  return { udp, tcp, traps, buffer, start, ended: () => next(/^(ended)$/) };
}

test('what is sent while the program is dead waits in the sockets that its parent holds, and is read by the next one', async (t) => {
  const { udp, tcp, buffer, start, ended } = await held(t);
  const first = await start();
  await send(udp, [line]);
  await until(first.stored, (count) => count === 1);
  process.kill(first.pid, 'SIGKILL');
  await ended();

  // A datagram of this length is charged 1,280 bytes.
  const count = Math.min(2_000, Math.floor(buffer / 1_280));
  await send(udp, Array<string>(count).fill(line));
  const waiting = connect(tcp, '127.0.0.1');
  await once(waiting, 'connect');
  waiting.end(`${line}\n`);

  const second = await start();
  await until(second.stored, (stored) => stored >= count + 1);
  assert.equal(await second.stored(), count + 1);
  t.diagnostic(`${count} datagrams and a line over TCP waited`);
  process.kill(second.pid, 'SIGTERM');
  await ended();
});

test('sockets of either family are read, those for traps too', async (t) => {
  const { udp, traps, start, ended } = await held(t);
  const { pid, counted, stored } = await start();
  await send(udp, [line], { to: '127.0.0.1' });
  await send(udp, [line], { to: '::1' });
  await until(stored, (count) => count === 2);
  await send(traps, ['no trap'], { to: '127.0.0.1' });
  await send(traps, ['no trap'], { to: '::1' });
  await until(
    () => counted('traps', 'malformed'),
    (count) => count === 2,
  );
  process.kill(pid, 'SIGTERM');
  await ended();
});

test('who connects while the program stops is heard by it or by the next one', async (t) => {
  const { tcp, start, ended } = await held(t);
  const first = await start();
  const progress = { over: false };
  const stopped = ended().then(() => (progress.over = true));
  process.kill(first.pid, 'SIGTERM');
  let said = 0;
  // One after the other: each is read and ended by the first process, or waits.
  while (!progress.over) {
    const socket = connect(tcp, '127.0.0.1');
    await once(socket, 'connect');
    socket.resume().end(`${line}\n`);
    said += 1;
    await Promise.race([once(socket, 'close'), stopped]);
  }

  const second = await start();
  const heard = async (): Promise<number> => {
    const { messages } = (await (await fetchIn(`${second.url}/api/messages?limit=1000`)).json()) as {
      readonly messages: unknown[];
    };
    return messages.length;
  };
  await until(heard, (count) => count === said);
  t.diagnostic(`${said} connections, of which the second process heard ${await second.stored()}`);
  process.kill(second.pid, 'SIGTERM');
  await ended();
});
