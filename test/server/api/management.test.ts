import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { ManagementLogins } from '../../../server/domain/management.ts';
import { AT, devices, fakeReads, get } from './stage.ts';

const [headEnd] = devices;
const line = (n: number, messageId: number, text: string): StoredMessage => [
  ...([AT * 1000 + n, AT + n, headEnd.addresses[0] ?? '', messageId, 6, 'claim'] as const),
  `<166>%ASA-6-${messageId}: ${text}`,
];
const stored = [
  line(3, 605005, 'Login permitted from 172.16.1.60/50022 to inside:172.16.1.1/ssh for user "monitor"'),
  line(2, 605004, 'Login denied from 10.9.8.7/50022 to inside:172.16.1.1/ssh for user "admin"'),
  line(1, 611102, 'User authentication failed: IP address: 10.9.8.7, Uname: admin'),
  line(0, 502103, 'User priv level changed: Uname: doc From: 1 To: 15'),
];

test('management logins are told newest first, denied ones apart, and those of our own polls marked', async () => {
  const asked: unknown[] = [];
  const reads = {
    ...fakeReads().reads,
    messages: (query: { readonly messageId?: number; readonly since?: number; readonly until?: number }) => {
      asked.push([query.since, query.until]);
      return Promise.resolve({ messages: stored.filter(([, , , id]) => id === query.messageId), next: null });
    },
  };
  const answer = await get(`/api/management?to=${AT + 9}`, { reads });
  assert.equal(answer.statusCode, 200, answer.body);
  const { denied, others, more } = answer.json<ManagementLogins>();
  assert.deepEqual(
    denied.map(({ messageId, device, user }) => [messageId, device, user]),
    [
      [605004, headEnd.name, 'admin'],
      [611102, headEnd.name, 'admin'],
    ],
  );
  assert.deepEqual(
    others.map(({ is, isOurs }) => [is, isOurs]),
    [
      ['permitted', true],
      ['raised', false],
    ],
  );
  assert.deepEqual(more, { denied: false, others: false });
  assert.deepEqual(asked[0], [AT + 9 - 86_400_000, AT + 9], 'a day, unless told');
  assert.equal((await get('/api/management?device=nobody')).statusCode, 404);
});
