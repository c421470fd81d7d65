import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { derived } from '../../server/access/key.ts';
import { eraseUser } from '../../server/commands/erasing.ts';
import { purgeAll } from '../../server/commands/retention.ts';
import type { Event } from '../../server/domain/event.ts';
import type { Session } from '../../server/domain/session.ts';
import { Recorder } from '../../server/record/recorder.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { loginOf, person, rowsOf, tell } from '../server/record/past.ts';

// One user of 5,000 events among 1,000,000 is erased while messages come in; then half of all is too old, and is deleted in steps.
const SESSIONS = 200_000;
const OF_ONE = 1_000;
const NAME = 'Zorblatt';
const BAR = 60_000;
const HOUR = 60 * 60_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const START = NOW - 200 * 24 * HOUR;
const EVERY = Math.floor((NOW - HOUR - START) / SESSIONS);

const key = derived(randomBytes(32));
const lab = await makeLab();
const store = await openStore({ path: lab.database, now: () => NOW });
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

  const erasing = new AbortController();
  const isErasing = (): boolean => !erasing.signal.aborted;
  let [sent, longestTake] = [0, 0];
  const ingest = (async () => {
    for (let n = 0; isErasing(); n += 1) {
      const from = performance.now();
      const claims = loginOf(person(`other${n}`, n % 90));
      await tell(recorder, NOW + n * 100, claims);
      sent += claims.length;
      longestTake = Math.max(longestTake, performance.now() - from);
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const begun = performance.now();
  const erased = await eraseUser(
    {
      store,
      key,
      now: () => NOW,
      inRecord: (work) => recorder.rewrite(work),
    },
    { name: NAME, by: 'test', reason: 'request 17' },
  );
  const took = performance.now() - begun;
  erasing.abort();
  await ingest;
  process.stderr.write(`erased in ${Math.round(took)} ms\n`);
  const hits = await hitsIn(lab.folder, NAME.toLowerCase());
  assert.equal(hits, 0, 'hits of the name in all files beside the database');
  assert.deepEqual(await totals(), before);
  assert.equal(erased.counts.sessions, OF_ONE);
  assert.equal(erased.counts.messages, OF_ONE * 2);
  const kept = await rowsOf(
    `${lab.database}.messages/2026-11-23.db`,
    `(SELECT count(*) AS n FROM message WHERE id >= ${NOW * 1000})`,
  );
  assert.equal(Object.values(kept)[0]?.[0]?.['n'], sent, 'nothing that came meanwhile is lost');
  assert.ok(took <= BAR, `erased in ${Math.round(took)} ms`);

  const held: number[] = [];
  const purging = performance.now();
  const gone = await purgeAll(store, { messages: 30, sessions: 100, alerts: 180, charts: 400 }, NOW, {
    pause: () => Promise.resolve(),
    onFault: assert.ifError,
    onStep: (_what, ms) => void held.push(ms),
  });
  const sorted = held.sort((a, b) => a - b);
  const purge = { gone, seconds: round((performance.now() - purging) / 1000), steps: held.length, p50: round(at(sorted, 0.5)), p99: round(at(sorted, 0.99)), longest: round(at(sorted, 1)) }; // prettier-ignore
  const events = Number(Object.values(await rowsOf(lab.database, '(SELECT count(*) AS n FROM event)'))[0]?.[0]?.['n']);
  process.stdout.write(
    `FIGURES ${JSON.stringify({ events: SESSIONS * 5, hits, eraseSeconds: round(took / 1000), longestHoldMs: round(erased.longestHold), sentMeanwhile: sent, longestTakeMs: round(longestTake), counts: erased.counts, purge, eventsLeft: events })}\n`,
  );
  assert.ok(events > SESSIONS * 2 && events < SESSIONS * 3);
  assert.ok(
    at(sorted, 0.99) <= 50,
    `a step held the writer for ${at(sorted, 0.99)} ms at most, but for one in a hundred`,
  );
} finally {
  await store.close();
  await lab.remove();
}

/** Sessions of five events each, with lines of two of them. */
async function putSessions(first: number, count: number): Promise<void> {
  const events: Event[] = [];
  const sessions: Session[] = [];
  const rows: unknown[] = [];
  for (let n = first; n < first + count; n += 1) {
    const start = START + n * EVERY;
    const user = n % (SESSIONS / OF_ONE) === 7 ? ([NAME, `HILL\\${NAME}`][n % 2] ?? NAME) : `person${n % 3000}`;
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
      { ...of, kind: 'session.closing', at: start + 1000, reason: 'Peer Terminate' },
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
  await store.keep(JSON.stringify(rows));
  const nothing = { attempts: [], verdicts: [], leases: { put: [], drop: [] }, minutes: [], seen: [] };
  await store.commit({ ...nothing, events, sessions, at: START });
}

/** How often the letters stand in the files of a folder, in any case. */
async function hitsIn(folder: string, needle: string): Promise<number> {
  let hits = 0;
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    let rest = '';
    for await (const chunk of createReadStream(join(file.parentPath, file.name), 'latin1') as AsyncIterable<string>) {
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
