import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolLimits } from '../../../server/domain/licence.ts';
import { loadOf } from '../../../server/domain/load.ts';
import type { Readings } from '../../../server/domain/sample.ts';

const AT = 1_763_920_000_000;

const gauge = (metric: string, value: number, instance = '', at = AT): Readings => {
  return { metric, instance, kind: 'gauge', value: String(value), at };
};
const counter = (metric: string, instance: string, before: number, value: number): Readings => ({
  ...{ metric, instance, kind: 'counter', bits: 64, value: String(value), at: AT, uptime: 4711 },
  previous: { value: String(before), at: AT - 10_000, uptime: 4701 },
});

test('of two that tell a figure the later one counts, with its own age', () => {
  const facts = { cpu: [9, 7, 5], connections: 12, memoryUsed: 1, memoryTotal: 4, loadAt: { cpu: AT + 1, connections: AT - 5 } } as const; // prettier-ignore
  const load = loadOf(facts, [gauge('connections', 13), gauge('cpu.1m', 90, '1'), gauge('cpu.5m', 80, '1')]);
  assert.deepEqual(load.cpu, { by: 'show', at: AT + 1, minute: 7, fiveMinutes: 5 });
  assert.deepEqual(load.connections, { by: 'snmp', at: AT, inUse: 13 });
  assert.equal(load.memory, undefined, 'nobody knows when that was told');
});

test('memory is that of the system, a processor the busiest, and an interface has its rates', () => {
  const load = loadOf({}, [
    ...[gauge('memory.used', 15, 'MEMPOOL_DMA'), gauge('memory.free', 1, 'MEMPOOL_DMA')],
    ...[gauge('memory.used', 30, 'System memory', AT - 7), gauge('memory.free', 70, 'System memory')],
    ...[gauge('cpu.1m', 5, '1'), gauge('cpu.1m', 40, '2'), gauge('cpu.5m', 5, '1'), gauge('cpu.5m', 30, '2')],
    ...[counter('interface.in.octets', 'outside', 0, 1000), counter('interface.out.octets', 'outside', 0, 3000)],
    ...[gauge('interface.status', 2, 'outside'), gauge('sessions.most', 0)],
  ]);
  assert.deepEqual(load.memory, { by: 'snmp', at: AT - 7, used: 30, total: 100 });
  assert.deepEqual([load.cpu?.minute, load.cpu?.fiveMinutes], [40, 30]);
  assert.deepEqual(load.interfaces, [{ by: 'snmp', at: AT, name: 'outside', isUp: false, in: 100, out: 300 }]);
  assert.equal(load.sessionLimit, undefined, 'an agent that tells 0 tells no limit');
});

test('a licence limits its protocols together; with Essentials the platform alone does', () => {
  const licenses = { 'AnyConnect Premium Peers': '25', 'AnyConnect Essentials': 'Disabled', 'Other VPN Peers': '750' };
  const limits = protocolLimits({ platform: { licenses } });
  assert.deepEqual(
    limits.map(({ protocols, most }) => [protocols.join(' '), most]),
    [
      ['anyconnect clientless ikev2', 25],
      ['ikev1', 750],
    ],
  );
  const essentials = { ...licenses, 'AnyConnect Essentials': 'Enabled' };
  assert.deepEqual(protocolLimits({ platform: { licenses: essentials } }).map(({ most }) => most), [750]); // prettier-ignore
  assert.deepEqual(protocolLimits({ platform: { licenses: { 'WebVPN Peers': '2', 'VPN Peers': '750' } } }), [
    { protocols: ['anyconnect', 'clientless'], most: 2, licence: 'WebVPN Peers' },
  ]);
  assert.deepEqual(protocolLimits({}), []);
});
