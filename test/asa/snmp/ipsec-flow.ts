import type { Device } from '../cli/device.ts';
import { allListed } from '../cli/listed.ts';
import type { Listed, ListedTunnel } from '../cli/listed.ts';
import { outsideIp } from '../model.ts';
import { row, scalars } from './system.ts';
import { overIpsec, totalOf } from './totals.ts';
import { tunnelNumbers } from './tunnels.ts';
import { counter32, counter64, gauge, inet, integer, text } from './varbind.ts';
import type { Value, Varbind } from './varbind.ts';

const flow = '1.3.6.1.4.1.9.9.171.1';

/** What IKE and IPsec agree on in the lab: seconds, kilobytes. */
export const lifetimes = { ike: 86_400, ipsec: 28_800, kilobytes: 4_608_000 } as const;

/** CISCO-IPSEC-FLOW-MONITOR (domain facts, C3): sums, and a row for each IKE tunnel and each pair of SAs. */
export function ipsecFlowMib(device: Device): readonly Varbind[] {
  const all = allListed(device);
  const numbers = tunnelNumbers(device.asa);
  const now = device.asa.options.now();
  return [
    ...ikeSums(device),
    ...all.flatMap((one) => (hasIkeRow(device, one) ? ikeRow(one) : [])),
    ...ipsecSums(device, all),
    ...all.flatMap((one) =>
      one.tunnels.flatMap((tunnel) => {
        if (tunnel.sas === undefined) return [];
        const { number, since } = numbers.of(tunnel.sas, one.start);
        return ipsecRow(one, tunnel, number, Math.floor((now - since) / 10), hasIkeRow(device, one));
      }),
    ),
  ];
}

/** The tables know IKEv1; a walk of 9.12 has IKEv2 in them too, older ones are empty where there is nothing else. */
function hasIkeRow(device: Device, { tunnels }: Listed): boolean {
  const ike = tunnels.find(({ sort }) => sort === 'ike');
  return ike !== undefined && (ike.kind !== 'IKEv2' || device.asa.dialect.release === '9.16');
}

function ikeSums({ asa }: Device): readonly Varbind[] {
  const { active, cumulative } = asa.census.of('ikev1', 'l2tp', 'site');
  const failed = asa.ledger.failedLogins.filter(({ at }) => at > (asa.bootedAt ?? -Infinity)).length;
  const initiated = asa.census.of('site').cumulative;
  const oneWay = (first: number): Record<number, Value> =>
    numbered(first, [cumulative * 4812, cumulative * 31, failed, cumulative * 12, cumulative, 0, 0]);
  return scalars(`${flow}.2.1`, {
    1: gauge(active),
    2: counter32(cumulative - active),
    ...oneWay(3),
    10: counter32(cumulative - active),
    ...oneWay(11),
    18: counter32(cumulative - active),
    ...numbered(19, [initiated, 0, failed, 0, failed, 0, 0, 0]),
  });
}

const numbered = (first: number, values: readonly number[]): Record<number, Value> =>
  Object.fromEntries(values.map((value, place) => [first + place, counter32(value)]));

function ikeRow({ index, publicIp, tunnelGroup, user, seconds, tunnels }: Listed): readonly Varbind[] {
  const second = tunnels.some(({ kind }) => kind === 'IKEv2');
  const flowed = (first: number) => numbered(first, [4812, 31, 0, 12, 1, 0, 0, 0]);
  return row(`${flow}.2.3.1`, index, {
    2: integer(1),
    3: text(outsideIp),
    4: inet(outsideIp),
    5: text(''),
    6: integer(1),
    7: text(user === undefined ? publicIp : tunnelGroup),
    8: inet(publicIp),
    9: text(''),
    10: integer(second ? 3 : user === undefined ? 1 : 2),
    11: integer(second ? 1 : 3),
    12: integer(second ? 1 : 3),
    13: integer(second ? 1 : 3),
    14: integer(second ? 1 : 2),
    15: integer(lifetimes.ike),
    16: integer(seconds * 100),
    17: integer(Math.floor(lifetimes.ike * 0.95)),
    18: counter32(0),
    ...flowed(19),
    ...flowed(27),
    35: integer(1),
  });
}

function ipsecSums({ asa }: Device, all: readonly Listed[]): readonly Varbind[] {
  const { bytesTx, bytesRx, packetsTx, packetsRx } = totalOf(asa, ...overIpsec);
  const up = all.flatMap(({ tunnels }) => tunnels.filter(({ sas }) => sas !== undefined)).length;
  const { cumulative, active } = asa.census.of(...overIpsec);
  const bytes = (first: number, count: number): Record<number, Value> => ({
    [first]: counter32(count),
    [first + 1]: counter64(count),
    [first + 2]: counter32(count / 2 ** 32),
  });
  return scalars(`${flow}.3.1`, {
    1: gauge(up),
    2: counter32(cumulative - active),
    ...bytes(3, bytesRx),
    ...bytes(6, bytesRx),
    ...numbered(9, [packetsRx, 0, 0, packetsRx, 0, packetsRx, 0]),
    ...bytes(16, bytesTx),
    ...bytes(19, bytesTx),
    ...numbered(22, [packetsTx, 0, packetsTx, 0, packetsTx, 0, 0, 0, 0]),
  });
}

function ipsecRow(
  { index, publicIp }: Listed,
  { counters, encryption }: ListedTunnel,
  number: number,
  hundredths: number,
  alive: boolean,
): readonly Varbind[] {
  const { bytesTx, bytesRx, packetsTx, packetsRx, droppedTx, droppedRx } = counters;
  // The MIB knows no AES: 1 is none, 3 is 3DES.
  const algorithms: Record<number, Value> = Object.fromEntries(
    [16, 21].flatMap((first): [number, Value][] => [
      [first, integer(3)],
      [first + 1, integer(encryption === '3DES' ? 3 : 1)],
      [first + 2, integer(1)],
      [first + 3, integer(3)],
      [first + 4, integer(1)],
    ]),
  );
  const bytes = (first: number, count: number): Record<number, Value> => ({
    ...{ [first]: counter32(count), [first + 1]: counter64(count), [first + 2]: counter32(count / 2 ** 32) },
    ...{ [first + 3]: counter32(count), [first + 4]: counter64(count), [first + 5]: counter32(count / 2 ** 32) },
  });
  return row(`${flow}.3.2.1`, number, {
    2: integer(index),
    3: integer(alive ? 1 : 2),
    4: inet(outsideIp),
    5: inet(publicIp),
    6: integer(1),
    7: integer(1),
    8: integer(lifetimes.kilobytes),
    9: integer(lifetimes.ipsec),
    10: integer(hundredths),
    ...{ 11: integer(64), 12: integer(30), 13: counter32(0), 14: counter32(0), 15: gauge(1) },
    ...algorithms,
    ...bytes(26, bytesRx),
    ...numbered(32, [packetsRx, droppedRx, 0, packetsRx, 0, packetsRx, 0]),
    ...bytes(39, bytesTx),
    ...numbered(45, [packetsTx, droppedTx, packetsTx, 0, packetsTx, 0]),
    51: integer(1),
  });
}
