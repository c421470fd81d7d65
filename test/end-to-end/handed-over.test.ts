import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { HealthRow } from '../../server/domain/feed.ts';
import { makeLab } from './lab.ts';
import { fetchIn, letIn } from './let-in.ts';
import { entry } from './program.ts';
import { send } from './send.ts';
import { socketHolder } from './socket-holder.ts';
import { until } from './until.ts';

const line = '<166>%ASA-6-713228: Group = hillvalleyvpn, Username = marty, IP = 198.51.100.1, Assigned private IP address 172.16.1.100 to remote user'; // prettier-ignore

test('what is sent while the program is dead waits in the sockets that its parent holds, and is read by the next one', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const settings = {
    DATABASE: lab.database,
    PORT: '0',
    ADOPT: 'on',
    TRAP_PORT: 'off',
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
  const [udp = '', tcp = '', buffer = ''] = await next(/^holds (\d+) (\d+) (\d+)$/);
  const start = async () => {
    parent.stdin.write('start\n');
    const [pid = ''] = await next(/^started (\d+)$/);
    const [url = '', port] = await next(/^Tunnelwatch: (http:\S+) \(syslog on UDP port (\d+)\)$/);
    assert.equal(port, udp);
    const stored = async (): Promise<number> => {
      const { collectors } = (await (await fetchIn(`${url}/api/health`)).json()) as {
        readonly collectors: HealthRow[];
      };
      return collectors.find(({ collector }) => collector === 'syslog')?.buckets['stored'] ?? 0;
    };
    return { pid: Number(pid), stored };
  };

  const first = await start();
  await send(Number(udp), [line]);
  await until(first.stored, (count) => count === 1);
  process.kill(first.pid, 'SIGKILL');
  await next(/^(ended)$/);

  // A datagram of this length is charged 1,280 bytes.
  const count = Math.min(2_000, Math.floor(Number(buffer) / 1_280));
  await send(Number(udp), Array<string>(count).fill(line));
  const waiting = connect(Number(tcp), '127.0.0.1');
  await once(waiting, 'connect');
  waiting.end(`${line}\n`);

  const second = await start();
  await until(second.stored, (stored) => stored >= count + 1);
  assert.equal(await second.stored(), count + 1);
  t.diagnostic(`${count} datagrams and a line over TCP waited`);
  process.kill(second.pid, 'SIGTERM');
  await next(/^(ended)$/);
});
