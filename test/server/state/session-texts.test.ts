import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Roster } from '../../../server/domain/roster.ts';
import { MOST_TEXT } from '../../../server/domain/session-text.ts';
import { listing, poll, row } from '../domain/polled-lab.ts';
import { emptyState, NOON } from '../lab.ts';

const sa = {
  ...{ peer: '198.51.100.23', user: 'marty', assignedIp: '172.16.1.100', localIdent: '', remoteIdent: '' },
  ...{ encaps: 4, encrypted: 4, decaps: 332, decrypted: 332 },
};

/** What is kept of a poll at that second that printed this of the one session and of its SAs. */
function texts(state: ReturnType<typeof emptyState>, second: number, printed: string, ofSa?: string) {
  const made = { startedAt: NOON + second * 1000, finishedAt: NOON + (second + 1) * 1000, complete: true };
  const sas: Roster = { kind: 'ipsec.listed', sas: [sa], printed: [ofSa ?? ''], ...made };
  const listed = { ...listing(second, [row(second)]), printed: [printed] };
  state.take({ kind: 'polled', polled: poll(second, ofSa === undefined ? [listed] : [listed, sas]) });
  return state.changes().polls.texts.map(({ which, at, text }) => ({ which, second: (at - NOON) / 1000, text }));
}

test('of a session the text of the first poll that listed it is kept, and as the latest of each later one that did in detail', () => {
  const state = emptyState();
  assert.deepEqual(texts(state, 60, 'a', 'sa'), [{ which: 'first', second: 60, text: 'a\n\nsa' }]);
  assert.deepEqual(texts(state, 120, 'b'), []);
  assert.deepEqual(texts(state, 180, 'c', 'sc'), [{ which: 'latest', second: 180, text: 'c\n\nsc' }]);
});

test('a text is cut at its bound, never within a character, and says so', () => {
  const [kept] = texts(emptyState(), 60, `${'x'.repeat(MOST_TEXT - 19)}${'\u{1f600}'.repeat(40)}`);
  const text = kept?.text ?? '';
  assert.ok(text.length <= MOST_TEXT && text.isWellFormed());
  assert.match(text, /x\n\(more was printed\)$/);
});
