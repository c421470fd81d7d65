import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelRow, ToldDelivery } from '../../server/domain/alert/channel-row.ts';
import { channelsVerdict, heldWords, lastWords, takesWords, triedWords, whereWords } from '../../web/words/channels.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 23, 12);

const channel = (own: Partial<ChannelRow> = {}): ChannelRow => ({
  ...{ id: 1, name: 'noc', kind: 'email', settings: { to: 'noc@example', host: 'mail.example', port: '587' } },
  ...{ from: 'warning', onlyEscalated: false, rules: [], sites: [], enabled: true, due: 0, dead: 0 },
  ...own,
});
const beat = channel({ kind: 'webhook', settings: { template: 'heartbeat', to: 'https://beats.example' } });
const letter: ToldDelivery = {
  ...{ id: 7, channel: 1, channelName: 'noc', title: 'x', isTest: false, state: 'sent', tries: 1 },
  ...{ since: NOON - 3 * MINUTE, dueAt: NOON, doneAt: NOON - 2 * MINUTE, result: '250 OK' },
};

test('the first line says whether anybody is told, and what could not be', () => {
  const said = (...channels: readonly ChannelRow[]): readonly string[] => {
    const { state, text, more } = channelsVerdict(channels, NOON);
    return [state, text, more];
  };
  assert.deepEqual(said(), ['warn', 'No channel: nobody is told.', 'Add one: tunnelwatch channel add NAME KIND.']);
  assert.deepEqual(said(channel(), channel()), ['ok', '2 channels; nothing is held up.', '']);
  assert.deepEqual(said(channel({ dead: 2 }), channel({ dead: 1 })), ['warn', '2 channels; 3 messages could not be sent.', '']); // prettier-ignore
  assert.deepEqual(said(channel({ enabled: false }), channel()), ['ok', '2 channels; nothing is held up.', '1 of them is disabled.']); // prettier-ignore
  assert.deepEqual(said(channel({ enabled: false })), ['warn', '1 channel, none of which takes messages: nobody is told.', '1 of them is disabled.']); // prettier-ignore
  assert.equal(said(beat)[1], '1 channel, none of which takes messages: nobody is told.', 'a beat tells nobody');
  const waits = channel({ due: 1, dueSince: NOON - 5 * MINUTE });
  assert.deepEqual(said(waits), ['warn', '1 channel; 1 message waits, the oldest for 5m.', '']);
  assert.equal(said(channel({ due: 1, dueSince: NOON - 1000 }))[0], 'ok', 'what is due is not late at once');
  assert.deepEqual(said(waits, channel({ due: 1, dueSince: NOON, dead: 1 })), ['warn', '2 channels; 1 message could not be sent.', '2 messages wait, the oldest for 5m.']); // prettier-ignore
});

test('a channel says what it takes, where it leads, and what it last did', () => {
  assert.equal(takesWords(channel({ from: 'critical', rules: ['pool.'], sites: ['Paris\u202e'] })), 'from critical on of pool. at Paris\\u{202e}'); // prettier-ignore
  assert.equal(takesWords(channel({ onlyEscalated: true, enabled: false })), 'disabled; else what nobody has acknowledged'); // prettier-ignore
  assert.equal(takesWords(beat), 'a beat each minute');
  assert.equal(whereWords(channel()), 'email to noc@example by way of mail.example port 587');
  assert.equal(whereWords(beat), 'webhook to https://beats.example (heartbeat)');
  const last = (own: Partial<ToldDelivery>) => lastWords({ last: { ...letter, ...own } }, NOON);
  assert.deepEqual(lastWords({}, NOON), { state: 'unknown', text: 'nothing sent yet', more: '' });
  assert.deepEqual(last({}), { state: 'ok', text: 'sent', more: '2 m 0 s ago, after 1 try: 250 OK' });
  assert.deepEqual(last({ isTest: true, state: 'dead', result: 'no such name' }), { state: 'crit', text: 'NOT sent', more: 'test, 2 m 0 s ago: no such name' }); // prettier-ignore
  const { doneAt: _doneAt, result: _result, ...due } = { ...letter, state: 'due' } as const;
  assert.deepEqual(lastWords({ last: { ...due, tries: 2, result: 'HTTP 503' } }, NOON), { state: 'warn', text: 'on its way', more: 'for 3m, after 2 tries: HTTP 503' }); // prettier-ignore
  assert.deepEqual(lastWords({ last: { ...due, tries: 0 } }, NOON), { state: 'ok', text: 'on its way', more: 'for 3m, after 0 tries' }); // prettier-ignore
  assert.equal(last({ state: 'dead' }).text, 'given up');
  assert.deepEqual(last({ state: 'dismissed', tries: 9, result: 'HTTP 503' }), { state: 'warn', text: 'given up, dismissed', more: '2 m 0 s ago, after 9 tries: HTTP 503' }); // prettier-ignore
});

test('a channel says what it holds, and a test what it came to', () => {
  assert.equal(heldWords(channel(), NOON), 'none');
  assert.equal(heldWords(channel({ due: 2, dueSince: NOON - 5 * MINUTE, dead: 1 }), NOON), '2 on the way for 5m, 1 given up'); // prettier-ignore
  assert.equal(triedWords({ sent: true, result: 'HTTP 200' }), 'sent: HTTP 200');
  assert.equal(triedWords({ sent: false, result: 'no such name' }), 'NOT sent: no such name');
});
