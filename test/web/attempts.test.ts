import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AttemptRow, MessageRow } from '../../server/domain/feed.ts';
import { HIDDEN } from '../../server/domain/name.ts';
import { renew } from '../../web/renew.ts';
import { attemptVerdict, shownUser, tellers } from '../../web/words/attempts.ts';
import { attemptsVerdict, isNarrowed, readAttemptFilter, type Shown } from '../../web/words/failed-logins.ts';
import { carrierOf, ladder, ladderText, stageWords } from '../../web/words/ladder.ts';
import { now } from './rows.ts';

const token = '~Jx3kQ0aPz1LmNo9w~8-11';
const minute = 60_000;

function attempt(given: Partial<AttemptRow> = {}): AttemptRow {
  return {
    id: 1,
    device: 'HV-ASA',
    publicIp: '198.51.100.7',
    start: now - 3000,
    seenAt: now - 3000,
    stage: 'xauth',
    outcome: 'failed',
    cause: 'xauth.bad_password',
    causeWords: 'wrong password',
    sure: 'told',
    user: 'marty',
    tunnelGroup: 'hillvalleyvpn',
    ...given,
  };
}

function said(messageId: number, given: Partial<MessageRow> = {}): MessageRow {
  const heard = { id: messageId, at: now, device: 'HV-ASA', from: '10.10.10.2', severity: 6, text: '' };
  return { ...heard, messageId, outcome: 'claim', ...given };
}

const one = (given: Partial<AttemptRow>, ...ids: readonly number[]) =>
  attemptVerdict(
    attempt(given),
    ids.map((id) => said(id)),
    now,
  );
const steps = (given: Partial<AttemptRow>) => ladder(attempt(given)).map(({ step }) => step);
const page = (rows: readonly AttemptRow[], query: Readonly<Record<string, string>> = {}, given: Partial<Shown> = {}) =>
  attemptsVerdict({ rows, more: false, filter: readAttemptFilter(query), watched: 1, blind: [], ...given }, now);

describe('one login', () => {
  it('says who, why, where, when, how sure and by which messages', () => {
    assert.deepEqual(one({}, 713172, 113015, 713167), {
      state: 'crit',
      text: 'marty · hillvalleyvpn · wrong password at Xauth, 3\u00a0s\u00a0ago, sure (told by 713172, 113015, 713167).',
      more: 'On HV-ASA, from 198.51.100.7.',
    });
    assert.match(one({ sure: 'inferred' }, 713048).text, /, likely \(by 713048 and the silence after\)\.$/);
    assert.match(one({}).text, /, sure\.$/, 'also when its messages are no longer kept');
  });

  it('names the stages by what carried it, and neutrally where nothing tells', () => {
    assert.match(one({}, 725001, 113015, 716039).text, /wrong password at authentication/);
    assert.match(
      one({ stage: 'phase1', cause: 'unknown' }, 725001).text,
      /failed in the TLS handshake, and .* not tell/,
    );
    assert.deepEqual(
      [[713172, 603106], [725001, 750006], [713172, 725001], [722051], [113015, null], []].map(carrierOf),
      ['l2tp', 'ikev2', 'ikev1', 'ssl', 'any', 'any'],
    );
    for (const stage of ['phase1', 'xauth', 'phase2'] as const)
      assert.doesNotMatch(stageWords(stage, 'any').name + stageWords(stage, 'ssl').name, /IKE|IPsec|Xauth/);
  });

  it('that did not fail says how it ended', () => {
    assert.match(
      one({ outcome: 'abandoned' }).text,
      /fell silent at authentication, 3\u00a0s\u00a0ago\. Why is not known\.$/,
    );
    assert.match(one({ outcome: 'succeeded' }).text, /· got in, 3\u00a0s\u00a0ago\.$/);
    assert.match(one({ outcome: 'open' }).text, /under way: came as far as Authentication/);
    assert.equal(one({ outcome: 'abandoned' }).state, 'unknown');
    assert.match(one({ stage: 'reachable', causeWords: 'shunned' }).text, /· shunned, 3\u00a0s\u00a0ago/);
  });

  it('fails at its stage, and never reached the later ones', () => {
    assert.deepEqual(steps({}), ['passed', 'passed', 'failed', 'never', 'never', 'never']);
    assert.deepEqual(steps({ outcome: 'abandoned', stage: 'reachable' }).slice(0, 2), ['unknown', 'never']);
    assert.deepEqual(steps({ outcome: 'succeeded', stage: 'traffic' }), Array(6).fill('passed'));
    assert.equal(ladderText(attempt(), 'ikev1'), 'failed at Xauth');
  });

  it('names as tellers only messages that told something, the last three, each once', () => {
    const evidence = [725001, 725003, 113015, 716039, 113015].map((id) => said(id));
    assert.equal(tellers([...evidence, said(713902, { outcome: 'noted' })]), '725003, 716039, 113015');
    assert.equal(tellers([]), '');
  });
});

describe('a name', () => {
  it('that may be a password is not shown, nor its hash, but to who has searched for it', () => {
    assert.deepEqual([shownUser(token).text, shownUser(token).known], ['not kept, 8-11 characters', false]);
    assert.equal(shownUser(token, 'marty').text, 'marty');
    assert.equal(shownUser(token, token).text, 'not kept, 8-11 characters');
    assert.equal(shownUser('~marty~8-11').text, '~marty~8-11', 'a name that only looks a little like one');
    assert.match(one({ user: token }).text, /^User not kept, 8-11 characters · hillvalleyvpn · wrong/);
  });

  it('that the device hides, or does not tell, is nobody', () => {
    assert.deepEqual([shownUser(HIDDEN).text, shownUser(undefined).text], ['hidden by the device', 'not told']);
    assert.equal(shownUser('mar\u202ety').text, 'mar\\u{202e}ty');
  });
});

describe('the failed logins', () => {
  it('say how many failed lately, and the commonest cause', () => {
    const other = attempt({ cause: 'addr.other', causeWords: 'no address from DHCP or AAA' });
    assert.deepEqual(page([other, attempt(), attempt()]), {
      state: 'warn',
      text: '3 logins failed in the last 15 minutes, most often: wrong password (2).',
      more: '',
    });
    assert.equal(page([attempt()]).text, '1 login failed in the last 15 minutes: wrong password.');
    assert.match(page([other, attempt()]).text, /, for 2 different reasons\.$/);
    assert.match(page([attempt()], {}, { more: true }).text, /^More than 1 login failed/);
  });

  it('that are old are no warning', () => {
    const old = page([attempt({ seenAt: now - 15 * minute })]);
    assert.equal(old.state, 'ok');
    assert.equal(old.text, 'No login failed in the last 15 minutes; the last one 15 m ago: wrong password.');
  });

  it('of one user say how often, and which were found by the hash of the name', () => {
    const rows = [attempt(), attempt({ user: token, seenAt: now - minute })];
    const marty = page(rows, { user: 'marty' });
    assert.equal(marty.text, 'marty failed to log in 2 times, the last time 3 s ago: wrong password.');
    assert.match(marty.more, /^Of 1 try only the hash/);
    assert.match(page(rows, { user: token }).text, /^A user whose name was not kept failed/);
    assert.match(
      page([attempt({ outcome: 'succeeded' })], { user: 'marty', outcome: 'any' }).text,
      /none of the 1 login failed/,
    );
    assert.equal(page([], { user: 'mart' }).text, 'No failed login of “mart” is on record.');
  });

  it('are not known to be none while nothing is heard', () => {
    assert.deepEqual([page([]).state, page([]).text], ['ok', 'No failed login is on record.']);
    const silent = page([], {}, { blind: ['HV-ASA'] });
    assert.equal(silent.state, 'unknown');
    assert.match(silent.more, /HV-ASA cannot be seen: it is silent\.$/);
    assert.equal(page([], {}, { watched: 2, blind: ['HV-ASA'] }).state, 'unknown', 'one of two is enough');
    assert.equal(page([], {}, { watched: 0 }).state, 'unknown');
    assert.equal(page([attempt()], {}, { watched: 2, blind: ['other'] }).state, 'warn');
  });

  it('of another outcome are counted as what they are', () => {
    const silent = attempt({ outcome: 'abandoned' });
    assert.equal(page([silent], { outcome: 'abandoned' }).text, '1 login fell silent; the last 3 s ago.');
    assert.equal(readAttemptFilter({ outcome: '__proto__' }).outcome, 'failed');
    assert.deepEqual(
      [isNarrowed(readAttemptFilter({ user: ' ' })), isNarrowed(readAttemptFilter({ cause: 'cert' }))],
      [false, true],
    );
  });
});

describe('rows fetched page by page', () => {
  const rows = (...ids: readonly number[]) => ids.map((id) => ({ id }));

  it('keep the later pages when the first comes anew', () => {
    const held = { rows: rows(9, 8, 7, 6), next: '6' };
    assert.deepEqual(renew(held, { rows: rows(10, 9), next: '9' }), { rows: rows(10, 9, 8, 7, 6), next: '6' });
    assert.deepEqual(renew({ rows: rows(9, 8), next: '8' }, { rows: rows(9, 8), next: '8' }).next, '8');
  });

  it('are begun again where the first page no longer reaches them, or is all there is', () => {
    const far = { rows: rows(20, 19), next: '19' };
    assert.deepEqual(renew({ rows: rows(9, 8), next: null }, far), far);
    const all = { rows: rows(9), next: null };
    assert.deepEqual(renew({ rows: rows(9, 8), next: '8' }, all), all);
  });
});
