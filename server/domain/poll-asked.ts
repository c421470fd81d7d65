import type { Claim } from './claim.ts';

/** Whether a claim is a reason to poll its device soon: it tells that something changed, and not whose it was. */
export function asksForPoll({ kind }: Claim): boolean {
  return kind === 'tunnel.reported' || kind === 'device.reported' || kind === 'failover.switched';
}
