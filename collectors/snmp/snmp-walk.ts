import type { PollFailure } from '../../server/domain/polling.ts';
import type { SnmpAccess, SnmpSecrets } from '../../server/domain/snmp.ts';
import { PollFault } from '../show/fault.ts';
import { openSession } from './open-session.ts';
import { SNMP_LIMITS, type SnmpLimits } from './session.ts';
import { endWords } from './snmp-poll.ts';
import type { Varbind } from './trap.ts';
import { fullAppetite, walk } from './walk.ts';

/** What an agent has below an OID, in its order; why that is not all, where it is not. */
export interface SnmpWalked {
  readonly varbinds: readonly Varbind[];
  readonly failure?: PollFailure;
}

/** Walks once, for a person who looks. It never rejects for what an agent does. */
export async function snmpWalk(
  access: SnmpAccess,
  secrets: SnmpSecrets,
  oid: string,
  limits: SnmpLimits = SNMP_LIMITS,
): Promise<SnmpWalked> {
  const itself: Varbind[] = [];
  const rows = new Map<string, Map<string, Varbind['value']>>();
  let failure: PollFailure | undefined;
  try {
    const session = await openSession(access, secrets, limits);
    try {
      const told = await session.get([oid]);
      if (!('declined' in told)) itself.push(...told.filter(({ value }) => value !== null));
      const { ended } = await walk(session, [oid], fullAppetite(), limits.rows, rows);
      if (ended !== 'end') failure = { at: oid, why: 'misfit', detail: endWords[ended] };
    } finally {
      session.close();
    }
  } catch (fault) {
    if (!(fault instanceof PollFault)) throw fault;
    failure = { at: fault.at, why: fault.why, detail: fault.message };
  }
  const below = [...rows].map(([index, cells]) => ({ oid: `${oid}.${index}`, value: cells.get(oid) ?? null }));
  return { varbinds: [...itself, ...below], ...(failure && { failure }) };
}
