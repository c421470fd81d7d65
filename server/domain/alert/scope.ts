import type { About } from './alert.ts';
import type { Maintenance, Silence } from './mute.ts';
import { scopeKinds, type ScopeKind, type Setting } from './rule.ts';
import { rules, type RuleId } from './rules.ts';

/** What a person set for a rule: everywhere, or in one place. */
export interface RuleSetting {
  readonly rule: RuleId;
  /** Absent: everywhere. */
  readonly scope?: { readonly kind: ScopeKind; readonly name: string };
  readonly setting: Setting;
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Where something is, by the names that thresholds are set for. */
export type Where = Pick<About, 'pool' | 'tunnelGroup'> & { readonly device?: string; readonly site?: string };

/** What people have set, by `settingKey`. */
export type RuleSettings = ReadonlyMap<string, RuleSetting>;

/** The one place that a setting is for. */
export function settingKey({ rule, scope }: Pick<RuleSetting, 'rule' | 'scope'>): string {
  return scope === undefined ? rule : `${rule} ${scope.kind} ${scope.name}`;
}

/** What holds there: of what people have set the narrowest, else what is shipped. */
export function settingFor(rule: RuleId, where: Where, set: RuleSettings): Setting {
  if (set.size === 0) return rules[rule];
  for (const kind of scopeKinds) {
    const name = where[kind];
    const found = name === undefined ? undefined : set.get(settingKey({ rule, scope: { kind, name } }));
    if (found !== undefined) return found.setting;
  }
  return set.get(rule)?.setting ?? rules[rule];
}

/** What people set, one by one. */
export type AlertSetting =
  | { readonly setting: RuleSetting }
  /** As it is shipped again. */
  | { readonly unset: Pick<RuleSetting, 'rule' | 'scope'> }
  | { readonly silence: Silence }
  | { readonly maintenance: Maintenance };
