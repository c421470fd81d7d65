import assert from 'node:assert/strict';

import fc from 'fast-check';

import { keyOf, type Alert, type AlertEvent, type Observation } from '../../../../server/domain/alert/alert.ts';
import { judge } from '../../../../server/domain/alert/judge.ts';
import type { Episode } from '../../../../server/domain/alert/life.ts';
import type { Setting } from '../../../../server/domain/alert/rule.ts';
import { isRuleId, rules, type RuleId } from '../../../../server/domain/alert/rules.ts';
import { alertsOf, type Told, type Turn } from './judge-oracle.ts';

/** A history of observations, in which order the looks of each turn come, and after which turns the process is killed. */
export interface Stream {
  readonly settings: ReadonlyMap<RuleId, Setting>;
  readonly turns: readonly Turn[];
  readonly mixed: readonly Turn[];
  readonly restarts: ReadonlySet<number>;
}

const shares = [0, 0.5, 0.74, 0.75, 0.77, 0.8, 0.85, 0.9, 0.92, 0.95, 0.96, 1];
const times = [0, 1, 1.4, 1.5, 1.7, 2, 2.5, 3, 3.5, 4, 9];
/** A rule's id, what its looks may tell. */
const watched: readonly (readonly [RuleId, readonly number[]])[] = [
  ['pool.chain', shares],
  ['limit.sessions', shares],
  ['xauth.ratio', times],
  ['xauth.lockout', [1, 1, 1, 0]],
  ['pool.exhausted', [1, 1, 1, 0]],
];

const look = fc
  .tuple(fc.constantFrom(...watched), fc.constantFrom('1', '2'), fc.nat(), fc.nat(3), fc.boolean(), fc.nat(999_999))
  .map(([[rule, values], subject, which, more, isTwice, id]) => {
    const value = values[which % values.length] ?? 0;
    const isIncident = rules[rule].is === 'incident';
    const events = isIncident ? (value === 0 ? 0 : 1 + more) : more;
    const evidence = Array.from({ length: events * 3 }, (_, one) => id * 100 + one);
    const one: Observation = { rule, subject, about: {}, value, text: `${rule} is ${value}`, events, evidence };
    return isTwice ? [one, isIncident ? one : { ...one, events: 0, evidence: [] }] : [one];
  });

const turn = fc.record({
  after: fc.constantFrom(0, 1, 1_000, 15_000, 30_000, 60_000, 299_999, 300_000, 3_600_000),
  looks: fc.array(look, { maxLength: 4 }).map((looks) => looks.flat()),
  /** In which order the subjects come. */
  order: fc.nat(),
  isKilled: fc.boolean(),
});

const setting = (rule: RuleId): fc.Arbitrary<[RuleId, Setting]> =>
  fc
    .record({ raiseAfter: fc.constantFrom(0, 1, 60), clearAfter: fc.constantFrom(0, 1, 60, 300) })
    .map((delays) => [rule, { ...rules[rule], ...delays }]);

export const streams: fc.Arbitrary<Stream> = fc
  .record({
    settings: fc.tuple(...watched.map(([rule]) => setting(rule))),
    turns: fc.array(turn, { minLength: 1, maxLength: 60, size: 'max' }),
  })
  .map(({ settings, turns }) => {
    let at = 1_700_000_000_000;
    const timed = turns.map(({ after, looks }) => ({ at: (at += after), seen: looks }));
    const mixed = timed.map((one, index) => ({ ...one, seen: reordered(one.seen, turns[index]?.order ?? 0) }));
    const restarts = new Set(turns.flatMap(({ isKilled }, index) => (isKilled ? [index] : [])));
    return { settings: new Map(settings), turns: timed, mixed, restarts };
  });

/** The looks in another order: only those of one subject stay as they were among themselves. */
function reordered(seen: readonly Observation[], order: number): readonly Observation[] {
  const keys = [...new Set(seen.map(keyOf))];
  const first = keys.splice(order % Math.max(1, keys.length), 1);
  return [...first, ...keys.reverse()].flatMap((key) => seen.filter((one) => keyOf(one) === key));
}

/** What holding a stream against the oracle came to. */
export interface Held {
  readonly turns: number;
  readonly restarts: number;
  readonly raised: number;
  readonly cleared: number;
  readonly moved: number;
}

/** Judges a stream in one go and, in another order and with restarts, once more; both must be what the oracle says. */
export function hold({ settings, turns, mixed, restarts }: Stream): Held {
  const settingOf = (rule: RuleId): Setting => settings.get(rule) ?? rules[rule];
  const expected = sorted(
    alertsOf(turns, (key) => {
      const rule = key.split(' ')[0] ?? '';
      assert.ok(isRuleId(rule));
      return { setting: settingOf(rule), is: rules[rule].is };
    }),
  );
  const straight = run(turns, new Set(), settingOf);
  const killed = run(mixed, restarts, settingOf);
  assert.deepEqual(sorted(straight), expected);
  assert.deepEqual(sorted(killed), expected);
  return {
    turns: turns.length,
    restarts: restarts.size,
    raised: expected.length,
    cleared: expected.filter(({ clearedAt }) => clearedAt !== undefined).length,
    moved: expected.reduce((sum, { severities }) => sum + severities.length - 1, 0),
  };
}

function sorted(alerts: readonly Told[]): readonly Told[] {
  return [...alerts].sort((a, b) => a.key.localeCompare(b.key) || a.raisedAt - b.raisedAt || endOf(a) - endOf(b));
}

function endOf({ clearedAt = Infinity }: Told): number {
  return clearedAt;
}

function run(
  turns: readonly Turn[],
  restarts: ReadonlySet<number>,
  settingOf: (rule: RuleId) => Setting,
): readonly Told[] {
  let kept = new Map<string, Episode>();
  let last = 0;
  const lives = new Map<number, Alert[]>();
  const history: AlertEvent[] = [];
  for (const [index, { at, seen }] of turns.entries()) {
    const judgement = judge({ episodes: kept, setting: settingOf, nextId: () => (last += 1) }, seen, at);
    for (const alert of judgement.alerts) {
      const life = lives.get(alert.id) ?? [];
      assert.equal(life.at(-1)?.clearedAt, undefined, 'what is over stays as it was');
      lives.set(alert.id, [...life, alert]);
    }
    history.push(...judgement.history);
    const open = [...lives.values()].flatMap((life) => life.at(-1) ?? []).filter((one) => one.clearedAt === undefined);
    assert.equal(new Set(open.map(keyOf)).size, open.length, 'no two are open about one subject');
    for (const [key, episode] of judgement.episodes) {
      if (episode === undefined) kept.delete(key);
      else kept.set(key, episode);
    }
    if (restarts.has(index)) kept = new Map(JSON.parse(JSON.stringify([...kept])) as [string, Episode][]); // our own
  }
  tellsOnce(history, lives);
  return [...lives.values()].map(toldOf);
}

/** No recovery without an alert, none twice, none lost, and nothing after it. */
function tellsOnce(history: readonly AlertEvent[], lives: ReadonlyMap<number, readonly Alert[]>): void {
  for (const [id, life] of lives) {
    const kinds = history.filter(({ alert }) => alert === id).map(({ kind }) => kind);
    assert.equal(kinds[0], 'raised');
    assert.equal(kinds.filter((kind) => kind === 'raised').length, 1);
    const isOver = life.at(-1)?.clearedAt !== undefined;
    assert.equal(kinds.indexOf('cleared'), isOver ? kinds.length - 1 : -1);
  }
  assert.ok(
    history.every(({ alert }) => lives.has(alert)),
    'nothing is told of an alert that there is not',
  );
}

function toldOf(life: readonly Alert[]): Told {
  const [first, last] = [life[0], life.at(-1)];
  assert.ok(first !== undefined && last !== undefined);
  const severities = life.flatMap(({ severity, changedAt }, index) =>
    severity === life[index - 1]?.severity ? [] : [[changedAt, severity] as const],
  );
  const { raisedAt, clearedAt, peak, count, evidence } = last;
  assert.equal(first.raisedAt, raisedAt);
  return { key: keyOf(last), raisedAt, clearedAt, severities, peak, count, evidence };
}
