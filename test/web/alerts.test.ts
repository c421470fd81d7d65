import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { rules } from '../../server/domain/alert/rules.ts';
import { pageOf } from '../../server/domain/alert/message.ts';
import { keysOf, press } from '../../web/keys.ts';
import { alertVerdict, deliveryWords, eventWords } from '../../web/words/alert.ts';
import {
  previewWords,
  readValue,
  rulesVerdict,
  settingWords,
  typedValue,
  wouldWords,
} from '../../web/words/alert-rules.ts';
import {
  aboutWords,
  asksForSomebody,
  besides,
  countAlerts,
  standing,
  strip,
  stripWords,
} from '../../web/words/alerts.ts';
import { alertsVerdict, grouped } from '../../web/words/alert-groups.ts';
import { measured, valueWords } from '../../web/words/rule.ts';
import { handover, handoverVerdict } from '../../web/words/handover.ts';
import {
  endedRows,
  matchersOf,
  matchersWords,
  readMoment,
  silencesVerdict,
  spans,
  typedMoment,
  untilMonday,
  windowPlace,
  windowState,
  windowWords,
} from '../../web/words/silences.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Monday, 12:00 UTC. */
const NOON = Date.UTC(2026, 10, 23, 12);

const row = (id: number, more: Partial<AlertRow> = {}): AlertRow => ({
  ...{ id, rule: 'pool.chain', subject: `1/${id}`, about: { tunnelGroup: 'hillvalleyvpn' }, device: 'HV-ASA' },
  ...{ severity: 'warning', raisedAt: NOON - HOUR, changedAt: NOON, value: 0.9, threshold: 0.8, peak: 0.9, count: 0 },
  ...{ text: 'hillvalleyvpn: 90 of 100 addresses used', evidence: [] },
  ...more,
});
const taken = { by: 'Doc', note: 'on it', at: NOON - 5 * MINUTE };

test('an alert tells what was measured, since when, who has it, and why nobody is told', () => {
  assert.equal(measured(row(1)), '90 %, raised from 80 %');
  assert.equal(measured(row(1, { peak: 0.97 })), '90 %, raised from 80 %, 97 % at most');
  assert.equal(measured(row(1, { rule: 'pool.exhausted', count: 3 })), '3 times');
  assert.equal(valueWords('aaa.group', 150), '2m');
  assert.equal(valueWords('xauth.ratio', 3.57), '× 3.5');
  assert.equal(standing(row(1), NOON), 'for 1 h 0 m');
  assert.equal(standing(row(1, { acknowledged: taken }), NOON), 'for 1 h 0 m · Doc has it for 5 m 0 s');
  assert.match(standing(row(1, { muted: 'inhibited' }), NOON), /its head-end cannot be reached/);
  assert.match(standing(row(1, { escalatedAt: NOON }), NOON), /handed on/);
});

test('what it is about is told without doubt, and leads to a page', () => {
  assert.equal(aboutWords(row(1)), 'hillvalleyvpn on HV-ASA');
  assert.equal(aboutWords({ about: { user: 'marty', source: '198.51.100.7' }, device: 'HV-ASA' }), 'marty from 198.51.100.7 on HV-ASA'); // prettier-ignore
  assert.equal(aboutWords({ about: {} }), '');
  assert.equal(pageOf(row(1).about, 'HV-ASA'), '/pools?device=HV-ASA');
  assert.equal(
    aboutWords({ about: { user: 'a\u202eb' } }).includes('\u202e'),
    false,
    'no text of the network turns ours',
  );
});

test('only what is open, bad enough, taken by nobody and not muted asks for somebody', () => {
  assert.equal(asksForSomebody(row(1)), true);
  for (const more of [
    { clearedAt: NOON },
    { acknowledged: taken },
    { muted: 'silenced' },
    { severity: 'information' },
  ] as const)
    // prettier-ignore
    assert.equal(asksForSomebody(row(1, more)), false);
});

test('the first line counts by severity and tells the worst', () => {
  const rows = [
    row(1),
    row(2, { severity: 'critical', rule: 'address.none', device: 'LON1', text: 'no address for marty.' }),
    row(3, { acknowledged: taken, severity: 'critical' }),
    row(4, { severity: 'information' }),
    row(5, { clearedAt: NOON, severity: 'critical' }),
  ];
  const counts = countAlerts(rows);
  assert.deepEqual(counts, { critical: 1, warning: 1, information: 1, acknowledged: 1, muted: 0 });
  assert.equal(besides(counts), '1 acknowledged, 1 for information');
  const { state, text, more } = alertsVerdict(rows, false);
  assert.deepEqual(
    [state, text],
    ['crit', '1 critical and 1 warning: Clients get no address, though some are free (LON1).'],
  );
  assert.equal(more, '1 acknowledged, 1 for information.');
  assert.equal(alertsVerdict([], false).text, 'No alert is open.');
  assert.equal(alertsVerdict([row(1, { acknowledged: taken })], false).text, 'No alert asks for anybody.');
  assert.match(alertsVerdict(rows, true).more, /the worst are/);
});

test('alerts stand together by rule and place, the worst first', () => {
  const groups = grouped([
    row(1),
    row(2, { device: 'LON', severity: 'information' }),
    row(3, { severity: 'critical' }),
    row(4, { rule: 'xauth.lockout', severity: 'critical', site: 'London' }),
  ]);
  const told = groups.map(({ title, place, rows }) => [title, place, rows.map(({ id }) => id)]);
  assert.deepEqual(told, [
    [rules['xauth.lockout'].title, 'London', [4]],
    [rules['pool.chain'].title, 'HV-ASA', [3, 1]],
    [rules['pool.chain'].title, 'LON', [2]],
  ]);
});

test('the strip tells of each of 24 hours the worst that was open in it', () => {
  const hours = strip(
    [
      row(1, { raisedAt: NOON - 3 * HOUR, clearedAt: NOON - 2 * HOUR - 1 }),
      row(2, { raisedAt: NOON - 2.5 * HOUR, severity: 'critical' }),
    ],
    [],
    NOON + MINUTE,
  );
  assert.equal(hours.length, 24);
  assert.deepEqual(hours.slice(-5).map(({ count, severity }) => [count, severity]), [
    [0, undefined],
    [2, 'critical'],
    [1, 'critical'],
    [1, 'critical'],
    [1, 'critical'],
  ]); // prettier-ignore
});

test('an hour of the strip in which nobody collected is no quiet one: it says so, for how long, and where', () => {
  const now = NOON + 20 * MINUTE;
  const gaps = [
    { from: NOON - 30 * HOUR, to: NOON - 20 * HOUR },
    { from: NOON - 2 * HOUR + 10 * MINUTE, to: NOON - 2 * HOUR + 22 * MINUTE },
    { from: NOON - 1.25 * HOUR, to: now },
  ];
  const hours = strip([row(1, { raisedAt: NOON - 3 * HOUR, clearedAt: NOON - 1.5 * HOUR })], gaps, now);
  const words = hours.map((hour) => stripWords(hour, now).slice('12:00: '.length));
  assert.deepEqual(words.slice(0, 5), [...Array<string>(3).fill('nothing was collected'), 'none', 'none']);
  assert.deepEqual(words.slice(-4), [
    '1 alert, the worst: warning',
    '1 alert, the worst: warning, nothing was collected for 27m of it',
    'nothing was collected',
    'nothing was collected',
  ]);
  assert.deepEqual(hours.at(-3)?.blind, [
    { from: NOON - 2 * HOUR + 10 * MINUTE, to: NOON - 2 * HOUR + 22 * MINUTE },
    { from: NOON - 1.25 * HOUR, to: NOON - HOUR },
  ]);
  const quiet = strip([], [{ from: NOON - HOUR, to: NOON - HOUR + 5000 }], now).at(-2);
  assert.equal(quiet && stripWords(quiet, now).slice('12:00: '.length), 'none, nothing was collected for 5s of it');
});

test('a silence is filled in by its alert, and lasts until Monday morning by the clock of whoever asks', () => {
  const matchers = matchersOf(row(1));
  assert.deepEqual(matchers, { rule: 'pool.chain', device: 'HV-ASA', tunnelGroup: 'hillvalleyvpn' });
  assert.equal(matchersWords(matchers), 'rule pool.chain, head-end HV-ASA, connection profile hillvalleyvpn');
  assert.equal(spans['4h'].until(NOON) - NOON, 4 * HOUR);
  const utc = () => 0;
  assert.equal(untilMonday(NOON, utc), Date.UTC(2026, 10, 30, 8), 'on a Monday it is the next one');
  assert.equal(untilMonday(Date.UTC(2026, 10, 29, 23, 59), utc), Date.UTC(2026, 10, 30, 8));
  // Late on Sunday in Auckland is Sunday noon of UTC.
  assert.equal(
    untilMonday(Date.UTC(2026, 10, 29, 10), () => 13 * 60),
    Date.UTC(2026, 10, 29, 19),
  );
  // The clock goes forward on that Sunday.
  const london = (at: number) => (at >= Date.UTC(2026, 2, 29, 1) ? 60 : 0);
  assert.equal(untilMonday(Date.UTC(2026, 2, 27, 12), london), Date.UTC(2026, 2, 30, 7));
});

test('a silence or window that is over is listed with who ended it before its time, the last first', () => {
  const told = { reason: 'y', by: 'Doc', at: 0 };
  const silence = (id: number, until: number) => ({ ...told, id, matchers: { rule: 'x' }, until });
  const window = { ...told, devices: ['HV-ASA'], sites: [], from: NOON - HOUR, until: NOON + HOUR };
  const silences = [
    silence(1, NOON + 5),
    silence(2, NOON - 11 * MINUTE),
    { ...silence(3, NOON - 9 * MINUTE), ended: { by: 'Marty\u202e', at: NOON - 9 * MINUTE } },
  ];
  const windows = [
    { ...window, id: 1 },
    { ...window, id: 2, every: 'day' as const, ended: { by: 'Marty', at: NOON - MINUTE } },
    { ...window, id: 3, every: 'day' as const, endsAt: NOON },
  ];
  const ended = endedRows(silences, windows, NOON);
  assert.deepEqual(ended.map(({ key, what, at, how }) => [key, what, NOON - at, how]), [
    ['window 3', 'window: HV-ASA', 0, 'over'],
    ['window 2', 'window: HV-ASA', MINUTE, 'ended by Marty'],
    ['silence 3', 'silence: rule x', 9 * MINUTE, 'ended by Marty\\u{202e}'],
    ['silence 2', 'silence: rule x', 11 * MINUTE, 'over'],
  ]); // prettier-ignore
  assert.equal(silencesVerdict(silences, [], NOON).text, '1 silence holds now.');
  assert.equal(silencesVerdict([], [], NOON).text, 'Nothing is silenced.');
  const { text } = silencesVerdict(silences, windows, NOON);
  assert.equal(text, '1 silence and 1 maintenance window hold now.', 'what was ended holds no more');
});

test('a window is told by where and when it is', () => {
  const window = { id: 1, devices: ['HV-ASA'], sites: ['London'], reason: 'x', by: 'Doc', at: 0, from: NOON, until: NOON + HOUR }; // prettier-ignore
  assert.equal(windowPlace(window), 'HV-ASA, site London');
  assert.equal(windowPlace({ devices: [], sites: [] }), 'all head-ends');
  assert.deepEqual([NOON - 1, NOON, NOON + HOUR].map((at) => windowState(window, at)), ['to come', 'on', 'over']); // prettier-ignore
  assert.equal(windowState({ ...window, every: 'day' }, NOON + 24 * HOUR), 'on');
  assert.equal(windowState({ ...window, every: 'day' }, NOON + 2 * HOUR), 'to come');
  assert.match(windowWords({ ...window, every: 'week' }, NOON), /^each week at that hour of UTC, first /);
  assert.equal(readMoment(typedMoment(NOON)), NOON);
  assert.equal(readMoment(''), undefined);
});

test('thresholds are typed as people say them, and told in a line', () => {
  assert.equal(typedValue('share', 0.955), '95.5');
  assert.equal(readValue('share', '95,5'), 0.955);
  assert.ok(Number.isNaN(readValue('count', '')));
  assert.equal(readValue('share', typedValue('share', 0.07)), 0.07);
  const { enabled, levels, raiseAfter, clearAfter } = rules['pool.chain'];
  const chain = { enabled, levels, raiseAfter, clearAfter };
  assert.equal(settingWords(rules['pool.chain'], chain), 'warning from 80 % (over below 75 %), critical from 95 % (over below 90 %); over after 1m'); // prettier-ignore
  assert.equal(settingWords(rules['pool.chain'], { ...chain, enabled: false }), 'off');
  assert.equal(settingWords(rules['pool.exhausted'], rules['pool.exhausted']), 'critical at once; over after 10m without it'); // prettier-ignore
  assert.match(rulesVerdict([{ id: 'pool.chain', ...rules['pool.chain'], shipped: chain, set: [] }]).text, /^1 rule/);
});

test('what thresholds would have done is told beside what those of now would, or why it cannot be', () => {
  const would = (count: number) => ({ count, longest: 2 * HOUR, alerts: [] });
  const told = { from: 0, to: NOON, raised: 1 };
  assert.equal(
    previewWords({ ...told, now: would(3), then: would(0) }),
    'Over the last 7 days this would have raised none. What is set now: 3 alerts, the longest for 2h 00m. 1 alert of this rule was raised in these 7 days.',
  );
  assert.equal(previewWords({ ...told, why: 'Not enough is kept to tell.' }), 'Not enough is kept to tell. 1 alert of this rule was raised in these 7 days.'); // prettier-ignore
  const one = { severity: 'warning', text: 'full', device: 'HV-ASA', raisedAt: NOON } as const;
  assert.match(wouldWords(one, NOON), /still open: full on HV-ASA$/);
});

test('an alert’s page tells its story: what, by whom, who was told', () => {
  assert.equal(alertVerdict(row(1, { clearedAt: NOON }), NOON).text, 'Over: hillvalleyvpn: 90 of 100 addresses used.');
  const event = { alert: 1, at: NOON, by: 'Doc', detail: 'on it' };
  assert.equal(eventWords({ ...event, kind: 'acknowledged' }), 'acknowledged by Doc: on it');
  assert.equal(eventWords({ alert: 1, at: NOON, kind: 'cleared', detail: '' }), 'over');
  assert.equal(deliveryWords({ state: 'dead', tries: 9, result: '503' }), 'given up after 9 tries: 503');
  const dismissed = { by: 'Doc\u202e', note: '', at: NOON };
  const gone = { state: 'dismissed', tries: 9, result: '503' } as const;
  assert.equal(deliveryWords({ ...gone, dismissed }), 'given up, dismissed by Doc\\u{202e}; after 9 tries: 503');
  assert.equal(deliveryWords({ ...gone, dismissed: { by: 'Doc', note: 'told by phone', at: NOON } }), 'given up, dismissed by Doc: told by phone; after 9 tries: 503'); // prettier-ignore
});

test('a shift hands over what is nobody’s, what is somebody’s, and what came and went', () => {
  const parts = handover(
    [
      row(1),
      row(2, { acknowledged: taken }),
      row(3, { muted: 'maintenance' }),
      row(4, { clearedAt: NOON - MINUTE }),
      row(5, { clearedAt: NOON - 13 * HOUR }),
      row(6, { raisedAt: NOON - 20 * HOUR }),
    ],
    NOON,
  );
  const ids = (rows: readonly AlertRow[]) => rows.map(({ id }) => id);
  assert.deepEqual([ids(parts.unowned), ids(parts.owned), ids(parts.muted), ids(parts.over)], [[6, 1], [2], [3], [4]]);
  assert.equal(handoverVerdict(parts, false).text, '4 alerts are open, 2 of them nobody’s.');
  assert.equal(handoverVerdict(parts, false).more, 'In the last 12 hours 5 began and 1 ended.');
  assert.equal(handoverVerdict(handover([], NOON), false).text, 'Nothing is open.');
});

test('g a leads to alerts, g f to failed logins, and a acknowledges', () => {
  const go = (...keys: readonly string[]) =>
    keys.reduce<ReturnType<typeof press>>((before, key, n) => press(before.pending, key, n), {}).action;
  assert.deepEqual(go('g', 'a'), { go: '/alerts' });
  assert.deepEqual(go('g', 'f'), { go: '/attempts' });
  assert.deepEqual(go('a'), { do: 'acknowledge' });
  assert.ok(keysOf('page').some(({ keys }) => keys.join() === 'a'));
});
