import { Type } from 'typebox';
import { overAt, type Maintenance, type Silence } from '../domain/alert/mute.ts';
import { doesSilenceTouch, windowThere } from '../domain/alert/reach.ts';
import type { Rule } from '../domain/alert/rule.ts';
import { rules, type RuleId } from '../domain/alert/rules.ts';
import type { RuleSetting } from '../domain/alert/scope.ts';
import { scopeKinds } from '../domain/alert/rule.ts';
import type { AlertDesk } from './alert-desk.ts';
import { ruleId, scope, setting, silenceRow, windowRow } from './alert-rows.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { listOf, query, schemaOf, time } from './schema.ts';
import { reachOf } from './scope.ts';

const { Object: Row, Optional, Enum, String: Text } = Type;

/** A rule with its thresholds: as shipped, and as people have set them. */
export interface RuleRow extends Pick<Rule, 'title' | 'is' | 'unit' | 'scopes' | 'why' | 'runbook'> {
  readonly id: RuleId;
  readonly shipped: RuleSetting['setting'];
  readonly set: readonly Omit<RuleSetting, 'rule'>[];
}

const ruleRow = schemaOf<RuleRow>()(
  Row({
    id: ruleId,
    title: Text(),
    is: Enum(['level', 'incident'], { description: 'An `incident` is something that happened: it has no threshold.' }),
    unit: Enum(['share', 'count', 'seconds', 'times']),
    scopes: listOf(Enum([...scopeKinds])),
    why: Text(),
    runbook: Text(),
    shipped: setting,
    set: listOf(Row({ scope: Optional(scope), setting, by: Text(), at: time })),
  }),
);

/** How many silences or windows are told at most: the latest; of those that are over alone fewer. */
const MOST = 500;
const MOST_ENDED = 50;

/** What people have set about alerts: thresholds of rules, silences, maintenance windows. */
export function alertSettingsResource(book: CommittedView, desk: AlertDesk, now: () => number): Resource {
  return (app, _options, done) => {
    const ruleList = {
      summary: 'The rules of alerts: their thresholds as shipped and as set, and why they are so',
      querystring: query({}),
      response: { 200: Row({ rules: listOf(ruleRow) }), ...failures() },
    };
    app.get('/api/alerts/rules', { schema: ruleList }, () => {
      const settings = desk.settings();
      return { rules: Object.entries<Rule>(rules).map(([id, rule]) => ruleRowOf(id as RuleId, rule, settings)) };
    });

    const which = query({ state: Optional(Enum(['current', 'ended', 'any'], { default: 'any' })) });
    const silenceList = {
      summary:
        'Silences, also those that are over: the latest first; of `state=ended` the last 50, the one that ended last first',
      querystring: which,
      response: { 200: Row({ silences: listOf(silenceRow) }), ...failures('invalid') },
    };
    app.get('/api/alerts/silences', { schema: silenceList }, ({ query: { state = 'any' } }) => ({
      silences: chosen(silencesSeen(desk, book), state, now()),
    }));

    const windowList = {
      summary:
        'Maintenance windows, also those that are over: the latest first; of `state=ended` the last 50, the one that ended last first',
      querystring: which,
      response: { 200: Row({ windows: listOf(windowRow) }), ...failures('invalid') },
    };
    app.get('/api/alerts/windows', { schema: windowList }, ({ query: { state = 'any' } }) => ({
      windows: chosen(windowsSeen(desk, book), state, now()),
    }));
    done();
  };
}

/** The silences that whoever asks may be told of. */
export function silencesSeen(desk: AlertDesk, book: CommittedView): readonly Silence[] {
  const reach = reachOf(book);
  const all = desk.silences();
  return reach === undefined ? all : all.filter(({ matchers }) => doesSilenceTouch(matchers, reach));
}

/** The maintenance windows that whoever asks may be told of, as far as they are. */
export function windowsSeen(desk: AlertDesk, book: CommittedView): readonly Maintenance[] {
  const reach = reachOf(book);
  const all = desk.maintenance();
  return reach === undefined ? all : all.flatMap((one) => windowThere(one, reach) ?? []);
}

function chosen<T extends Silence | Maintenance>(
  all: readonly T[],
  state: 'current' | 'ended' | 'any',
  now: number,
): readonly T[] {
  const isOver = (one: T): boolean => overAt(one) <= now;
  if (state === 'ended')
    return all
      .filter(isOver)
      .sort((one, other) => overAt(other) - overAt(one) || other.id - one.id)
      .slice(0, MOST_ENDED);
  const found = state === 'any' ? [...all] : all.filter((one) => !isOver(one));
  return found.sort((one, other) => other.id - one.id).slice(0, MOST);
}

function ruleRowOf(id: RuleId, rule: Rule, settings: readonly RuleSetting[]): RuleRow {
  const { title, is, unit, scopes, why, runbook, enabled, levels, raiseAfter, clearAfter } = rule;
  return {
    ...{ id, title, is, unit, scopes, why, runbook },
    shipped: { enabled, levels, raiseAfter, clearAfter },
    set: settings.filter((one) => one.rule === id).map(({ rule: _rule, ...one }) => one),
  };
}
