import type { Moment } from '../domain/alert/replay.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';

const MINUTE = 60_000;

/** What `limit.sessions` would have seen: sessions of each head-end by the minute, over what it says now that it takes. */
export async function sessionMoments(
  reads: Reads,
  book: CommittedView,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Moment[]> {
  const limits = new Map((await reads.polls()).flatMap(({ device, sessionLimit }) => (sessionLimit ? [[device, sessionLimit]] : []))); // prettier-ignore
  const moments: Moment[] = [];
  for (const { id, state } of book.devices()) {
    const limit = limits.get(id);
    if (limit === undefined || state !== 'adopted') continue;
    const { minutes } = await reads.minutes({ from, to, step: MINUTE, devices: [id] });
    for (const { minute, active } of minutes) {
      const text = `${active} of ${limit} sessions`;
      const seen = { rule: 'limit.sessions', subject: `${id}`, about: { device: id }, value: active / limit, text, events: 0, evidence: [] } as const; // prettier-ignore
      moments.push({ at: minute + MINUTE, seen: [seen] });
    }
  }
  return moments.sort((one, other) => one.at - other.at);
}
