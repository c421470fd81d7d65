import type { Maintenance, Silence } from './mute.ts';
import type { RuleSetting } from './scope.ts';

/** What a person does about alerts. `by` is the name that they gave. */
export type AlertAction =
  | { readonly kind: 'acknowledge'; readonly alert: number; readonly by: string; readonly note: string }
  /** Lets go of one that was acknowledged. */
  | { readonly kind: 'release'; readonly alert: number; readonly by: string }
  | ({ readonly kind: 'silence' } & Omit<Silence, 'id' | 'at'>)
  /** Ends a silence now. */
  | { readonly kind: 'expire'; readonly silence: number; readonly by: string }
  | ({ readonly kind: 'maintain' } & Omit<Maintenance, 'id' | 'at'>)
  /** Ends a maintenance window now, or before it begins. */
  | { readonly kind: 'cancel'; readonly maintenance: number; readonly by: string }
  | ({ readonly kind: 'set' } & Omit<RuleSetting, 'at'>)
  /** As it is shipped again, there or everywhere. */
  | ({ readonly kind: 'unset'; readonly by: string } & Pick<RuleSetting, 'rule' | 'scope'>);
