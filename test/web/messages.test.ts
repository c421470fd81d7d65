import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageRow } from '../../server/domain/feed.ts';
import { begun, cameSince, holdRows, KEPT, wentOn, type MessageAnswer } from '../../web/message-search.ts';
import {
  clockText,
  deviceTimeText,
  factText,
  meaningText,
  priorityText,
  severityText,
} from '../../web/words/message-detail.ts';
import { pieces, rowText, searchVerdict, tailWords, type Sought } from '../../web/words/messages.ts';
import { day, shortClock } from '../../web/words/time.ts';

const AT = Date.UTC(2026, 10, 29, 12);

function rows(from: number, to: number): readonly MessageRow[] {
  return Array.from({ length: from - to + 1 }, (_, n) => ({
    ...{ id: from - n, at: AT, device: null, from: '10.10.10.2', messageId: 113_019, severity: 4 },
    ...{ outcome: 'claim', text: `line ${from - n}` },
  }));
}
const idsOf = (some: readonly MessageRow[]) => some.map(({ id }) => id);
const answer = (own: Partial<MessageAnswer>): MessageAnswer => ({ messages: [], next: null, newest: '0', ...own });
const looked = (lines: number, back: number | null = AT, skipped = 0) => ({ lines, back, skipped });

test('a search goes on, and sums up in how many lines and how far back it looked', () => {
  const first = begun(answer({ messages: rows(9, 8), next: '5', newest: '9', looked: looked(100, 50) }));
  const second = wentOn(first, answer({ messages: rows(3, 3), next: null, newest: '12', looked: looked(20, 10) }));
  assert.deepEqual(idsOf(second.rows), [9, 8, 3]);
  assert.deepEqual([second.next, second.newest, second.lines, second.back], [null, '9', 120, 10]);
  assert.deepEqual(wentOn(second, answer({ looked: looked(0, null) })).back, 10);
  assert.equal(begun(answer({})).lines, undefined, 'an index found them');
});

test('what came since stands before what was found', () => {
  const found = begun(answer({ messages: rows(3, 1), next: '1', newest: '5', looked: looked(5) }));
  const now = cameSince(found, answer({ messages: rows(8, 7), newest: '9', looked: looked(4) }));
  assert.deepEqual(idsOf(now.rows), [8, 7, 3, 2, 1]);
  assert.deepEqual([now.next, now.newest, now.lines, now.came, now.left], ['1', '9', 9, 2, 0]);
});

test('of many that come the newest are kept, and the others are counted', () => {
  const found = begun(answer({ messages: rows(KEPT, 1), newest: String(KEPT), looked: looked(KEPT) }));
  const now = cameSince(found, answer({ messages: rows(KEPT + 10, KEPT + 1), newest: '600', looked: looked(10) }));
  assert.equal(now.rows.length, KEPT);
  assert.deepEqual([now.rows[0]?.id, now.rows.at(-1)?.id, now.next, now.left], [KEPT + 10, 11, '11', 10]);
  const more = wentOn(now, answer({ messages: rows(10, 1), looked: looked(10) }));
  assert.deepEqual([more.rows.length, more.left], [KEPT + 10, 0]);
  // Who has fetched earlier ones keeps as many.
  assert.equal(cameSince(more, answer({ messages: rows(601, 601), looked: looked(1) })).rows.length, KEPT + 10);
});

test('what came stands alone where it does not reach what was found before: no gap is shown as none', () => {
  const found = begun(answer({ messages: rows(3, 1), next: null, newest: '3', looked: looked(3) }));
  const now = cameSince(
    found,
    answer({ messages: rows(9000, 8501), next: '8501', newest: '9000', looked: looked(8997, AT, 8497) }),
  );
  assert.deepEqual([now.rows.length, now.next, now.came, now.left], [500, '8501', 8997, 8500]);
});

test('held rows stay, and what was fetched behind them comes after them', () => {
  const then = rows(5, 3);
  assert.equal(holdRows(then, rows(9, 3)), then);
  assert.deepEqual(idsOf(holdRows(then, rows(9, 1))), [5, 4, 3, 2, 1]);
  assert.deepEqual(idsOf(holdRows(then, rows(900, 800))), [5, 4, 3], 'also when the others are gone');
});

const sought: Sought = {
  ...{ found: 4, lines: 1_203_112, back: AT, isAll: true, busy: false, stopped: false, left: 0 },
  during: undefined,
  inPart: false,
};

test('the first line of a search says what was found, in how many lines, and how far back', () => {
  const since = `back to ${day(AT)} ${shortClock(AT)}`;
  const said = (own: Partial<Sought>) => {
    const { text, more } = searchVerdict({ ...sought, ...own });
    return `${text} ${more}`.trim();
  };
  assert.equal(
    said({}),
    `4 stored messages like that. 1,203,112 lines looked at, ${since}: all that are kept of what is asked for.`,
  );
  assert.match(said({ found: 0, during: 'today' }), /^No stored message today is like that\. 1,203,112 lines.*for\.$/);
  assert.match(said({ found: 0, inPart: true }), /Not every message is stored: the page of a head-end tells/);
  assert.doesNotMatch(said({ inPart: true }), /Not every message/);
  assert.equal(said({ busy: true, found: 0, lines: undefined, back: undefined }), 'Searching …');
  assert.equal(
    said({ busy: true, found: 3, isAll: false }),
    `Searching … 3 found so far. 1,203,112 lines looked at, ${since}.`,
  );
  assert.match(said({ isAll: false }), /^The latest 4 stored messages like that\. .*; there are earlier lines\.$/);
  assert.match(said({ isAll: false, stopped: true }), /^Stopped: 4 found so far\. .*; the earlier ones were not\.$/);
  assert.equal(
    said({ isAll: false, lines: undefined }),
    'The latest 4 stored messages like that. There are earlier ones.',
  );
  assert.match(said({ left: 12_000 }), / At least 12,000 more came than are shown\.$/);
});

test('the tail says why nothing moves', () => {
  assert.match(tailWords({ isOpen: true, isHeld: false, isPaused: false }), /^Live/);
  assert.match(tailWords({ isOpen: true, isHeld: true, isPaused: false }), /^Held/);
  assert.match(tailWords({ isOpen: true, isHeld: true, isPaused: true }), /^Paused/);
  assert.match(tailWords({ isOpen: false, isHeld: false, isPaused: false }), /over/);
});

test('what was searched for is cut out of a text in any case, and stays text', () => {
  const marked = (text: string, ...of: readonly string[]) =>
    pieces(text, of)
      .map(({ text: one, isMatch }) => (isMatch ? `[${one}]` : one))
      .join('');
  assert.equal(marked('Xauth and XAUTH', 'xauth'), '[Xauth] and [XAUTH]');
  assert.equal(marked('100% a.b (c)', 'a.b', '%'), '100[%] [a.b] (c)');
  assert.equal(marked('aXb a.b', 'a.b'), 'aXb [a.b]');
  assert.equal(marked('<b>x</b>', '<B>'), '[<b>]x</b>');
  assert.equal(marked('turn\u202eround', '\u202e'), 'turn[\\u{202e}]round');
  assert.equal(marked('as it is', ''), 'as it is');
  assert.equal(marked('', 'x'), '');
});

test('a row shows what stands after the header, unless what was searched for stands in it, and begins near a match', () => {
  const head = '<166>Nov 29 2026 12:00:00 HV-ASA : %ASA-6-713228: ';
  assert.equal(rowText(`${head}Group = x`, ['']), 'Group = x');
  assert.equal(rowText(`${head}Group = x`, ['GROUP']), 'Group = x');
  assert.equal(rowText(`${head}Group = x`, ['hv-asa']), `${head}Group = x`);
  assert.match(rowText(`${head}${'y'.repeat(200)} here`, ['HERE']), /^… y{23} here$/);
  assert.equal(rowText('no tag at all', ['nothing']), 'no tag at all');
});

test('the fields of a message are told in words', () => {
  assert.equal(priorityText(166), '166: facility 20 (local4), severity 6');
  assert.equal(priorityText(13), '13: facility 1, severity 5');
  assert.equal(severityText(6), '6, informational');
  assert.equal(severityText(null), 'not told');
  const text = 'x';
  assert.equal(deviceTimeText({ text }, AT), 'not in the line');
  assert.equal(deviceTimeText({ text, deviceTime: 'Nov 29 \u202e' }, AT), 'Nov 29 \\u{202e} (its line tells no zone)');
  const told = { text, deviceTime: 'T', deviceTimeUtc: '2026-11-29T11:57:50.000Z' };
  assert.equal(deviceTimeText(told, AT), 'T, 2 m 10 s before it came');
  assert.equal(deviceTimeText({ ...told, deviceTimeUtc: '2026-11-29T12:00:05.000Z' }, AT), 'T, 5 s after it came');
  assert.equal(deviceTimeText({ ...told, deviceTimeUtc: '2026-11-29T12:00:00.000Z' }, AT), 'T, as it came');
  assert.equal(clockText(undefined), 'not known: no device of ours sent it');
  assert.deepEqual(factText({ name: 'user', value: 'a\u202e' }), { name: 'User', value: 'a\\u{202e}' });
  assert.equal(factText({ name: 'msgid', value: 'f' }).name, 'msgid');
  const meaning = { messageId: 713_167, claims: ['xauth.rejected'], wordings: [] };
  assert.match(meaningText({ ...meaning, is: 'followed' }), /follows it: xauth\.rejected\./);
  assert.match(meaningText({ ...meaning, is: 'noted' }), /changes nothing/);
  assert.match(meaningText({ ...meaning, is: 'unlisted' }), /does not follow it/);
});
