import { allListed } from '../cli/listed.ts';
import type { Listed } from '../cli/listed.ts';
import { generation } from '../cli/device.ts';
import type { Device } from '../cli/device.ts';
import { capacity } from '../cli/session-summary.ts';
import type { Cause } from '../ledger.ts';
import type { Session } from '../model.ts';
import { row, scalars } from './system.ts';
import { failures, remoteAccess, totalOf } from './totals.ts';
import { counter32, counter64, gauge, inet, integer, objectId, octets, text } from './varbind.ts';
import type { Value, Varbind } from './varbind.ts';

const cras = '1.3.6.1.4.1.9.9.392.1';

/** CISCO-REMOTE-ACCESS-MONITOR (domain facts, C2); the threshold is that of `remote-access threshold session-threshold-exceeded`. */
export function remoteAccessMib(device: Device, sessionThreshold: number): readonly Varbind[] {
  const sessions = allListed(device).filter((one): one is Of => one.session !== undefined);
  const { asa } = device;
  const total = (fits: (cause: Cause) => boolean) => failures(asa, fits);
  const declined = total((cause) => !forResources(cause) && !aborted(cause));
  return [
    ...scalars(`${cras}.1`, { 1: integer(capacity), 2: integer(0), 3: integer(capacity), 4: integer(1) }),
    ...scalars(`${cras}.2`, { 1: gauge(0) }),
    ...activity(device, sessions),
    ...sessions.flatMap(sessionRow),
    ...groups(sessions),
    ...scalars(`${cras}.4.1`, {
      1: counter64(total(() => true)),
      2: gauge(declined),
      3: counter64(total(forResources)),
      4: counter64(total(aborted)),
    }),
    ...scalars(`${cras}.4.2`, { 1: integer(200) }),
    ...scalars(`${cras}.4.3`, { 2: integer(0) }),
    ...scalars(`${cras}.5.1`, { 1: gauge(0) }),
    ...scalars(`${cras}.6`, { 1: integer(sessionThreshold), 2: integer(0), 3: integer(0) }),
    ...scalars(`${cras}.7`, { 1: integer(sessionThreshold > 0 ? 1 : 2), 2: integer(2), 3: integer(2) }),
  ];
}

type Of = Listed & { readonly session: Session };

const forResources = (cause: Cause) => cause === 'addr.pool_exhausted' || /^limit\.(?:license|resource)/.test(cause);
const aborted = (cause: Cause) => /^(?:p1|p2|timeout|cert|group\.(?:unknown|bad_psk)|source)/.test(cause);

function activity(device: Device, sessions: readonly Of[]): readonly Varbind[] {
  const { asa } = device;
  const all = asa.census.of(...remoteAccess);
  const traffic = totalOf(asa, ...remoteAccess);
  const count = (number: number, { active, cumulative, peak }: typeof all): Record<number, Value> => ({
    [number]: gauge(active),
    [number + 1]: counter32(cumulative),
    [number + 2]: gauge(peak),
  });
  const newest = asa.dialect.release === '9.16';
  const none = { active: 0, cumulative: 0, peak: 0 };
  return scalars(`${cras}.3`, {
    1: gauge(all.active),
    2: counter32(all.cumulative - all.active),
    // Not every release tells it (domain facts, C2, unsure).
    ...(generation(device) === 7 ? {} : { 3: gauge(new Set(sessions.map(({ user }) => user)).size) }),
    4: gauge(new Set(sessions.map(({ tunnelGroup }) => tunnelGroup)).size),
    5: counter64(traffic.packetsRx),
    6: counter64(traffic.packetsTx),
    7: counter64(traffic.bytesRx),
    8: counter64(traffic.bytesRx),
    9: counter64(traffic.bytesTx),
    10: counter64(traffic.bytesTx),
    11: counter64(0),
    12: counter64(0),
    // The objects of e-mail proxies vanish between 9.8 and 9.12; a revision of 2020 brings the peak of all.
    ...(newest ? { 41: gauge(all.peak) } : count(23, none)),
    ...count(26, asa.census.of('ikev1', 'l2tp', 'ikev2', 'generic')),
    ...count(29, asa.census.of('site')),
    ...count(32, none),
    ...count(35, asa.census.of('anyconnect')),
    ...count(38, asa.census.of('clientless')),
  });
}

/** A row: its index is the name's length, each of its bytes, and the session's number. */
function sessionRow(one: Of): readonly Varbind[] {
  const { user = '', index, session, assignedIp, publicIp, seconds, tunnelGroup, counters } = one;
  const { seat, group } = session;
  const own = one.tunnels.find(({ sort }) => sort !== 'ike' && sort !== 'parent' && sort !== 'l2tp') ?? one.tunnels[0];
  const [system = '', systemVersion = ''] = seat.clientType.split(/ (?=[\d.]+$)/);
  const addresses = Object.fromEntries(
    [21, 23, 25, 27, 29].flatMap((type): [number, Value][] => [
      [type, integer(1)],
      [type + 1, inet('0.0.0.0')],
    ]),
  );
  return row(`${cras}.3.21.1`, `${named(user)}.${index}`, {
    2: text(tunnelGroup),
    4: integer(group.aaaServer === null ? 6 : 3),
    5: integer(1),
    6: integer(seconds),
    7: integer(assignedIp === undefined ? 0 : 1),
    8: assignedIp === undefined ? octets(Buffer.alloc(0)) : inet(assignedIp),
    9: integer(1),
    10: inet(publicIp),
    11: integer({ ikev1: 2, ikev2: 2, l2tp: 4, anyconnect: 7, clientless: 7 }[seat.protocol]),
    12: objectId('0.0'),
    13: integer(/^AES/.test(own?.encryption ?? '') ? 9 : own?.encryption === 'RC4' ? 4 : 3),
    14: integer(own?.hashing === 'SHA1' ? 4 : 2),
    15: integer(1),
    16: integer(300),
    17: text('Cisco Systems'),
    18: text(seat.clientVersion),
    19: text(system),
    20: text(systemVersion),
    ...addresses,
    31: counter64(counters.packetsRx),
    32: counter64(counters.packetsTx),
    33: counter64(counters.droppedRx),
    34: counter64(counters.droppedTx),
    35: counter64(counters.bytesRx),
    36: counter64(counters.bytesTx),
    37: integer(2),
  });
}

const named = (name: string) => {
  const bytes = [...Buffer.from(name)];
  return [bytes.length, ...bytes].join('.');
};

/** The groups that have sessions. */
function groups(sessions: readonly Of[]): readonly Varbind[] {
  return [...new Set(sessions.map(({ tunnelGroup }) => tunnelGroup))].flatMap((name) => {
    const members = sessions.filter(({ tunnelGroup }) => tunnelGroup === name);
    const sum = (key: keyof Listed['counters']) =>
      counter64(members.reduce((total, { counters }) => total + counters[key], 0));
    return row(`${cras}.3.22.1`, named(name), {
      2: integer(members.length),
      3: sum('packetsRx'),
      4: sum('packetsTx'),
      5: sum('droppedRx'),
      6: sum('droppedTx'),
      7: sum('bytesRx'),
      8: sum('bytesTx'),
    });
  });
}
