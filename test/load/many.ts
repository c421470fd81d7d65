import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Intake } from '../../collectors/syslog/intake.ts';
import { buildApp } from '../../server/api/app.ts';
import type { MinuteRow } from '../../server/domain/feed.ts';
import type { Session } from '../../server/domain/session.ts';
import { openStore } from '../../server/store/open.ts';
import type { Store } from '../../server/store/store.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { startProgram } from '../end-to-end/program.ts';
import { book, deps } from '../server/api/stage.ts';
import { setOf } from '../server/store/scratch.ts';
import { corpusLines } from './parts/archive-corpus.ts';
import { round, spread } from './parts/spread.ts';

// A week of all that four head-ends say, the firewall's own lines too: what a question takes by then, a start, and that the oldest day goes.
const MESSAGES = Number(process.env['MANY_MESSAGES'] ?? 10_000_000);
const QUESTIONS = Number(process.env['MANY_QUESTIONS'] ?? 250);
const SESSIONS = Math.min(300_000, MESSAGES / 20);
const DAYS = 7;
const [MINUTE, DAY] = [60_000, 86_400_000];
const NOW = Date.now();
const START = NOW - DAYS * DAY;
const BATCH = 10_000;
const BAR = { question: 50, start: 3000, expiry: 1000, held: 50 };

const addressOf = (n: number): string => `198.51.${n % 250}.${Math.floor(n / 250) % 250}`;

let tick = 0;
let random = 26;
const next = (below: number): number => (random = (random * 48_271) % 2_147_483_647) % below;
const lab = await makeLab();
const folder = `${lab.database}.messages`;
try {
  let store = await openStore({ path: lab.database, now: () => NOW });
  const sample = await fill(store);
  const indexing = await takeIn(store);
  const bytes = bytesOf();
  await fillMain(store);
  await store.close();
  process.stderr.write(`${JSON.stringify({ indexing, bytes })}\n`);

  const starts = await start();
  store = await openStore({ path: lab.database, now: () => NOW });
  const { told: cold } = await ask(store, sample, 1);
  const { told: questions, unfinished } = await ask(store, sample, QUESTIONS);
  process.stderr.write(`${JSON.stringify(questions, null, 1)}\n`);
  const expiry = await expire(store);
  await store.close();

  const figures = {
    messages: MESSAGES,
    days: DAYS,
    sessions: SESSIONS,
    bytes,
    indexing,
    cold,
    questions,
    startMs: starts,
    expiry,
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.equal(unfinished, 0, 'pages that ended before they were full');
  for (const [kind, { p99 }] of Object.entries(questions)) assert.ok(p99 <= BAR.question, `${kind}: ${p99} ms`);
  assert.ok(Math.min(...starts) <= BAR.start, `starts in ${starts.join(', ')} ms`);
  assert.ok(expiry.tookMs <= BAR.expiry && expiry.heldMs <= BAR.held, JSON.stringify(expiry));
} finally {
  await lab.remove();
}

/** Some of the lines, and of which day they are. */
type Sample = readonly { readonly at: number; readonly text: string }[];

/** Keeps all messages as the receiver would, and gives some of them. */
async function fill(store: Store): Promise<Sample> {
  const sample: { at: number; text: string }[] = [];
  let at = START;
  const intake = new Intake({ ...{ admission: { known: ['10.10.10.2'], room: 0, storing: { '10.10.10.2': 'all' } }, firstMessage: 1 }, queueBytes: 1e9, now: () => at }); // prettier-ignore
  let n = 0;
  for (const one of corpusLines({ lines: MESSAGES, start: START, apart: (NOW - START) / MESSAGES, seed: 9 })) {
    at = Math.floor(one.at);
    intake.receive(one.line, '10.10.10.2');
    // The last minute is settled by none.
    if (next(MESSAGES / 5000) === 0) sample.push({ at, text: one.line.slice(one.line.indexOf(': ', 40) + 2) });
    if (++n % BATCH !== 0 && n !== MESSAGES) continue;
    while (intake.waiting > 0) {
      await store.keep(intake.load().rows);
      intake.stored();
    }
    if (n % 1_000_000 === 0) process.stderr.write(`${n} messages\n`);
  }
  return sample;
}

/** Makes the indexes of all days. */
async function takeIn(store: Store) {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const steps: number[] = [];
  for (let step = await store.index(); step !== undefined; step = await store.index()) steps.push(step.took);
  const { user, system } = process.cpuUsage(used);
  return {
    ...{
      seconds: round((performance.now() - begun) / 1000),
      cpuMicrosecondsAMessage: round((user + system) / MESSAGES),
    },
    step: spread(steps),
  };
}

/** Of the message days, and of their indexes, a message. */
function bytesOf() {
  const of = (end: RegExp): number =>
    readdirSync(folder).filter((name) => end.test(name)).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0); // prettier-ignore
  return { days: round(of(/\.db$/) / MESSAGES), indexes: round(of(/\.index$/) / MESSAGES) };
}

/** Sessions of a month, and what each minute of it changed; and up to where all messages are taken in. */
async function fillMain(store: Store): Promise<void> {
  const since = NOW - 30 * DAY;
  await store.addDevice({ name: 'hv-asa', addresses: ['10.10.10.2'], state: 'adopted', addedAt: since });
  const every = (NOW - since) / SESSIONS;
  const session = (n: number): Session => {
    const at = Math.floor(since + n * every);
    const who = { user: `user${String(n % 3000).padStart(4, '0')}`, publicIp: addressOf(n % 20_000), protocol: 'ikev1' } as const; // prettier-ignore
    return {
      ...{ id: at * 1000 + (n % 400), device: 1, ...who, state: 'ended', start: at, startIs: 'seen', end: at + 1000 },
      ...{ endReason: 'User Requested', endIs: 'reported', seconds: 1, bytesTx: 4000, bytesRx: 900, seenAt: at + 1000 },
      ...{ tunnels: [], from: {} },
    };
  };
  for (let n = 0; n < SESSIONS; n += 2000)
    await store.commit(setOf({ sessions: Array.from({ length: 2000 }, (_, i) => session(n + i)), at: NOW }));
  const minute = (n: number): MinuteRow => ({ ...{ minute: Math.floor(since / MINUTE + n) * MINUTE, active: n % 900 }, ...{ opened: 7, ended: 7, bytesTx: 28_000, bytesRx: 6300 } }); // prettier-ignore
  for (let n = 0; n < 30 * 1440; n += 1440)
    await store.commit(setOf({ minutes: Array.from({ length: 1440 }, (_, i) => minute(n + i)), at: NOW }));
  const { lastMessageId } = await store.load(NOW, NOW);
  const collector = { name: 'syslog', epoch: 1, seq: 1, lastMessage: lastMessageId };
  await store.commit(setOf({ at: NOW, collector }));
}

/** How long the program takes from its start until it listens, milliseconds: each time a new process. */
async function start(): Promise<readonly number[]> {
  const took: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const begun = performance.now();
    const program = await startProgram(lab.database, { RETAIN_MESSAGES: 'off', RETAIN_SESSIONS: 'off' });
    took.push(Math.round(performance.now() - begun));
    await program.stop();
  }
  return took;
}

/** What the questions take, from the question to its answer as JSON, milliseconds; CPU time beside it, for what the machine does else is in the other. */
async function ask(store: Store, sample: Sample, times: number) {
  const names = [{ ...book.devices()[0], id: 1, name: 'hv-asa' }] as ReturnType<typeof book.devices>;
  const view = { ...book, devices: () => names, summary: () => ({ ...book.summary(), at: NOW }) };
  const app = await buildApp(deps({ reads: store.reads, book: view, ticks: () => (tick += 1000) }));
  // What it makes of its schemas at the first question is no part of that.
  await app.ready();
  const one = () => sample[next(sample.length)] ?? { at: NOW, text: '' };
  /** Of the firewall's own lines: of those that people cause, only addresses of clients are looked up. */
  const chatter = () => sample[sample.findIndex(({ text }, n) => n >= next(sample.length) && /^(?:Built|Deny|access-list)/.test(text))] ?? one(); // prettier-ignore
  const addressIn = (text: string): string => /\d+\.\d+\.\d+\.\d+/.exec(text)?.[0] ?? '203.0.1.1';
  const inDay = (at: number): string => {
    const midnight = Math.floor(at / DAY) * DAY;
    return `from=${midnight}&to=${midnight + DAY}`;
  };
  const words = (text: string): string => {
    const all = text.split(' ');
    const from = next(all.length - 1);
    return all.slice(from, from + 2 + next(3)).join(' ');
  };
  const characters = (text: string): string => text.slice(next(text.length - 12), text.length).slice(0, 6 + next(14));
  const kinds: Readonly<Record<string, () => string>> = {
    'last 100 of a user': () => `messages?limit=100&user=user${String(next(3000)).padStart(4, '0')}`,
    'last 100 of nobody': () => `messages?limit=100&user=mallory${next(1000)}`,
    'last 100 of an address': () => `messages?limit=100&address=${addressIn(chatter().text)}`,
    'session by address and time': () => {
      const n = next(SESSIONS);
      const at = Math.floor(NOW - 30 * DAY + (n * 30 * DAY) / SESSIONS);
      return `sessions?publicIp=${addressOf(n % 20_000)}&thereFrom=${at}&to=${at + 1000}`;
    },
    'words of a line in its day': () => {
      const { at, text } = one();
      return `messages?limit=50&text=${encodeURIComponent(words(text))}&${inDay(at)}`;
    },
    'characters of a line in its day': () => {
      const { at, text } = one();
      return `messages?limit=50&text=${encodeURIComponent(characters(text))}&${inDay(at)}`;
    },
    'address as text in a day': () => {
      const { at, text } = chatter();
      return `messages?limit=50&text=${addressIn(text)}&${inDay(at)}`;
    },
    'text that no line has in a day': () => `messages?limit=50&text=gigawatt%20${next(1e6)}&${inDay(one().at)}`,
    'month chart': () => `minutes?from=${NOW - 30 * DAY}&to=${NOW - next(DAY)}`,
  };
  const took: Record<string, number[]> = {};
  const used: Record<string, number[]> = {};
  const found: Record<string, number> = {};
  let unfinished = 0;
  for (let n = 0; n < times; n += 1)
    for (const [kind, url] of Object.entries(kinds)) {
      const asked = url();
      const [begun, cpu] = [performance.now(), process.cpuUsage()];
      const answer = await app.inject({ url: `/api/${asked}` });
      const ms = performance.now() - begun;
      const { user, system } = process.cpuUsage(cpu);
      (took[kind] ??= []).push(ms);
      (used[kind] ??= []).push((user + system) / 1000);
      assert.equal(answer.statusCode, 200, answer.body);
      const told = answer.json<{
        messages?: unknown[];
        sessions?: unknown[];
        minutes?: unknown[];
        next?: string | null;
      }>();
      const rows = (told.messages ?? told.sessions ?? told.minutes ?? []).length;
      found[kind] = (found[kind] ?? 0) + rows;
      if (ms > 40) process.stderr.write(`${Math.round(ms)} ms: ${decodeURIComponent(asked)} (${rows})\n`);
      // A page that ends early would be quick for nothing.
      if (told.messages !== undefined && typeof told.next === 'string' && rows < (asked.includes('limit=100') ? 100 : 50)) unfinished += 1; // prettier-ignore
      if (/address|of a line/.test(kind)) assert.ok(rows > 0 || typeof told.next === 'string', asked);
      if (kind.includes('nobody') || kind.includes('no line')) assert.equal(rows, 0, asked);
    }
  await app.close();
  const told = Object.fromEntries(Object.entries(took).map(([kind, times]) => [kind, { ...spread(times), cpu: spread(used[kind] ?? []), rows: round((found[kind] ?? 0) / times.length) }])); // prettier-ignore
  return { unfinished, told };
}

/** Lets the oldest day go, while messages come in. */
async function expire(store: Store) {
  const days = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.db')).sort(); // prettier-ignore
  // The first one is no whole day.
  await store.purge('messages', { before: Date.parse(days()[0]?.slice(0, 10) ?? '') + DAY + 1, most: 1, look: 1, after: 0 }); // prettier-ignore
  const [oldest = ''] = days();
  const size = statSync(join(folder, oldest)).size;
  const intake = new Intake({ ...{ admission: { known: ['10.10.10.2'], room: 0, storing: { '10.10.10.2': 'all' } }, firstMessage: NOW * 1000 }, queueBytes: 1e9, now: Date.now }); // prettier-ignore
  const waits: number[] = [];
  const isOver = { value: false };
  const underway = (async () => {
    while (!isOver.value) {
      for (let n = 0; n < 100; n += 1) intake.receive(`%ASA-6-302013: Built ${n}`, '10.10.10.2');
      const begun = performance.now();
      await store.keep(intake.load().rows);
      intake.stored();
      waits.push(performance.now() - begun);
      await new Promise((done) => setTimeout(done, 5));
    }
  })();
  await new Promise((done) => setTimeout(done, 1000));
  const before = spread(waits);
  const begun = performance.now();
  const { held } = await store.purge('messages', { before: Date.parse(oldest.slice(0, 10)) + DAY + 1, most: 1, look: 1, after: 0 }); // prettier-ignore
  const tookMs = round(performance.now() - begun);
  await new Promise((done) => setTimeout(done, 200));
  isOver.value = true;
  await underway;
  assert.ok(!readdirSync(folder).some((name) => name.startsWith(oldest.slice(0, 10))), 'nothing of it is left');
  return { megabytes: Math.round(size / 1e6), tookMs, heldMs: round(held), keepMs: { before, all: spread(waits) } };
}
