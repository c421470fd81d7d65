import type { HealthRow } from '../domain/feed.ts';
import { field } from './body.ts';
import type { SeenTrap } from './trap-watch.ts';

/** What has come of traps. */
export interface SeenTraps {
  /** `undefined` where nobody listens. */
  readonly port: number | undefined;
  readonly counts: HealthRow | undefined;
  readonly traps: readonly SeenTrap[];
}

/** Where the running server looks. */
export interface SnmpLooksParts {
  readonly port: () => number | undefined;
  readonly counts: () => HealthRow | undefined;
  readonly traps: (after: number) => readonly SeenTrap[];
}

/** What may be looked at of SNMP in the running server. */
export function snmpLooks({ port, counts, traps }: SnmpLooksParts): {
  readonly 'snmp.traps': (body: unknown) => Promise<SeenTraps>;
} {
  return {
    'snmp.traps': (body) => {
      const after = field(body, 'after');
      return Promise.resolve({ port: port(), counts: counts(), traps: traps(typeof after === 'number' ? after : 0) });
    },
  };
}
