import type { Days } from './days.ts';
import { lastTraps } from './first-message.ts';
import { readLastPolls, readPollings } from './polling.ts';
import type { Ask } from './readers.ts';
import type { AllSources } from './polled-reads.ts';
import { readEngines, readSnmp } from './snmp.ts';

/** How all devices are asked, what they last said, and which traps have come since then (epoch milliseconds). */
export async function allSources(ask: Ask, main: string, days: Days, since: number): Promise<AllSources> {
  return {
    pollings: await readPollings(ask, main),
    shows: await readLastPolls(ask, main),
    accesses: await readSnmp(ask, main),
    snmps: await readLastPolls(ask, main, 'snmp_poll'),
    engines: await readEngines(ask, main),
    traps: await lastTraps(ask, days, since),
  };
}
