import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { derived } from '../../../server/access/key.ts';
import { eraseUser } from '../../../server/commands/erasing.ts';
import { purgeAll } from '../../../server/commands/retention.ts';
import { residual } from '../../../server/domain/archive.ts';
import type { ArchiveSet } from '../../../server/store/archive.ts';
import { rebuild } from '../../../server/record/rebuild.ts';
import { BEGIN, imported, live, NOW, storyOf, told, watched } from './archive-lab.ts';
import { recorderOn, rowsOf } from './past.ts';

const linesOf = (said: Awaited<ReturnType<typeof storyOf>>): readonly string[] => said.map(({ line }) => line);
const tables = ['session', 'attempt', 'verdict', 'event', 'user', 'archive_chain', 'archive_second'] as const;
const everything = async (path: string) => ({
  rows: await rowsOf(path, ...tables),
  messages: (await rowsOf(`${path}.messages/2026-09-01.db`, 'message'))['message'],
});

test('an archive gives the same sessions and login attempts as the same lines heard live', async (t) => {
  const said = await storyOf(25);
  const [one, other] = [await watched(t), await watched(t)];
  await live(one.store, said);
  const [counts] = await imported(other.store, [{ head: 'a', lines: linesOf(said) }]);
  assert.ok(counts !== undefined && counts.stored === said.length && residual(counts) === 0);
  const [heard, read] = [await told(one.path), await told(other.path)];
  assert.ok(heard.sessions.length > 40 && heard.attempts.length > 60, `${heard.sessions.length} sessions, ${heard.attempts.length} attempts`); // prettier-ignore
  assert.deepEqual(read, heard);
});

test('of a device that stores messages of the VPN alone the others are counted as live, and sessions are the same', async (t) => {
  const chatter = '%ASA-6-302013: Built inbound TCP connection 1 for outside:192.0.2.9/1 (192.0.2.9/1) to inside:10.0.0.1/443 (10.0.0.1/443)'; // prettier-ignore
  const said = (await storyOf(25)).flatMap((one) => [one, { ...one, line: one.line.replace(/%ASA-.*/, chatter) }]);
  const [one, other] = [await watched(t), await watched(t)];
  await live(one.store, said);
  const archive = { head: 'a', lines: linesOf(said) };
  const [cut] = await imported(other.store, [{ ...archive, dieAt: 5 }], NOW, 300, 'vpn');
  assert.equal(cut, undefined);
  const [counts] = await imported(other.store, [archive, { ...archive, head: 'b', block: 37 }], NOW, 300, 'vpn');
  assert.ok(counts !== undefined && residual(counts) === 0 && counts.counted >= said.length / 2, JSON.stringify(counts)); // prettier-ignore
  const unstored = async ({ path }: { path: string }) => (await rowsOf(path, 'unstored'))['unstored'] ?? [];
  assert.deepEqual(await unstored(other), await unstored(one));
  assert.equal(
    (await unstored(one)).reduce((sum, { count }) => sum + Number(count), 0),
    counts.counted,
  );
  assert.deepEqual(await told(other.path), await told(one.path));
  const { messages } = await other.store.reads.messages({ limit: 500, messageId: 302013 });
  assert.deepEqual(messages, []);
});

test('the same archive twice, or the same lines in another one, changes nothing', async (t) => {
  const lines = linesOf(await storyOf(20));
  const { store, path } = await watched(t);
  await imported(store, [{ head: 'a', lines }]);
  const before = await everything(path);
  const [again, other] = await imported(store, [
    { head: 'a', lines },
    { head: 'b', lines, block: 37 },
  ]);
  assert.equal(again?.stored, lines.length, 'the counts of the first time');
  assert.deepEqual([other?.stored, other?.repeated, other?.lines], [0, lines.length, lines.length]);
  assert.deepEqual(await everything(path), before);
});

test('an import that was killed goes on where it was: no line is lost, none is taken twice', async (t) => {
  const said = await storyOf(20);
  const lines = linesOf(said);
  const [whole, cut] = [await watched(t), await watched(t)];
  await imported(whole.store, [{ head: 'a', lines }]);
  for (const dieAt of [1, 5, 6, 11]) await imported(cut.store, [{ head: 'a', lines, dieAt }]);
  // A process that dies when it has kept the messages of a block, and not yet written what they mean.
  const commit = (): Promise<void> => Promise.reject(new Error('killed'));
  const dying = { ...cut.store, archive: { ...cut.store.archive, commit } };
  await assert.rejects(imported(dying, [{ head: 'a', lines }]), /killed/);
  await imported(cut.store, [{ head: 'a', lines }]);
  assert.deepEqual(await told(cut.path), await told(whole.path));
  const messages = async (path: string) => (await rowsOf(`${path}.messages/2026-09-01.db`, 'message'))['message'];
  assert.deepEqual(await messages(cut.path), await messages(whole.path));
});

test('behind an archive that was cut off no line of another one is lost, once it is left', async (t) => {
  const lines = linesOf(await storyOf(20));
  const [one, other] = [lines.filter((_, n) => n % 2 === 0), lines.filter((_, n) => n % 2 === 1)];
  const { store, path } = await watched(t);
  // It dies when the messages of many blocks are kept, and nothing of what they mean is written.
  const commit = (set: ArchiveSet): Promise<void> => set.seconds.length > 0 ? Promise.reject(new Error('killed')) : store.archive.commit(set); // prettier-ignore
  const dying = { ...store, archive: { ...store.archive, commit } };
  await assert.rejects(imported(dying, [{ head: 'a', lines: one }], NOW, 500), /killed/);
  assert.deepEqual((await store.archive.archives()).map(({ name, done }) => [name, done]), [['a', false]]); // prettier-ignore
  await store.archive.leave();
  assert.deepEqual(await store.archive.archives(), []);
  const [counts] = await imported(store, [{ head: 'b', lines: other }]);
  assert.equal(counts?.stored, other.length);
  const { message = [] } = await rowsOf(`${path}.messages/2026-09-01.db`, 'message');
  const kept = message.map(({ line }) => String(line));
  const missing = other.filter((line) => !kept.some((stored) => stored.endsWith(line.slice(line.indexOf('%ASA')))));
  assert.ok(kept.length > other.length + 400);
  assert.deepEqual(missing, []);
});

test('what many blocks mean may be written at once: a run that is killed between them reads them again, and gets the same', async (t) => {
  const lines = linesOf(await storyOf(20));
  const [whole, cut] = [await watched(t), await watched(t)];
  await imported(whole.store, [{ head: 'a', lines }]);
  for (const dieAt of [4, 5, 9, 14]) await imported(cut.store, [{ head: 'a', lines, dieAt }], NOW, 450);
  const [counts] = await imported(cut.store, [{ head: 'a', lines }], NOW, 450);
  assert.deepEqual([counts?.stored, counts?.lines], [lines.length, lines.length]);
  assert.deepEqual(await told(cut.path), await told(whole.path));
  const [one, other] = [await everything(cut.path), await everything(whole.path)];
  assert.deepEqual(one.messages, other.messages);
  assert.deepEqual(one.rows['archive_second'], other.rows['archive_second']);
});

test('messages of an archive are found by whom and what address they name, as what was heard live is', async (t) => {
  const said = await storyOf(10);
  const [heard, read] = [await watched(t), await watched(t)];
  await live(heard.store, said);
  await imported(read.store, [{ head: 'a', lines: linesOf(said) }]);
  const { sessions } = await read.store.reads.sessions({ limit: 1 });
  const { user = '', publicIp = '' } = sessions[0] ?? {};
  for (const query of [{ user: [user] }, { address: publicIp }]) {
    const [ofHeard, ofRead] = await Promise.all([heard, read].map(({ store }) => store.reads.messages({ limit: 500, ...query }))); // prettier-ignore
    const lines = ofRead?.messages.map(([, , , , , , line]) => line).sort();
    assert.deepEqual(lines, ofHeard?.messages.map(([, , , , , , line]) => line).sort()); // prettier-ignore
    assert.ok((lines?.length ?? 0) > 3);
    assert.equal(ofRead?.looked?.lines, ofHeard?.looked?.lines, 'lines that were looked at');
  }
});

test('archives that overlap, or are cut within a second, give what the whole gives', async (t) => {
  const said = await storyOf(30);
  const lines = linesOf(said);
  const [whole, parts] = [await watched(t), await watched(t)];
  await imported(whole.store, [{ head: 'a', lines }]);
  const third = Math.floor(lines.length / 3);
  const counts = await imported(parts.store, [
    { head: 'a', lines: lines.slice(0, third + 7) },
    { head: 'b', lines: lines.slice(third - 50, 2 * third) },
    { head: 'c', lines: lines.slice(2 * third) },
  ]);
  assert.deepEqual(counts.map(({ stored, repeated }) => [stored, repeated]), [[third + 7, 0], [third - 7, 57], [lines.length - 2 * third, 0]]); // prettier-ignore
  assert.deepEqual(await told(parts.path), await told(whole.path));
});

test('what is open when the archive ends is not on now: it is shown as it was left, and goes on with the next archive', async (t) => {
  const said = await storyOf(30);
  const lines = linesOf(said);
  const half = Math.floor(lines.length / 2);
  const { store, path } = await watched(t);
  await imported(store, [{ head: 'a', lines: lines.slice(0, half) }]);
  const left = `SELECT count(*) AS n FROM session WHERE endReason = 'the imported archive ends before it does'`;
  const count = async (): Promise<unknown> => (await rowsOf(path, `(${left})`))[`(${left})`]?.[0]?.['n'];
  assert.ok(Number(await count()) > 10);
  const { sessions, attempts, leases, verdicts, minutes, collectors, heartbeat, lastMessageId, events15m } =
    await store.load(NOW, 0);
  assert.ok(sessions.length + attempts.length + leases.length + verdicts.length + minutes.length === 0);
  assert.deepEqual([collectors, heartbeat, lastMessageId, events15m], [[], null, 0, []]);

  await imported(store, [{ head: 'b', lines: lines.slice(half) }]);
  const whole = await watched(t);
  await imported(whole.store, [{ head: 'a', lines }]);
  const [parts, one] = [await told(path), await told(whole.path)];
  assert.deepEqual(parts.sessions, one.sessions);
});

test('an import leaves live state alone, and what is heard live stays out of it', async (t) => {
  const said = await storyOf(30);
  const half = said[Math.floor(said.length / 2)]?.at ?? 0;
  const { store, path } = await watched(t);
  await live(
    store,
    said.filter(({ at }) => at >= half),
  );
  const state = async () => {
    const { seen, sessions, leases, minutes, events15m, heartbeat, collectors, lastMessageId } = await store.load(
      NOW,
      0,
    );
    return { seen, sessions, leases, minutes, events15m, heartbeat, collectors, lastMessageId };
  };
  const before = { state: await state(), rows: await rowsOf(path, 'alert', 'notification', 'minute', 'collector', 'heartbeat', 'lease') }; // prettier-ignore
  const [counts] = await imported(store, [{ head: 'a', lines: linesOf(said) }]);
  const late = said.filter(({ at }) => at >= half).length;
  assert.deepEqual([counts?.watched, counts?.stored], [late, said.length - late]);
  assert.deepEqual({ state: await state(), rows: await rowsOf(path, 'alert', 'notification', 'minute', 'collector', 'heartbeat', 'lease') }, before); // prettier-ignore
  const recorder = await recorderOn(store, () => NOW);
  assert.equal([...recorder.state.sessions()].filter(({ id }) => id % 1000 >= 500).length, 0);
  assert.deepEqual(await store.messagesAfter(before.state.lastMessageId, 10), []);
});

test('a rebuild makes the same of what was imported as the import', async (t) => {
  const { store, path } = await watched(t);
  await imported(store, [{ head: 'a', lines: linesOf(await storyOf(30)) }]);
  const rows = async () => rowsOf(path, '(SELECT * FROM session ORDER BY id)', '(SELECT * FROM attempt ORDER BY id)', '(SELECT * FROM verdict ORDER BY id)', 'lease', 'minute'); // prettier-ignore
  const before = await rows();
  const events = await rebuild(store, await store.devices());
  assert.ok(events > 500);
  assert.deepEqual(await rows(), before);
});

test('charts of all devices tell of what was imported, too, beside what was heard live', async (t) => {
  const said = await storyOf(30);
  const { store } = await watched(t);
  await imported(store, [{ head: 'a', lines: linesOf(said) }]);
  const span = { from: BEGIN, to: BEGIN + 30 * 60_000, step: 60_000 };
  const { minutes } = await store.reads.minutes(span);
  const { minutes: ofDevice } = await store.reads.minutes({ ...span, devices: [1] });
  assert.ok(minutes.length > 10);
  assert.deepEqual(minutes, ofDevice);
  const { sessions } = await store.reads.sessions({ limit: 1000 });
  const at = BEGIN + 15 * 60_000;
  const there = sessions.filter(({ start, end }) => start < at && (end ?? 0) >= at).length;
  assert.equal(minutes.filter(({ minute }) => minute < at).at(-1)?.active, there);

  const second = await watched(t);
  const half = said[Math.floor(said.length / 2)]?.at ?? 0;
  await live(
    second.store,
    said.filter(({ at }) => at >= half),
  );
  const heard = (await second.store.reads.minutes(span)).minutes.reduce((sum, row) => sum + row.opened, 0);
  await imported(second.store, [{ head: 'a', lines: linesOf(said) }]);
  const both = (await second.store.reads.minutes(span)).minutes.reduce((sum, row) => sum + row.opened, 0);
  assert.ok(heard > 0 && both > heard, `${heard}, ${both}`);
});

test('what was imported leaves when it is too old, events that nothing refers to as well', async (t) => {
  const said = await storyOf(20);
  const { store, path } = await watched(t);
  await imported(store, [{ head: 'a', lines: linesOf(said) }]);
  const faults: unknown[] = [];
  const days = { messages: 10, sessions: 10, alerts: 10, charts: 10 };
  const quick = { pause: () => Promise.resolve(), onFault: (fault: unknown) => faults.push(fault) };
  const gone = await purgeAll(store, days, NOW, quick);
  assert.deepEqual(faults, []);
  assert.ok((gone.sessions ?? 0) > 10 && (gone.imported ?? 0) > 10 && gone.messages === 1);
  // An id may be given again once nothing has it: one attempt stays.
  assert.ok((gone.importedSeconds ?? 0) > 100);
  const { archive_second: seconds } = await rowsOf(path, 'archive_second');
  assert.equal(seconds?.length, 1);
  // Whose event is the last one stays, so that numbers count on from it.
  const { session, attempt, verdict, event = [] } = await rowsOf(path, 'session', 'attempt', 'verdict', 'event');
  assert.deepEqual([session?.length, attempt?.length, verdict?.length], [0, 1, 0]);
  const of = event.map(({ body }) => (JSON.parse(String(body)) as { attempt?: number }).attempt);
  assert.deepEqual([...new Set(of)], [attempt?.[0]?.['id']]);
});

test('who is erased is erased out of the open books of imports, too', async (t) => {
  const said = await storyOf(10);
  const { store, path } = await watched(t);
  await imported(store, [{ head: 'a', lines: linesOf(said) }]);
  const bodies = async () =>
    (await rowsOf(path, 'archive_open'))['archive_open']?.map(({ body }) => String(body)) ?? [];
  const open = (await bodies()).map((body) => JSON.parse(body) as { user?: string; state?: string });
  const name = open.find(({ state }) => state === 'active')?.user ?? '';
  assert.notEqual(name, '');
  const key = derived(randomBytes(32));
  const parts = { store, key, now: () => NOW, inRecord: <T>(work: () => Promise<T>) => work() };
  const { pseudonym } = await eraseUser(parts, { name, by: 'test', reason: 'request 17' });
  const after = await bodies();
  assert.deepEqual(after.filter((body) => body.includes(name)), []); // prettier-ignore
  assert.ok(after.some((body) => body.includes(pseudonym)));
});
