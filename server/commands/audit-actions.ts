import type { Audit, Verified } from '../access/audit.ts';
import { COMMAND_LINE, type AuditRow } from '../domain/access/audit.ts';
import type { Store } from '../store/store.ts';
import { field, text } from './body.ts';
import { UsageFault } from './fault.ts';

/** What each action answers. */
export interface AuditAnswers {
  readonly 'audit.verify': Verified;
  /** A page, in order; the next one is after its last. */
  readonly 'audit.show': readonly AuditRow[];
  readonly 'audit.exported': undefined;
}

/** The actions by their names. */
export type AuditActions = { readonly [K in keyof AuditAnswers]: (body: unknown) => Promise<AuditAnswers[K]> };

const PAGE = 1_000;

/** What may be asked of the audit log, and that somebody writes all that is kept of a user: nothing else is added from here. */
export function auditActions(store: Pick<Store, 'auditRows'>, audit: Audit): AuditActions {
  return {
    'audit.verify': () => audit.verify(),
    'audit.show': async (body) =>
      store.auditRows({ since: whole(body, 'since'), after: whole(body, 'after'), limit: PAGE }),
    'audit.exported': async (body) => {
      const user = text(field(body, 'user'), 'user');
      await audit.note({
        at: Date.now(),
        by: COMMAND_LINE,
        from: null,
        kind: 'exported',
        about: { what: 'a user', user },
      });
      return undefined;
    },
  };
}

function whole(body: unknown, key: string): number {
  const value = field(body, key) ?? 0;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new UsageFault(`${key}: a whole number is wanted`);
}
