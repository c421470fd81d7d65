import type { Attempt } from '../domain/attempt.ts';
import type { GapRow, MinuteRow } from '../domain/feed.ts';
import type { Lease } from '../domain/pool.ts';
import type { Session } from '../domain/session.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { CollectorMark, Seen } from './store.ts';
import { makeTable } from './table.ts';

export const sessionTable = makeTable<Session>('session', ['id'], {
  id: 'plain',
  device: 'plain',
  user: 'user',
  publicIp: 'plain',
  protocol: 'plain',
  state: 'plain',
  start: 'plain',
  startIs: 'plain',
  end: 'plain',
  endReason: 'plain',
  endIs: 'plain',
  endAfter: 'plain',
  endBefore: 'plain',
  seconds: 'plain',
  bytesTx: 'plain',
  bytesRx: 'plain',
  closingAt: 'plain',
  closingReason: 'plain',
  suspendedAt: 'plain',
  continues: 'plain',
  seenAt: 'plain',
  tunnelGroup: 'plain',
  groupPolicy: 'plain',
  assignedIp: 'plain',
  clientType: 'plain',
  clientVersion: 'plain',
  firewall: 'plain',
  firewallMismatch: 'plain',
  sessionType: 'plain',
  index: 'plain',
  auditSessionId: 'plain',
  assignedIpv6: 'plain',
  protocols: 'plain',
  license: 'plain',
  encryption: 'plain',
  hashing: 'plain',
  dhGroup: 'plain',
  authMode: 'plain',
  port: 'plain',
  tunnels: 'json',
  from: 'json',
});

export const attemptTable = makeTable<Attempt>('attempt', ['id'], {
  id: 'plain',
  device: 'plain',
  publicIp: 'plain',
  start: 'plain',
  seenAt: 'plain',
  stage: 'plain',
  outcome: 'plain',
  cause: 'plain',
  sure: 'plain',
  hint: 'plain',
  refused: 'json',
  session: 'plain',
  user: 'user',
  tunnelGroup: 'plain',
  groupPolicy: 'plain',
  aaaServer: 'plain',
  detail: 'plain',
  clientType: 'plain',
  clientVersion: 'plain',
  firewall: 'plain',
  firewallMismatch: 'plain',
});

export const verdictTable = makeTable<Verdict>('verdict', ['id'], {
  id: 'plain',
  device: 'plain',
  at: 'plain',
  cause: 'plain',
  reason: 'plain',
  user: 'user',
  aaaServer: 'plain',
  publicIp: 'plain',
  tunnelGroup: 'plain',
  service: 'plain',
  attempt: 'plain',
});

export const leaseTable = makeTable<Lease>('lease', ['device', 'address'], {
  device: 'plain',
  address: 'plain',
  at: 'plain',
  pool: 'plain',
  session: 'plain',
});

export const minuteTable = makeTable<MinuteRow>('minute', ['minute'], {
  minute: 'plain',
  active: 'plain',
  opened: 'plain',
  ended: 'plain',
  bytesTx: 'plain',
  bytesRx: 'plain',
});

export const seenTable = makeTable<Seen>('device_seen', ['device'], {
  device: 'plain',
  lastMessageAt: 'plain',
  messages: 'plain',
  usualGap: 'json',
});

export const collectorTable = makeTable<CollectorMark>('collector', ['name'], {
  name: 'plain',
  epoch: 'plain',
  seq: 'plain',
  lastMessage: 'plain',
});

export const gapTable = makeTable<GapRow>('gap', ['from'], { from: 'plain', to: 'plain' });

/** What rebuild empties and fills again. */
export const projections = [sessionTable, attemptTable, verdictTable, leaseTable, minuteTable] as const;
