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

/** Sends all of them at their pace, together in a thread of its own. Resolves with how many messages were handed over, and in how many seconds. */
export function flood(...floods: readonly Flood[]): Promise<{ readonly sent: number; readonly seconds: number }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { floods } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

const PACE = 5;
const MOST_UNDERWAY = 20_000;

const { floods } = (isMainThread ? {} : (workerData ?? {})) as { readonly floods?: readonly Flood[] };
if (floods !== undefined) await sendAll(floods);

async function sendAll(floods: readonly Flood[]): Promise<void> {
  const senders = await Promise.all(floods.map(senderOf));
  const begun = performance.now();
  const passed = (): number => (performance.now() - begun) / 1000;
  for (let due = senders; due.length > 0; due = due.filter(({ isDone }) => !isDone())) {
    for (const { send } of due) send(passed());
    await new Promise((later) => setTimeout(later, PACE));
  }
  for (const { close } of senders) close();
  const sent = floods.reduce((sum, flood) => sum + totalOf(flood), 0);
  parentPort?.postMessage({ sent, seconds: passed() });
}

function totalOf({ rate, seconds }: Flood): number {
  return Math.round(rate * seconds);
}

/** Sends what is due after so many seconds; it is done once all of it is handed over. */
async function senderOf(
  flood: Flood,
): Promise<{ send: (passed: number) => void; isDone: () => boolean; close: () => void }> {
  const { port, from, rate, vpn, users, name } = flood;
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => socket.bind(0, from, bound));
  const ofSessions = sessionLines(users, name);
  const chatter = chatterLines();
  const total = totalOf(flood);
  let sent = 0;
  let underway = 0;
  const send = (passed: number): void => {
    const due = Math.min(total, Math.ceil(passed * rate));
    for (; sent < due && underway < MOST_UNDERWAY; sent += 1) {
      const place = Math.floor(sent / 100) * vpn + (sent % 100);
      const line = sent % 100 < vpn ? ofSessions[place % ofSessions.length] : undefined;
      const message = line ?? chatter[sent % chatter.length] ?? Buffer.alloc(1);
      underway += 1;
      socket.send(message, port, '127.0.0.1', () => (underway -= 1));
    }
  };
  return { send, isDone: () => sent === total && underway === 0, close: () => socket.close() };
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
