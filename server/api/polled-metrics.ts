import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';

/** The labels of what was polled over SNMP. */
export const labels = ['device', 'metric', 'instance'] as const;

type Told = readonly [labels: Readonly<Record<(typeof labels)[number], string>>, value: number];

/** How many of one device are told: it names its interfaces itself, and single tunnels are too many. */
const MOST = 200;
/** How long what was read is told, in milliseconds: no figure is better than an old one. */
const FRESH = 10 * 60_000;

/** Reads what was polled of all devices over SNMP, but for single tunnels, of which there are any number. */
export function polledSamples(
  book: Pick<CommittedView, 'devices' | 'summary'>,
  reads: Pick<Reads, 'snmp'>,
): (kind: 'gauge' | 'counter') => Promise<readonly Told[]> {
  return async (kind) => {
    const oldest = book.summary().at - FRESH;
    const told: Told[] = [];
    for (const { id, name: device, state } of book.devices()) {
      if (state !== 'adopted') continue;
      const { samples } = await reads.snmp(id);
      const mine = samples.filter((one) => one.kind === kind && one.at >= oldest && !one.metric.startsWith('tunnel.'));
      for (const { metric, instance, value } of mine.slice(0, MOST))
        told.push([{ device, metric, instance: plainLabel(instance) }, Number(value)]);
    }
    return told;
  };
}

/** A name as the device tells it, in characters that need no quoting. */
function plainLabel(instance: string): string {
  return instance.replace(/[^\w .:/-]/g, '_').slice(0, 64);
}
