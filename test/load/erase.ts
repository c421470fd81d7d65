import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { derived } from '../../server/access/key.ts';
import { eraseUser } from '../../server/commands/erasing.ts';
import { purgeAll } from '../../server/commands/retention.ts';
import type { Event } from '../../server/domain/event.ts';
import type { StoredMessage } from '../../server/domain/batch.ts';
import { packRows } from '../../collectors/syslog/packer.ts';
import type { Session } from '../../server/domain/session.ts';
import { Recorder } from '../../server/record/recorder.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { loginOf, person, rowsOf, tell } from '../server/record/past.ts';

// One user of 5,000 events among 1,000,000 is erased while messages come in; then half of all is too old, and is deleted in steps, while more come.
const SESSIONS = Number(process.env['ERASE_SESSIONS'] ?? 200_000);
const ONE_IN = 200;
const OF_ONE = SESSIONS / ONE_IN;
const NAME = 'Zorblatt';
const spellings = [NAME, `HILL\\${NAME}`, 'zorblatt@hill.example'];
const BAR = 60_000;
const HOUR = 60 * 60_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const START = NOW - 200 * 24 * HOUR;
const EVERY = Math.floor((NOW - HOUR - START) / SESSIONS);

const key = derived(randomBytes(32));
const lab = await makeLab();
const store = await openStore({ path: lab.database, now: () => NOW });
let batches = 0;
try {
  await store.addDevice({ name: 'hv-asa', addresses: ['10.10.10.2'], state: 'adopted', addedAt: START });
  for (let first = 0; first < SESSIONS; first += 1000) await putSessions(first, 1000);
  const recorder = await Recorder.open({ store, now: () => NOW, adopt: true, publish: () => undefined, devicesChanged: () => undefined }); // prettier-ignore
  const totals = () =>
    rowsOf(
      lab.database,
      `(SELECT count(*) AS sessions, sum(bytesTx) AS bytes, count(DISTINCT user) AS users FROM session WHERE start < ${NOW - HOUR})`,
      `(SELECT count(*) AS events FROM event WHERE at < ${NOW - HOUR})`,
    );
  process.stderr.write('made\n');
  const before = await totals();

  assert.ok((await hitsIn(lab.database)) > OF_ONE && (await hitsIn(`${lab.database}.messages`)) >= OF_ONE * 2);
  assert.equal(await naming(NAME), OF_ONE, 'events that name the user in their words');

  await takeIn();
  assert.ok(readdirSync(`${lab.database}.messages`).some((name) => name.endsWith('.index')));
  const ingest = startIngest(recorder);
  const begun = performance.now();
  const erased = await eraseUser(
    { store, key, now: () => NOW, inRecord: (work) => recorder.rewrite(work) },
    { name: NAME, by: 'test', reason: 'request 17' },
  );
  const took = performance.now() - begun;
  const meanwhile = await ingest.stop();
  process.stderr.write(`erased in ${Math.round(took)} ms\n`);
  await takeIn();
  for (const one of [{ text: NAME }, { user: [NAME.toLowerCase()] }])
    assert.equal((await store.reads.messages({ limit: 1, ...one, until: NOW - HOUR })).messages.length, 0);
  const hits = await hitsIn(lab.folder);
  assert.equal(hits, 0, 'hits of the name in all files beside the database');
  assert.equal(erased.left, undefined);
  assert.deepEqual(await totals(), before);
  assert.deepEqual([await naming(NAME), await naming(erased.pseudonym)], [0, OF_ONE]);
  const { names, sessions, messages } = erased.counts;
  assert.deepEqual({ names, sessions, messages }, { names: 3, sessions: OF_ONE, messages: OF_ONE * 2 });
  assert.equal(await countIn(`${lab.database}.messages/2026-11-23.db`, `message WHERE id >= ${NOW * 1000}`), meanwhile.sent, 'nothing that came meanwhile is lost'); // prettier-ignore
  assert.ok(took <= BAR, `erased in ${Math.round(took)} ms`);

  const held: number[] = [];
  const during = startIngest(recorder);
  const purging = performance.now();
  const gone = await purgeAll(store, { messages: 30, sessions: 100, alerts: 180, charts: 400 }, NOW, {
    pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    onFault: assert.ifError,
    onStep: (_what, ms) => void held.push(ms),
  });
  const purged = (performance.now() - purging) / 1000;
  const { sent, longest } = await during.stop();
  const sorted = held.sort((a, b) => a - b);
  const purge = { gone, seconds: round(purged), steps: held.length, p50: round(at(sorted, 0.5)), p99: round(at(sorted, 0.99)), longest: round(at(sorted, 1)), sentMeanwhile: sent, longestTakeMs: round(longest) }; // prettier-ignore
  const eventsLeft = await countIn(lab.database, `event WHERE at < ${NOW - HOUR}`);
  const figures = { events: SESSIONS * 5, hits, eraseSeconds: round(took / 1000), longestHoldMs: round(erased.longestHold), sentMeanwhile: meanwhile.sent, longestTakeMs: round(meanwhile.longest), counts: erased.counts, purge, eventsLeft }; // prettier-ignore
  process.stdout.write(`FIGURES ${JSON.stringify(figures)}\n`);
  assert.equal(await hitsIn(lab.folder), 0);
  assert.ok(eventsLeft > SESSIONS * 2 && eventsLeft < SESSIONS * 3);
  assert.ok(
    at(sorted, 0.99) <= 50,
    `a step held the writer for ${at(sorted, 0.99)} ms at most, but for one in a hundred`,
  );
} finally {
  await store.close();
  await lab.remove();
}

/** Makes the indexes of all message days. */
async function takeIn(): Promise<void> {
  while ((await store.index()) !== undefined);
}

/** Sessions of five events each, with lines of two of them. */
async function putSessions(first: number, count: number): Promise<void> {
  const events: Event[] = [];
  const sessions: Session[] = [];
  const rows: StoredMessage[] = [];
  for (let n = first; n < first + count; n += 1) {
    const start = START + n * EVERY;
    const user =
      n % ONE_IN === 7 ? (spellings[Math.floor(n / ONE_IN) % spellings.length] ?? NAME) : `person${n % 3000}`;
    const id = start * 1000;
    const of = { device: 1, source: 'syslog', evidence: [id], session: id } as const;
    const who = { user, publicIp: `198.51.${n % 200}.${n % 90}`, protocol: 'ikev1' } as const;
    const tunnel = { id: `${id}`, kind: 'ipsec', start } as never; // what a tunnel tells is not looked at here
    events.push(
      {
        ...of,
        kind: 'session.opened',
        at: start,
        ...who,
        start,
        startIs: 'seen',
        facts: { tunnelGroup: 'hillvalleyvpn' },
      },
      { ...of, kind: 'session.learned', at: start, facts: { clientType: 'WinNT', clientVersion: '5.0.07.0440' } },
      { ...of, kind: 'tunnel.opened', at: start, tunnel },
      { ...of, kind: 'session.closing', at: start + 1000, reason: `${user} was logged off` },
      {
        ...of,
        kind: 'session.ended',
        at: start + 1000,
        end: start + 1000,
        reason: 'User Requested',
        endIs: 'reported',
        seconds: 1,
        bytesTx: 4000,
        bytesRx: 900,
      },
    );
    sessions.push({ ...{ id, device: 1, ...who, state: 'ended', start, startIs: 'seen', end: start + 1000, endReason: 'User Requested', endIs: 'reported' }, ...{ seconds: 1, bytesTx: 4000, bytesRx: 900, seenAt: start + 1000, tunnels: [], from: {} } }); // prettier-ignore
    for (const part of [0, 1]) rows.push([id + part, start, '10.10.10.2', 113019, 4, 'claim', `<164>%ASA-4-113019: Group = hillvalleyvpn, Username = ${user}, IP = ${who.publicIp}, part ${part}`]); // prettier-ignore
  }
  await store.keep(packRows(rows));
  const nothing = { attempts: [], verdicts: [], leases: { put: [], drop: [] }, minutes: [], seen: [] };
  await store.commit({ ...nothing, events, sessions, at: START });
}

/** Messages come in until it is stopped, which tells how many did, and for how long a batch was waited for at most, milliseconds. */
function startIngest(recorder: Recorder) {
  let [sent, longest, isOver] = [0, 0, false];
  const underway = (async () => {
    while (!isOver) {
      const from = performance.now();
      const claims = loginOf(person(`other${batches}`, batches % 90));
      await tell(recorder, NOW + batches * 100, claims);
      [batches, sent, longest] = [batches + 1, sent + claims.length, Math.max(longest, performance.now() - from)];
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const stop = async () => {
    isOver = true;
    await underway;
    return { sent, longest };
  };
  return { stop };
}

async function countIn(path: string, rows: string): Promise<number> {
  return Number(Object.values(await rowsOf(path, `(SELECT count(*) AS n FROM ${rows})`))[0]?.[0]?.['n']);
}

/** How many events name somebody in their words. */
function naming(name: string): Promise<number> {
  return countIn(lab.database, `event WHERE instr(lower(body), '${name.toLowerCase()}') > 0`);
}

/** How often the letters of the name stand in a file, or in the files of a folder, in any case. */
async function hitsIn(path: string): Promise<number> {
  const needle = NAME.toLowerCase();
  let hits = 0;
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [join(one.parentPath, one.name)] : [])) // prettier-ignore
    : [path];
  for (const file of files) {
    let rest = '';
    for await (const chunk of createReadStream(file, 'latin1') as AsyncIterable<string>) {
      const text = (rest + chunk).toLowerCase();
      hits += text.split(needle).length - 1;
      rest = text.slice(-(needle.length - 1));
    }
  }
  return hits;
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
