import { severities, type Severity } from '../../server/domain/alert/alert.ts';
import type { Rule, ScopeKind, Setting } from '../../server/domain/alert/rule.ts';
import type { RuleId } from '../../server/domain/alert/rules.ts';
import type { RuleSetting } from '../../server/domain/alert/scope.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { duration, when } from './time.ts';
import type { Verdict } from './verdict.ts';

type Unit = Rule['unit'];

/** What thresholds are set for, as it is called. */
export const scopeNames: Readonly<Record<ScopeKind, string>> = {
  pool: 'Pool',
  tunnelGroup: 'Connection profile',
  device: 'Head-end',
  site: 'Site',
};

/** How a threshold is typed: a share as percent, the rest as it is. */
export const unitNames: Readonly<Record<Unit, string>> = { share: '%', count: 'times', seconds: 'seconds', times: '×' };

/** A threshold as it stands in a box. */
export function typedValue(unit: Unit, value: number): string {
  return String(unit === 'share' ? Math.round(value * 10_000) / 100 : value);
}

/** The threshold that a box says; `NaN` for none. */
export function readValue(unit: Unit, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text.replace(',', '.'));
  return unit === 'share' ? Math.round(value * 100) / 10_000 : value;
}

/** A threshold in words. */
export function thresholdWords(unit: Unit, value: number): string {
  if (unit === 'seconds') return duration(value * 1000);
  return unit === 'share' ? `${typedValue(unit, value)} %` : unit === 'times' ? `× ${value}` : String(value);
}

/** What a setting says, in a line: `warning from 80 % (over below 75 %), critical from 95 % (over below 90 %)`. */
export function settingWords({ is, unit }: Pick<Rule, 'is' | 'unit'>, setting: Setting): string {
  if (!setting.enabled) return 'off';
  const quiet = duration(setting.clearAfter * 1000);
  if (is === 'incident') {
    const names = severities.filter((severity) => setting.levels[severity] !== undefined);
    return `${names.join(', ')} at once; over after ${quiet} without it`;
  }
  const levels = severities.flatMap((severity) => {
    const level = setting.levels[severity];
    if (level === undefined) return [];
    return [`${severity} from ${thresholdWords(unit, level.raise)} (over below ${thresholdWords(unit, level.clear)})`];
  });
  const held = setting.raiseAfter === 0 ? [] : [`if so for ${duration(setting.raiseAfter * 1000)}`];
  const good = setting.clearAfter === 0 ? [] : [`over after ${quiet}`];
  return [levels.join(', '), ...held, ...good].join('; ');
}

/** What thresholds would have raised, as the API tells it. */
export interface WouldTold {
  readonly count: number;
  readonly longest: number;
  readonly alerts: readonly {
    readonly severity: Severity;
    readonly text: string;
    readonly device?: string;
    readonly raisedAt: number;
    readonly clearedAt?: number;
  }[];
}

/** The API's answer to what thresholds would have done. */
export interface PreviewTold {
  readonly from: number;
  readonly to: number;
  readonly raised: number;
  readonly now?: WouldTold;
  readonly then?: WouldTold;
  readonly why?: string;
}

/** What thresholds would have done, in a sentence or two. */
export function previewWords({ now, then, raised, why = '' }: PreviewTold): string {
  const real = `${many(raised, 'alert')} of this rule ${raised === 1 ? 'was' : 'were'} raised in these 7 days.`;
  if (now === undefined || then === undefined) return `${why} ${real}`.trim();
  const of = ({ count, longest }: WouldTold) =>
    count === 0 ? 'none' : `${many(count, 'alert')}, the longest for ${duration(longest)}`;
  return `Over the last 7 days this would have raised ${of(then)}. What is set now: ${of(now)}. ${real} ${why}`.trim();
}

/** One of those alerts, in a line. */
export function wouldWords({ text, device, raisedAt, clearedAt }: WouldTold['alerts'][number], now: number): string {
  const on = device === undefined ? '' : ` on ${plain(device)}`;
  const span = clearedAt === undefined ? 'still open' : `for ${duration(clearedAt - raisedAt)}`;
  return `${when(raisedAt, now)}, ${span}: ${plain(text)}${on}`;
}

/** A rule as the API tells it. */
export interface RuleTold extends Pick<Rule, 'title' | 'is' | 'unit' | 'scopes' | 'why' | 'runbook'> {
  readonly id: RuleId;
  readonly shipped: Setting;
  readonly set: readonly Omit<RuleSetting, 'rule'>[];
}

/** The first line of the page of rules. */
export function rulesVerdict(rules: readonly RuleTold[]): Verdict {
  const own = rules.filter(({ set }) => set.length > 0).length;
  const off = rules.filter(({ shipped, set }) => !(set.find(({ scope }) => scope === undefined)?.setting ?? shipped).enabled).length; // prettier-ignore
  const parts = [own === 0 ? 'All are as shipped.' : `${many(own, 'rule')} ${own === 1 ? 'is' : 'are'} set by people.`];
  if (off > 0) parts.push(`${many(off, 'rule')} ${off === 1 ? 'is' : 'are'} off.`);
  return { state: 'ok', text: `${many(rules.length, 'rule')} watch the head-ends.`, more: parts.join(' ') };
}
