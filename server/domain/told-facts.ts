import type { DeviceFacts } from './polling.ts';

/** Who told a fact: commands, or SNMP; and when it was last asked, epoch milliseconds. */
export interface FactSource {
  readonly by: 'show' | 'snmp';
  readonly at: number;
}

/** What is known of a device, each fact with its source. */
export interface ToldFacts {
  readonly facts: DeviceFacts;
  readonly from: Readonly<Partial<Record<keyof DeviceFacts, FactSource>>>;
}

interface Last {
  readonly at: number;
  readonly facts: DeviceFacts;
}

/** All that is known of a device: what commands tell, and of the rest what SNMP tells. */
export function toldFacts(show: Last | undefined, snmp: Last | undefined): ToldFacts {
  const from: Partial<Record<keyof DeviceFacts, FactSource>> = {};
  const mark = (last: Last | undefined, by: FactSource['by']): void => {
    // The border: Object.keys knows strings only.
    for (const fact of Object.keys(last?.facts ?? {}) as (keyof DeviceFacts)[]) from[fact] = { by, at: last?.at ?? 0 };
  };
  mark(snmp, 'snmp');
  mark(show, 'show');
  return { facts: { ...snmp?.facts, ...show?.facts }, from };
}
