import type { Polled } from '../../../server/domain/polling.ts';
import type { ListedSession, Listing, Roster } from '../../../server/domain/roster.ts';
import { headEnd, marty, NOON, type Teller } from '../lab.ts';

/** marty as a device lists him, `seconds` after his login. */
export function row(seconds: number, more: Partial<ListedSession> = {}): ListedSession {
  return {
    ...{ ...marty, index: 12, assignedIp: '172.16.1.100', protocols: ['IKEv1', 'IPsecOverNatT'], seconds, tunnels: [] },
    ...{ bytesTx: 240, bytesRx: 46816 },
    ...more,
  };
}

/** A complete listing made from that second after noon to the next one. */
export function listing(
  second: number,
  sessions: readonly ListedSession[],
  more: { readonly listing?: Listing; readonly complete?: boolean } = {},
): Roster {
  const made = { startedAt: NOON + second * 1000, finishedAt: NOON + (second + 1) * 1000, complete: true };
  return { kind: 'sessions.listed', listing: 'ikev1', sessions, ...made, ...more };
}

/** A poll of the lab's head-end at that second after noon. */
export function poll(second: number, rosters: readonly Roster[], facts: Polled['facts'] = { serial: 'JMX1' }): Polled {
  const [startedAt, finishedAt] = [NOON + second * 1000, NOON + (second + 1) * 1000];
  return { device: headEnd.id, startedAt, finishedAt, rosters, facts, failures: [] };
}

/** Tells the teller's state a poll with these rosters. */
export function tellPoll(teller: Teller, second: number, rosters: readonly Roster[], facts?: Polled['facts']): Teller {
  teller.state.take({ kind: 'polled', polled: poll(second, rosters, facts) });
  return teller.passed(second + 1);
}
