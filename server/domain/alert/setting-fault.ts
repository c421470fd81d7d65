import { severities } from './alert.ts';
import type { Rule, ScopeKind, Setting } from './rule.ts';
import { rules, type RuleId } from './rules.ts';

/** The longest a value may have to be bad, or good, in seconds. */
const LONGEST = 7 * 24 * 3600;

/** What is wrong with a setting for a rule, in words; `undefined` for one that can hold. */
export function settingFault(rule: RuleId, setting: Setting, scope?: ScopeKind): string | undefined {
  const { levels: shipped, is, scopes, unit }: Rule = rules[rule];
  const { levels, raiseAfter, clearAfter } = setting;
  if (scope !== undefined && !scopes.includes(scope)) return `${rule} cannot be set for a ${scope}`;
  const has = (of: Setting['levels']) => severities.filter((severity) => of[severity] !== undefined);
  if (has(levels).join() !== has(shipped).join()) return `${rule} has the severities ${has(shipped).join(', ')}`;
  if (![raiseAfter, clearAfter].every((one) => one >= 0)) return 'a time is a number of seconds';
  if (raiseAfter > LONGEST || clearAfter > LONGEST) return 'no time may be longer than 7 days';
  if (is === 'incident') {
    const isSame = Object.values(levels).every(({ raise, clear }) => raise === 1 && clear === 1);
    return isSame && raiseAfter === 0 ? undefined : `${rule} is something that happens: it has no threshold`;
  }
  let least = 0;
  for (const severity of has(levels)) {
    const { raise = 0, clear = 0 } = levels[severity] ?? {};
    if (!(Number.isFinite(raise) && clear >= 0)) return `${severity}: a threshold is a number`;
    if (raise <= 0) return `${severity}: what raises must be more than 0`;
    if (clear > raise) return `${severity}: what clears must not be more than what raises`;
    if (unit === 'share' && raise > 1) return `${severity}: a share is 1 at most`;
    if (raise < least) return `${severity}: what raises must not be less than for a milder one`;
    least = raise;
  }
  return undefined;
}
