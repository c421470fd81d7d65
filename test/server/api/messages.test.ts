import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { MessageTold } from '../../../server/domain/line-read.ts';
import { messageFactNames } from '../../../server/domain/message-fact.ts';
import { AT, fakeReads, get, live } from './stage.ts';

const line =
  '<166>Nov 29 2026 12:00:00 UTC: %ASA-6-713228: Group = hillvalleyvpn, Username = marty, IP = 203.0.113.7, Assigned private IP address 172.16.1.100 to remote user';

test('the filters of messages reach the store as ranges', async () => {
  const { reads, asked } = fakeReads();
  const nameForms = (name: string) => [name, `~${name}~`];
  const query = 'text=%25_x&messageId=7131xx&severity=-errors&user=marty&after=7&limit=3';
  assert.equal((await get(`/api/messages?${query}`, { reads, nameForms })).statusCode, 200);
  assert.deepEqual(asked, [
    {
      ...{ text: '%_x', messageIds: { first: 713_100, last: 713_199 }, severities: { first: 0, last: 3 } },
      ...{ user: ['marty', '~marty~'], after: '7', limit: 3 },
    },
  ]);
  for (const wrong of [
    'messageId=71316x7',
    'messageId=713199-713100',
    'severity=loud',
    'severity=9',
    'after=x',
    'text=',
  ])
    assert.equal((await get(`/api/messages?${wrong}`)).statusCode, 400, wrong);
});

test('an answer tells what it looked at, and from where on to ask what came since', async () => {
  const { reads } = fakeReads();
  const looked = { lines: 7, back: AT, skipped: 2 };
  const messages = () => Promise.resolve({ messages: [], next: '5', newest: '9', looked });
  const answer = await get('/api/messages?text=x', { reads: { ...reads, messages } });
  assert.deepEqual(answer.json(), { messages: [], next: '5', newest: '9', looked });
});

test('one message is read field by field, with the sessions that were there', async () => {
  const message: StoredMessage = [AT * 1000 + 5, AT + 5, '10.10.10.2', 713_228, 6, 'claim', line];
  const { reads, asked } = fakeReads([live], [message]);
  const session = (id: number) =>
    Promise.resolve(
      id === live.id
        ? { session: live, evidence: [message], events: [], counts: [], listings: [], texts: [] }
        : undefined,
    );
  const told = (await get(`/api/messages/${message[0]}`, { reads: { ...reads, session } })).json<MessageTold>();
  assert.equal(told.message.device, 'hill-valley');
  assert.deepEqual(
    [told.read.priority, told.read.deviceTime, told.read.deviceTimeUtc, told.read.claim?.kind, told.read.user],
    [166, 'Nov 29 2026 12:00:00 UTC', '2026-11-29T12:00:00.000Z', 'address.assigned', 'marty'],
  );
  assert.ok(told.read.claim?.facts.some(({ name, value }) => name === 'assignedIp' && value === '172.16.1.100'));
  assert.equal(told.meaning?.is, 'followed');
  assert.deepEqual(told.sessions, [{ id: live.id, user: 'marty', start: live.start, isEvidence: true }]);
  assert.deepEqual(asked, [{ user: 'marty', device: 1, thereFrom: AT + 5 - 10_000, to: AT + 5 + 10_000, limit: 3 }]);
  assert.equal((await get('/api/messages/1')).statusCode, 404);
  assert.equal((await get('/api/messages/x')).statusCode, 400);
});

test('what a message ID means is told, also of one that nobody follows', async () => {
  const followed = (await get('/api/message-ids/713167')).json<{ is: string; claims: string[]; wordings: string[] }>();
  assert.deepEqual([followed.is, followed.claims], ['followed', ['xauth.rejected']]);
  assert.ok(followed.wordings.some((wording) => wording.includes('Remote peer has failed user authentication')));
  const unlisted = (await get('/api/message-ids/999001')).json<object>();
  assert.deepEqual(unlisted, { messageId: 999_001, is: 'unlisted', claims: [], wordings: [] });
});

test('messages come as one file from every page, and no cell is a formula', async () => {
  const all = Array.from({ length: 2500 }, (_, n): StoredMessage => {
    return [AT * 1000 + n, AT, '10.10.10.2', 13_019, 4, 'foreign', n === 0 ? '=cmd|x "\u202e' : `line ${n}`];
  });
  const { reads } = fakeReads([], all);
  const answer = await get('/api/messages.csv?text=x', { reads });
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="messages.csv"');
  const rows: readonly Readonly<Record<string, string>>[] = parse(answer.body, { columns: true });
  assert.equal(rows.length, 2500);
  assert.deepEqual(Object.keys(rows[0] ?? {}), messageFactNames);
  assert.deepEqual([rows[0]?.['line'], rows[0]?.['messageId']], [`'=cmd|x "\\u{202e}`, '013019']);
  assert.deepEqual([rows[0]?.['device'], rows[0]?.['severityName']], ['hill-valley', 'warning']);
  const told = (await get('/api/messages.json?text=x', { reads })).json<{ line: string }[]>();
  assert.deepEqual([told.length, told[0]?.line], [2500, '=cmd|x "\u202e']);
  assert.equal((await get('/api/messages.csv?limit=5')).statusCode, 400);
});
