import type { DeviceRow, SessionRow } from '../feed.ts';
import type { DeviceFacts } from '../polling.ts';
import type { Arrival, Touched } from './finding.ts';

const DAY = 86_400_000;

/** What arrives from a device, as far as it is known. `at` is now (epoch milliseconds); `gap`: we were not listening all of the last day. */
export function arrivalOf(
  { lastMessageAt, clock, hiddenNames }: Pick<DeviceRow, 'lastMessageAt' | 'clock' | 'hiddenNames'>,
  facts: DeviceFacts | undefined,
  { at, gap }: { readonly at: number; readonly gap: boolean },
): Arrival {
  const peers = Number(facts?.platform?.licenses?.['Total VPN Peers']);
  const isSilent = !gap && lastMessageAt !== null && at - lastMessageAt > DAY;
  return {
    ...(isSilent && { messageIds: [] }),
    ...(clock?.skew !== undefined && { skewSeconds: Math.round(clock.skew / 1000) }),
    hiddenNames,
    ...(peers > 0 && { capacity: peers }),
  };
}

/** The live sessions of a device: one row a group, protocol and client. */
export function liveOf(
  sessions: Iterable<Pick<SessionRow, 'device' | 'protocol' | 'state' | 'tunnelGroup' | 'clientType'>>,
  device: string,
): readonly Touched[] {
  const rows = new Map<string, Touched>();
  for (const { device: of, state, tunnelGroup, protocol, clientType } of sessions) {
    if (of !== device || state !== 'active') continue;
    const key = JSON.stringify([tunnelGroup, protocol, clientType]);
    const about = { ...(tunnelGroup !== undefined && { tunnelGroup }), protocol, ...(clientType !== undefined && { clientType }) }; // prettier-ignore
    rows.set(key, { ...about, sessions: (rows.get(key)?.sessions ?? 0) + 1 });
  }
  return [...rows.values()];
}
