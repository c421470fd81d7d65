import { createSocket } from 'node:dgram';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { login, logout } from '../../end-to-end/lines.ts';

/** What is sent. */
export interface Flood {
  readonly port: number;
  /** The address of ours that it is sent from. */
  readonly from: string;
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Of a hundred messages so many are of sessions, which come and go. */
  readonly vpn: number;
  /** Of how many users. */
  readonly users: number;
  /** What their names begin with. */
  readonly name: string;
}

/** Sends at that pace in a thread of its own. Resolves with how many messages were handed over, and in how many seconds. */
export function flood(what: Flood): Promise<{ readonly sent: number; readonly seconds: number }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: what });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

const PACE = 5;

if (!isMainThread && (workerData as Flood | undefined)?.rate !== undefined) await send(workerData as Flood);

async function send({ port, from, rate, seconds, vpn, users, name }: Flood): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => socket.bind(0, from, bound));
  const ofSessions = sessionLines(users, name);
  const chatter = chatterLines();
  const total = Math.round(rate * seconds);
  const begun = performance.now();
  let sent = 0;
  let underway = 0;
  while (sent < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - begun) / 1000) * rate));
    for (; sent < due && underway < 20_000; sent += 1) {
      const place = Math.floor(sent / 100) * vpn + (sent % 100);
      const line = sent % 100 < vpn ? ofSessions[place % ofSessions.length] : undefined;
      const message = line ?? chatter[sent % chatter.length] ?? Buffer.alloc(1);
      underway += 1;
      socket.send(message, port, '127.0.0.1', () => (underway -= 1));
    }
    await new Promise((later) => setTimeout(later, PACE));
  }
  while (underway > 0) await new Promise(setImmediate);
  socket.close();
  parentPort?.postMessage({ sent, seconds: (performance.now() - begun) / 1000 });
}

/** The logins of all users, each from an address of its own, and their ends. */
function sessionLines(users: number, name: string): readonly Buffer[] {
  const addressOf = (n: number) => `172.16.${16 + (n >> 8)}.${n & 255}`;
  const all = Array.from({ length: users }, (_, n) => n);
  const from = (n: number, lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replace('198.51.100.23', `198.18.${n >> 8}.${n & 255}`));
  return [
    ...all.flatMap((n) => from(n, login(`${name}${n}`, addressOf(n)))),
    ...all.flatMap((n) => from(n, logout(`${name}${n}`, addressOf(n)))),
  ].map((line) => Buffer.from(line));
}

function chatterLines(): readonly Buffer[] {
  const tags = ['6-302013: Built outbound TCP connection', '6-302014: Teardown TCP connection'];
  return Array.from({ length: 1000 }, (_, n) =>
    Buffer.from(`<166>Jan 05 2026 12:00:00: %ASA-${tags[n % 2]} ${n} for outside:192.0.2.${n % 250}/443 (192.0.2.${n % 250}/443) to inside:10.0.0.${n % 250}/1985 (10.0.0.${n % 250}/1985)`),
  ); // prettier-ignore
}
