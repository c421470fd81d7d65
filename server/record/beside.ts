import type { Batch } from '../domain/batch.ts';
import type { Committed } from '../domain/committed.ts';
import type { HealthRow } from '../domain/feed.ts';
import type { State } from '../state/state.ts';
import type { Held } from './held.ts';

/** What viewers are told of a batch beside what it means. */
export function beside(batch: Batch, state: State, held: Held): Pick<Committed, 'messages' | 'others'> {
  const nameOf = (address: string) => state.devices.byAddress(address)?.name ?? null;
  return { messages: batch.latest.map((row) => ({ ...row, device: nameOf(row.from) })), others: toldOf(batch, held) };
}

/** The counts that came with it, as far as they are true. */
export function toldOf({ health, others = [] }: Batch, held: Held): readonly HealthRow[] {
  return [...(health === undefined ? [] : [held.counted(health)]), ...others];
}
