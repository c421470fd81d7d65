import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { openStore } from '../../server/store/open.ts';
import { makeLab, tunnelwatch, type Lab } from '../end-to-end/lab.ts';
import { entry } from '../end-to-end/program.ts';
import { live, told } from '../server/record/archive-lab.ts';
import { rowsOf } from '../server/record/past.ts';
import { corpusDevices, corpusLines, writeCorpus, type Corpus } from './parts/archive-corpus.ts';

// Five days of four head-ends are imported at once: of a firewall that logs its connections too, of whose lines one in twenty is of the VPN, and of
// one of whose lines four in ten are. Then less of it, by a process that is killed over and over, and by the live path.
const LINES = Number(process.env['IMPORT_LINES'] ?? 5_000_000);
const FEW = Number(process.env['IMPORT_FEW'] ?? 60_000);
const KILLS = 6;
/** Lines a second at least, where one in twenty is of the VPN, and MB at most. */
const RATE = 100_000;
const MEMORY = 300;
const corpus: Corpus = { lines: LINES, start: Date.UTC(2026, 8, 1), apart: 86, seed: 20_260_901 };
const few: Corpus = { ...corpus, lines: FEW };
// What is kept of failed names is hashed with the key of an installation: here three are compared.
const settings = { FAILED_NAMES: 'clear', RETAIN_MESSAGES: 'off', RETAIN_SESSIONS: 'off' };
const labs: Lab[] = [];

try {
  const usual = await whole({ ...corpus, share: 0.05 });
  await usual.lab.remove();
  const { lab: large, file, figures: dense } = await whole(corpus);
  const [killed, straight, heard] = [await watching(), await watching(), await watching()];

  const before = await countsOf(large);
  const again = await imported(large, file);
  assert.match(again.told, /imported before: nothing changes/);
  const packed = `${file}.gz`;
  await pipeline(createReadStream(file), createGzip({ level: 1 }), createWriteStream(packed));
  const repeated = await imported(large, packed);
  assert.match(repeated.told, new RegExp(`${LINES.toLocaleString('en-US')}: of a time that was imported before`));
  assert.deepEqual(await countsOf(large), before, 'twice is as once');
  rmSync(packed);

  const little = join(killed.folder, 'few.log');
  writeCorpus(little, few);
  const { seconds } = await imported(straight, little);
  let deaths = 0;
  for (let n = 1; n <= KILLS; n += 1) deaths += (await killedAt(killed, little, (seconds * 1000 * n) / (KILLS + 1))) ? 1 : 0; // prettier-ignore
  await imported(killed, little);
  assert.deepEqual(await told(killed.database), await told(straight.database), 'killed and gone on with');
  assert.deepEqual(await messagesOf(killed), await messagesOf(straight));

  const store = await openStore({ path: heard.database, now: Date.now });
  const from = new Map(corpusDevices.map((name, index) => [name as string, addressOf(index)]));
  const said = [...corpusLines(few)].map(({ at, line }) => ({
    ...{ at: Math.floor(at / 1000) * 1000, line },
    from: from.get(line.split(' ')[4] ?? '') ?? '',
  }));
  await live(store, said);
  await store.close();
  const [theirs, ours] = [await told(heard.database), await told(straight.database)];
  assert.deepEqual(ours, theirs, 'what the live path makes of the same lines');

  assert.ok(repeated.memory <= MEMORY, `${repeated.memory} MB of memory`);
  for (const one of [usual.figures.all, usual.figures.vpn])
    assert.ok(one.linesPerSecond >= RATE, `${one.linesPerSecond} lines/s where one in twenty is of the VPN`);
  const figures = {
    ...{ lines: LINES, oneInTwenty: usual.figures, fourInTen: dense },
    ...{ twiceSeconds: round(again.seconds), packedSeconds: round(repeated.seconds), packedPeakMB: repeated.memory },
    ...{ kills: KILLS, deaths, compared: { lines: FEW, sessions: ours.sessions.length, attempts: ours.attempts.length } },
    counts: before,
  }; // prettier-ignore
  console.log(`FIGURES ${JSON.stringify(figures)}`);
} finally {
  for (const lab of labs) await lab.remove();
}

/** Imports a corpus where all of it is stored, and where the VPN is: in the lab of the first it stays. */
async function whole(one: Corpus) {
  const [lab, lean] = [await watching(), await watching('vpn')];
  const file = join(lab.folder, 'corpus.log');
  const bytes = writeCorpus(file, one);
  process.stderr.write(`written: ${Math.round(bytes / 1e6)} MB\n`);
  const all = await imported(lab, file);
  process.stderr.write(`${all.told}\n`);
  assert.match(all.told, new RegExp(`${LINES.toLocaleString('en-US')}: stored`));
  const vpn = await imported(lean, file);
  process.stderr.write(`${vpn.told}\n`);
  const [{ ids: _all, ...theirs }, { ids: _some, ...alike }] = [await countsOf(lab), await countsOf(lean)];
  assert.deepEqual(alike, theirs, 'sessions are the same, whatever else is stored');
  await lean.remove();
  const told = ({ seconds, cpu, memory }: typeof all) => {
    assert.ok(memory <= MEMORY, `${memory} MB of memory`);
    const cpuSecondsPerMillion = round(cpu / (LINES / 1e6));
    return { linesPerSecond: Math.round(LINES / seconds), cpuSecondsPerMillion, peakMB: memory };
  };
  return { lab, file, figures: { bytes, all: told(all), vpn: told(vpn) } };
}

/** A lab in which the four head-ends of the corpus are watched. */
async function watching(storing = 'all'): Promise<Lab> {
  const lab = await makeLab();
  labs.push(lab);
  for (const [index, name] of corpusDevices.entries()) {
    await tunnelwatch(lab.database, 'device', 'add', name, addressOf(index));
    await tunnelwatch(lab.database, 'device', 'store', name, storing);
  }
  return lab;
}

function addressOf(index: number): string {
  return `192.0.2.${index + 1}`;
}

/** Imports a file by a process of its own, and measures that. */
async function imported({ database }: Lab, file: string) {
  const begun = performance.now();
  const child = spawn(process.execPath, [entry, 'import', file], {
    env: { ...process.env, ...settings, DATABASE: database },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const usage = { memory: 0, cpu: 0 };
  const look = setInterval(() => Object.assign(usage, usageOf(child.pid ?? 0) ?? {}), 100);
  child.stderr.resume();
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [told, [code]] = await Promise.all([text(child.stdout), exit]);
  clearInterval(look);
  assert.equal(code, 0, told);
  return { told, seconds: (performance.now() - begun) / 1000, ...usage };
}

/** The most memory that a process had, in MB, and the CPU seconds it has used; `undefined` of one that is no more. */
function usageOf(pid: number): { readonly memory: number; readonly cpu: number } | undefined {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? []; // prettier-ignore
    return peak === undefined ? undefined : { memory: Math.round(Number(peak) / 1024), cpu: (user + system) / 100 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return undefined; // prettier-ignore
    throw error;
  }
}

/** Begins to import and kills the process after so many milliseconds; whether it was still at it. */
async function killedAt({ database }: Lab, file: string, milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [entry, 'import', file], {
    env: { ...process.env, ...settings, DATABASE: database },
    stdio: 'ignore',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

async function countsOf({ database }: Lab): Promise<Record<string, unknown>> {
  const [row] = Object.values(
    await rowsOf(
      database,
      `(SELECT (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM attempt) AS attempts, (SELECT count(*) FROM event) AS events,
        (SELECT sum(bytesTx) FROM session) AS bytes, (SELECT sum(used) FROM archive_second) AS ids, (SELECT count(*) FROM archive_chain) AS chains)`,
    ),
  );
  return row?.[0] ?? {};
}

async function messagesOf({ database }: Lab) {
  return rowsOf(
    `${database}.messages/2026-09-01.db`,
    '(SELECT id, at, "from", messageId, line FROM message ORDER BY id)',
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
