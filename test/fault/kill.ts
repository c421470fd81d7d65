import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';
import type { StoredMessage } from '../../server/domain/batch.ts';
import type { Delta, GapRow, SessionRow, Summary } from '../../server/domain/feed.ts';
import type { Session } from '../../server/domain/session.ts';
import { openStore } from '../../server/store/open.ts';
import { allSessions } from '../end-to-end/compare.ts';
import { addHeadEnd, makeLab, tunnelwatch } from '../end-to-end/lab.ts';
import { COOKIE, fetchIn } from '../end-to-end/let-in.ts';
import { startProgram, type Program } from '../end-to-end/program.ts';
import { startSimulator, widePool } from '../end-to-end/simulator.ts';
import { integrity } from './parts/integrity.ts';
import { replay } from './parts/replay.ts';

// kill -9 in the middle of the load, 200 times. What a viewer of the live feed was told until then is there afterwards, what was stored too, and
// the time in between is declared as one in which nobody collected.
const KILLS = Number(process.env['KILLS'] ?? 200);
/** Sessions that ended earlier than this, milliseconds, are looked at again after every twentieth kill alone: all of them each time takes longer each time. */
const RECENT = 2 * 60_000;
const ALL_EACH = 20;
const story = ['--users', '1000', '--presence', '0.9', '--lines-per-second', '1000', ...widePool];

/** Everything about a session that must not depend on when the process died. */
const essence = ({
  id,
  user,
  publicIp,
  assignedIp,
  state,
  endReason,
  seconds,
  bytesTx,
  bytesRx,
}: Session | SessionRow) =>
  JSON.stringify([id, user, publicIp, assignedIp, state, endReason, seconds, bytesTx, bytesRx]);

/** The sessions that are not the same in both, each as it is in the one and the other. */
function differences(ours: readonly Session[], theirs: readonly Session[]): readonly unknown[] {
  const [left, right] = [ours, theirs].map((all) => new Map(all.map((one) => [one.id, one])));
  const ids = [...new Set([...ours, ...theirs].map(({ id }) => id))];
  return ids
    .map((id) => ({ ours: left?.get(id), theirs: right?.get(id) }))
    .filter((one) => (one.ours && essence(one.ours)) !== (one.theirs && essence(one.theirs)));
}

/** A session by its id, or `undefined` if there is none. */
async function one(from: Program, id: number): Promise<SessionRow | undefined> {
  const response = await fetchIn(`${from.url}/api/sessions/${id}`);
  if (response.status === 404) return undefined;
  figures.askedAgain += 1;
  return ((await response.json()) as { readonly session: SessionRow }).session; // our own server
}

/** A viewer of the live feed: the sessions that it is shown, as it was shown each last. */
async function watch({ url }: Program) {
  const socket = io(url, { transports: ['websocket'], reconnection: false, extraHeaders: { cookie: COOKIE, origin: url } });
  const shown = new Map<string, SessionRow>();
  socket.on('delta', ({ put }: Delta<'sessions'>) => {
    for (const [key, row] of put) shown.set(key, row);
  });
  await new Promise<void>((done) => socket.once('connect', () => done()));
  await new Promise((done) => socket.emit('subscribe', 'sessions', done));
  return {
    end: () => {
      socket.disconnect();
      return shown;
    },
  };
} // prettier-ignore

const lab = await makeLab();
await addHeadEnd(lab, widePool);
const port = { SYSLOG_PORT: '47514', ADOPT: 'off' };
let program = await startProgram(lab.database, port);
const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), story);
/** Every session that was ever shown, as it was shown last. */
const everShown = new Map<number, SessionRow>();
const figures = {
  kills: 0,
  recovered: 0,
  killsThatLeftMessages: 0,
  askedAgain: 0,
  committedSeen: 0,
  lost: 0,
  feedSeen: 0,
  phantoms: 0,
  gaps: 0,
  startMs: [] as number[],
};
try {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const viewer = await watch(program);
    await pause(200 + Math.random() * 1300); // the load runs meanwhile; the instant of the kill is meant to be any
    const since = Date.now() - RECENT;
    const seen = await allSessions(program, `&thereFrom=${since}`);
    for (const row of seen) everShown.set(row.id, row);
    const killedAt = Date.now();
    await program.kill();
    const shown = viewer.end();
    assert.deepEqual(await integrity(lab.database), []);
    const begun = performance.now();
    program = await startProgram(lab.database, port);
    figures.startMs.push(Math.round(performance.now() - begun));
    const isWhole = kill % ALL_EACH === 0 || kill === KILLS;
    const there = await allSessions(program, isWhole ? '' : `&thereFrom=${since}`);
    const now = new Map(there.map((row) => [row.id, row]));
    const lost: SessionRow[] = [];
    for (const row of isWhole ? everShown.values() : seen) {
      // While pages are read, a closing record may correct an inferred start over the edge of a page: such a one is asked for by itself.
      const after = now.get(row.id) ?? (await one(program, row.id));
      if (after === undefined || (row.state === 'ended' && after.state !== 'ended')) lost.push(row);
    }
    for (const row of shown.values()) {
      const after = now.get(row.id) ?? (await one(program, row.id));
      const isThere = after !== undefined && (row.state !== 'ended' || after.state === 'ended');
      if (!isThere) figures.phantoms += 1;
      assert.ok(isThere, `a viewer was shown ${JSON.stringify(row)}, and there is ${JSON.stringify(after)}`);
    }
    figures.feedSeen += shown.size;
    const { gaps } = await program.get<{ readonly gaps: readonly GapRow[] }>(`/api/minutes?from=${killedAt - 60_000}`);
    assert.ok(gaps.some(({ from, to }) => from <= killedAt && to > killedAt), `no gap at ${killedAt}: ${JSON.stringify(gaps)}`); // prettier-ignore
    figures.gaps += 1;
    const left = /"messages":(\d+),"msg":"interpreted/.exec(program.log())?.[1];
    figures.kills += 1;
    figures.committedSeen += seen.length;
    figures.lost += lost.length;
    figures.recovered += Number(left ?? 0);
    figures.killsThatLeftMessages += left === undefined ? 0 : 1;
    assert.deepEqual(lost, [], 'every session that was shown is still there');
  }
  await simulator.stop();
  const last = await program.get<Summary>('/api/summary');
  assert.equal(await program.stop(), 0);

  const store = await openStore({ path: lab.database, now: Date.now });
  const messages: StoredMessage[] = [];
  for (
    let page = await store.messagesAfter(0, 50_000);
    page.length > 0;
    page = await store.messagesAfter(messages.at(-1)?.[0] ?? 0, 50_000)
  )
    messages.push(...page);
  const { heartbeat, sessions } = await store.load(Date.now(), 0);
  const expected = replay(messages, await store.devices(), heartbeat ?? 0);
  await store.close();
  assert.deepEqual(differences(sessions, expected), [], 'the live state equals all stored messages, told in order');

  await tunnelwatch(lab.database, 'rebuild');
  const again = await openStore({ path: lab.database, now: Date.now });
  assert.deepEqual(
    differences((await again.load(Date.now(), 0)).sessions, sessions),
    [],
    'rebuild gives the same rows',
  );
  await again.close();
  console.log(
    `FIGURES ${JSON.stringify({ ...figures, messages: messages.length, sessions: sessions.length, active: last.sessions.total })}`,
  );
} finally {
  await program.kill();
  simulator.child.kill('SIGTERM');
  await lab.remove();
}
