import { readLastPolls, readPollings } from './polling.ts';
import type { Ask } from './readers.ts';
import type { PolledDevice } from './polled-reads.ts';
import { readSnmp } from './snmp.ts';

/** Every device that was ever polled: how often it is asked now, and what of its last poll concerns the estate as a whole. */
export async function polledDevices(ask: Ask, main: string): Promise<readonly PolledDevice[]> {
  const asked = { show: await readPollings(ask, main), snmp: await readSnmp(ask, main) };
  const limits = await ask<{ device: number; value: string }>(
    main,
    `SELECT device, value FROM sample WHERE metric = 'sessions.most'`,
  );
  const of = async (by: 'show' | 'snmp'): Promise<readonly PolledDevice[]> =>
    (await readLastPolls(ask, main, by === 'show' ? 'poll' : 'snmp_poll')).map(({ device, at, facts, failures }) => {
      const limit = by === 'show' ? facts.sessionLimit : Number(limits.find((one) => one.device === device)?.value);
      return {
        ...{ device, by, at, whole: failures.length === 0 },
        everySeconds: asked[by].find((one) => one.device === device)?.everySeconds ?? null,
        ...(facts.aaa !== undefined && { aaa: facts.aaa }),
        ...(facts.localUsers !== undefined && { localUsers: facts.localUsers }),
        ...(facts.shuns !== undefined && { shuns: facts.shuns }),
        ...(limit !== undefined && limit > 0 && { sessionLimit: limit }),
      };
    });
  return [...(await of('show')), ...(await of('snmp'))];
}
