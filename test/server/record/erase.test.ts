import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';

import { hashName, nameForms } from '../../../server/access/names.ts';
import { auditUser, createAudit } from '../../../server/access/audit.ts';
import { derived } from '../../../server/access/key.ts';
import { writeSubject } from '../../../server/commands/export.ts';
import { subjectParts, type SubjectPart } from '../../../server/store/subject.ts';
import { erasures, eraseUser } from '../../../server/commands/erasing.ts';
import { largePlaces, namelessColumns, smallPlaces } from '../../../server/store/erase-places.ts';
import { StillConnected } from '../../../server/store/erase.ts';
import { openStore } from '../../../server/store/open.ts';
import { openReader, openWriter } from '../../../server/store/sqlite.ts';
import { scratch } from '../store/scratch.ts';
import { NOON } from '../lab.ts';
import { endOf, loginOf, person, recorderOn, rowsOf, tell } from './past.ts';

const HOUR = 60 * 60_000;
const NAME = 'zorblatt';
const key = derived(randomBytes(32));
const token = hashName(key, NAME);
const spellings = [NAME, 'HILL\\Zorblatt', 'zorblatt@hill.example'];

/** The files of a database whose bytes hold one of the texts, in any case. */
export function filesWith(path: string, ...texts: readonly string[]): readonly string[] {
  const files = readdirSync(dirname(path), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files
    .map((one) => join(one.parentPath, one.name))
    .filter((file) => {
      const bytes = readFileSync(file).toString('latin1').toLowerCase();
      return texts.some((text) => bytes.includes(text.toLowerCase()));
    });
}

/** 2,000 events of 40 people, of whom one writes the name in three ways and once failed before anybody knew it; and whatever else names them. */
async function lab(t: TestContext) {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON + 12 * HOUR });
  t.after(() => store.close());
  const recorder = await recorderOn(store, () => NOON + 12 * HOUR);
  let events = 0;
  for (let n = 0; events < 2000; n += 1) {
    const user = n % 10 === 3 ? (spellings[((n / 10) % 3) | 0] ?? NAME) : `person${n % 40}`;
    const at = NOON + n * 120_000;
    await tell(recorder, at, loginOf(person(user, n % 90)));
    await tell(recorder, at + 60_000, endOf(person(user, n % 90), 60));
    if (n % 10 === 5) await tell(recorder, at + 90_000, [{ kind: 'aaa.rejected', user: n % 20 === 5 ? token : NAME, reason: 'Invalid password' }]); // prettier-ignore
    events += 12;
  }
  await tell(recorder, NOON + 11 * HOUR, []);
  const writer = await openWriter(path);
  t.after(() => writer.close());
  const about = JSON.stringify({
    id: 900,
    rule: 'x',
    subject: NAME,
    about: { user: 'HILL\\Zorblatt' },
    text: `${NAME} failed`,
  });
  await writer.run(`INSERT INTO alert VALUES (900, 'x', ?, 1, 'warning', 1, 2, ?)`, [`user ${NAME}`, about]);
  await writer.run(`INSERT INTO alert_event (alert, at, kind, detail) VALUES (900, 1, 'raised', ?)`, [`${NAME} again`]);
  await writer.run(`INSERT INTO alert_memory VALUES ('logins', ?, ?)`, [
    `who ${NAME}`,
    JSON.stringify({ shown: 'ZorBlatt' }),
  ]);
  await writer.run(`INSERT INTO alert_group VALUES (?, ?)`, [`user ${NAME}`, JSON.stringify({ key: `user ${NAME}`, waiting: [], isRaised: false })]); // prettier-ignore
  await writer.run(`INSERT INTO alert_episode VALUES (?, '{}')`, [`x ${NAME}`]);
  await writer.run(`INSERT INTO notification VALUES (9000, 1, 'raised', ?, 'warning', ?, ?, 1, 1, 0)`, [`user ${NAME}`, `${NAME} fails`, JSON.stringify([{ alert: 900, text: NAME }])]); // prettier-ignore
  await writer.run(`INSERT INTO channel VALUES (1, 'noc', 'syslog', '{}', 'warning', 0, '[]', '[]', 1, NULL)`);
  await writer.run(`INSERT INTO delivery VALUES (1, 9000, 1, 'x', 'y', 'dismissed', 1, 1, 1, 1, 'no answer', ?)`, [JSON.stringify({ by: 'docbrown', note: 'Zorblatt was told by phone', at: 1 })]); // prettier-ignore
  await writer.run('INSERT INTO device_user VALUES (1, ?)', ['Zorblatt']);
  await writer.run(`INSERT INTO unknown (device, messageId, outcome, count, sample, first, last) VALUES (1, 113040, 'unlisted', 1, ?, 1, 1)`, [`<${NAME}>`]); // prettier-ignore
  await writer.run(`INSERT INTO configuration VALUES (1, 'whole', 1, 'poll', 1, ?)`, [
    JSON.stringify({ users: ['Zorblatt', 'docbrown'] }),
  ]);
  await writer.run(`INSERT INTO session_text SELECT id, 'first', 1, ? FROM session LIMIT 40`, [`Username : ${NAME}`]);
  await writer.run(`UPDATE attempt SET detail = ? WHERE id = (SELECT min(id) FROM attempt)`, [`as ${NAME} asked`]);
  const audit = createAudit(store, key);
  const lookedUp = { at: NOON, by: 'docbrown', from: null, kind: 'user.looked-up' } as const;
  await audit.note({ ...lookedUp, about: { user: 'hill\\zorblatt' }, said: 'was the only one who could not log in' });
  await audit.note({ ...lookedUp, about: { user: 'person1' }, said: 'sits beside Zorblatt' });
  await audit.note({ ...lookedUp, about: { user: 'person2' }, said: 'cannot print' });
  const totals = async () => (await writer.all(`SELECT (SELECT count(*) FROM session) AS sessions, (SELECT sum(bytesTx) FROM session) AS bytes,
      (SELECT count(*) FROM attempt) AS attempts, (SELECT count(*) FROM verdict) AS verdicts, (SELECT count(*) FROM event) AS events,
      (SELECT count(*) FROM user) AS users, (SELECT count(*) FROM alert) AS alerts, (SELECT sum(ended) FROM minute) AS ended`))[0]; // prettier-ignore
  const erase = (name: string, reason = 'request 17') =>
    eraseUser(
      { store, key, now: () => NOON + 12 * HOUR, inRecord: (work) => recorder.rewrite(work) }, // prettier-ignore
      { name, by: 'somebody', reason },
    );
  return { path, store, recorder, audit, totals, erase };
}

test('one user is erased among 2,000 events: no letter of the name in any file, and totals as before', async (t) => {
  const { path, store, recorder, totals, erase } = await lab(t);
  assert.ok(filesWith(path, NAME).length >= 2 && filesWith(path, token).length >= 1);
  const before = await totals();
  assert.ok(Number(before?.['events']) >= 1000 && Number(before?.['sessions']) > 100);
  const told = await rowsOf(path, 'session', 'attempt');
  const erased = await erase('Zorblatt', 'Zorblatt asked for it');
  assert.deepEqual(filesWith(path, NAME, token, NAME.toUpperCase()), []);
  assert.deepEqual(await totals(), before);
  assert.match(erased.pseudonym, /^erased-[0-9a-f]{8}$/);
  assert.equal(erased.left, undefined);
  assert.equal(erased.reason, `${erased.pseudonym} asked for it`);
  assert.equal(erased.counts.names, 4, 'three ways to write it, and its hash');
  assert.ok(erased.counts.sessions > 10 && erased.counts.messages > 50 && erased.counts.others > 8);
  const after = await rowsOf(path, 'session', 'attempt');
  assert.deepEqual(after['session'], told['session'], 'what refers to a user does so as before');
  const [first] = told['attempt'] ?? [];
  assert.equal(first?.['detail'], `as ${NAME} asked`);
  const detailed = (detail: string | null) => told['attempt']?.map((row) => (row === first ? { ...row, detail } : row));
  assert.deepEqual(after['attempt'], detailed(`as ${erased.pseudonym} asked`));
  const record = await store.reads.user({
    name: erased.pseudonym,
    hashes: [],
    limit: { sessions: 5, attempts: 5 },
    namelessSince: 0,
  });
  assert.equal(record.inAll.sessions, erased.counts.sessions, 'all of it is one person’s');

  const projections = ['session', 'attempt', 'verdict', 'lease', 'minute'] as const;
  const stands = await rowsOf(path, ...projections);
  await recorder.rebuild();
  // Of that detail no event tells: the test has written it.
  assert.deepEqual(await rowsOf(path, ...projections), { ...stands, attempt: detailed(null) });

  const at = NOON + 13 * HOUR;
  await tell(recorder, at, loginOf(person(NAME, 95)));
  const [session] = (await store.reads.sessions({ limit: 1 })).sessions;
  assert.equal(session?.user, NAME, 'whoever comes by that name now is a new user');
  assert.equal((await totals())?.['users'], Number(before?.['users']) + 1);
});

test('who is connected is not erased, and nothing is changed', async (t) => {
  const { path, recorder, erase } = await lab(t);
  await tell(recorder, NOON + 11.5 * HOUR, loginOf(person(NAME, 95)));
  const before = await rowsOf(path, 'user', 'alert', 'device_user');
  await assert.rejects(erase(NAME), (fault) => fault instanceof StillConnected && /1 sessions/.test(fault.message));
  assert.deepEqual(await rowsOf(path, 'user', 'alert', 'device_user'), before);
  await tell(recorder, NOON + 11.7 * HOUR, endOf(person(NAME, 95), 720));
  await erase(NAME);
  assert.deepEqual(filesWith(path, NAME), []);
});

test('what was said of the erased user in the audit log is gone, and the log is as it was written', async (t) => {
  const { path, audit, erase } = await lab(t);
  await erase(NAME);
  const { audit: rows = [] } = await rowsOf(path, 'audit');
  assert.deepEqual(
    rows.map(({ said }) => said),
    [null, null, 'cannot print'],
  );
  const { fault, erased } = await audit.verify();
  assert.deepEqual({ fault, erased }, { fault: undefined, erased: 2 });
});

test('what is recorded while an erasure waits for its turn is erased, too, also where the clock was set back', async (t) => {
  for (const set of [HOUR, -HOUR]) {
    const { path, store, recorder } = await lab(t);
    let now = NOON + 12 * HOUR;
    const inRecord = async <T>(work: () => Promise<T>): Promise<T> => {
      await tell(recorder, NOON + 12.5 * HOUR, loginOf(person(NAME, 95)));
      await tell(recorder, NOON + 12.6 * HOUR, endOf(person(NAME, 95), 360));
      now += set;
      return recorder.rewrite(work);
    };
    await eraseUser({ store, key, now: () => now, inRecord }, { name: NAME, by: 'somebody', reason: 'request 17' });
    assert.deepEqual(filesWith(path, NAME), []);
  }
});

test('an erasure that was cut off is told, and brought to its end at the next start or before the next one', async (t) => {
  const { path, store, recorder } = await lab(t);
  const told: (readonly string[])[] = [];
  const parts = {
    ...{ store, key, now: () => NOON + 12 * HOUR, inRecord: <T>(work: () => Promise<T>) => recorder.rewrite(work) },
    onUnfinished: (warnings: readonly string[]) => void told.push(warnings),
  };
  const full = { ...store, finishErasure: () => Promise.reject(new Error('the disk is full')) };
  const order = { name: NAME, by: 'x', reason: 'request 17' };
  await assert.rejects(erasures({ ...parts, store: full }).actions['user.erase'](order), /the disk is full/);
  assert.match(
    told.at(-1)?.join() ?? '',
    /^the erasure of 2026-01-06T00:00:00.000Z \(request 17\) is not done, .*: the disk is full$/,
  );
  assert.ok(filesWith(path, NAME).length > 0);
  assert.deepEqual(filesWith(path, 'erasure:1').length > 0, true, 'what is needed of the name is sealed');

  await erasures({ ...parts, store: full }).resume();
  assert.equal(told.at(-1)?.length, 1);
  await erasures(parts).resume();
  assert.deepEqual(told.at(-1), []);
  assert.deepEqual(filesWith(path, NAME), []);
  const { erasure = [], secret = [] } = await rowsOf(path, 'erasure', 'secret');
  assert.deepEqual(erasure.map(({ doneAt }) => doneAt), [NOON + 12 * HOUR]); // prettier-ignore
  assert.deepEqual(secret.filter(({ owner }) => String(owner).startsWith('erasure')), []); // prettier-ignore
});

test('every column of text is one in which names are looked for, or one in which none stands', async (t) => {
  const path = await scratch(t);
  await (await openStore({ path, now: () => NOON })).close();
  const reader = await openReader(path);
  t.after(() => reader.close());
  const rows = await reader.all<{ table: string; column: string }>(
    `SELECT s.name AS "table", c.name AS "column" FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table' AND c.type NOT IN ('INTEGER', 'REAL')`,
  );
  const columns = rows.map(({ table, column }) => `${table}.${column}`);
  assert.ok(columns.length > 100);
  const named = Object.entries({ ...largePlaces, ...smallPlaces }).flatMap(([table, of]) => Object.keys(of).map((column) => `${table}.${column}`)); // prettier-ignore
  const nameless = Object.entries(namelessColumns).flatMap(([table, [of]]) => of.split(' ').map((column) => `${table}.${column}`)); // prettier-ignore
  assert.deepEqual([...named, ...nameless].sort(), columns.sort(), 'say in store/erase-places.ts whether a name may stand there'); // prettier-ignore
});

test('all that is kept of a user is written as one document, and nothing of others', async (t) => {
  const { path } = await lab(t);
  const chunks: string[] = [];
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  await writeSubject(path, { name: NAME, forms: nameForms(key), audited: auditUser(key) }, out);
  const written = JSON.parse(chunks.join('')) as Record<SubjectPart, readonly Record<string, unknown>[]>;
  const kept = await rowsOf(path, 'user', 'session', 'attempt', 'verdict');
  const ids = kept['user']?.filter(({ bare, name }) => bare === NAME || name === token).map(({ id }) => id);
  const count = (table: string): number | undefined => kept[table]?.filter(({ user }) => ids?.includes(user)).length;
  assert.deepEqual([...written.names].sort(), [...spellings, token].sort());
  assert.equal(written.sessions.length, count('session'));
  assert.equal(written.addresses.length, count('session'));
  assert.equal(written.attempts.length, count('attempt'));
  assert.equal(written.rejections.length, count('verdict'));
  assert.ok(written.sessions.length > 10 && written.rejections.length > 2 && written.events.length > 50);
  assert.ok(written.sessions.every(({ user }) => spellings.includes(String(user))));
  assert.ok(written.messages.length > 50 && written.messages.every(({ line }) => /zorblatt|~/i.test(String(line))));
  assert.ok(written.alerts.some(({ id }) => id === 900) && written.told.some(({ id }) => id === 9000));
  const of = (table: string) => written.others.filter((row) => row['in'] === table);
  assert.deepEqual([...new Set(written.others.map((row) => row['in']))].sort(), ['alert_episode', 'alert_event', 'alert_group', 'alert_memory', 'attempt', 'configuration', 'delivery', 'device_user', 'session_text', 'unknown']); // prettier-ignore
  assert.deepEqual(of('configuration'), [{ in: 'configuration', device: 1, at: 1, told: ['Zorblatt'] }], 'and no other user of the same'); // prettier-ignore
  assert.deepEqual(of('delivery')[0]?.['dismissed'], { by: 'docbrown', note: 'Zorblatt was told by phone', at: 1 }); // prettier-ignore
  assert.deepEqual(written.audit.map(({ said }) => said), ['was the only one who could not log in', 'sits beside Zorblatt']); // prettier-ignore

  chunks.length = 0;
  await writeSubject(path, { name: 'nobody.here', forms: nameForms(key) }, out);
  const none = JSON.parse(chunks.join('')) as Record<string, unknown>;
  assert.deepEqual(none, { user: 'nobody.here', ...Object.fromEntries(subjectParts.map((part) => [part, []])) });
});
