import type { AlertRow } from '../../server/domain/alert/row.ts';
import type { Rule } from '../../server/domain/alert/rule.ts';
import { rules, type RuleId } from '../../server/domain/alert/rules.ts';
import { many } from './bytes.ts';
import { percent } from './pools.ts';
import { duration } from './time.ts';

/** What a rule is called. */
export function ruleTitle(rule: RuleId): string {
  return rules[rule].title;
}

/** A value in the unit of its rule: `93 %`, `2m`, `× 3.5`, `12`. */
export function valueWords(rule: RuleId, value: number): string {
  const { unit }: Rule = rules[rule];
  switch (unit) {
    case 'share':
      return percent(value);
    case 'seconds':
      return duration(value * 1000);
    case 'times':
      return `× ${Math.floor(value * 10) / 10}`;
    case 'count':
      return String(Math.floor(value));
    default:
      return unit satisfies never;
  }
}

/** What was measured, and against what: of something that happened how often it did. */
export function measured({ rule, value, threshold, count, peak }: AlertRow): string {
  const { is }: Rule = rules[rule];
  if (is === 'incident') return many(count, 'time');
  const top = peak > value ? `, ${valueWords(rule, peak)} at most` : '';
  return `${valueWords(rule, value)}, raised from ${valueWords(rule, threshold)}${top}`;
}
