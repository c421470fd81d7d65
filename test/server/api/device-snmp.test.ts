import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AT, devices, fakeReads, get } from './stage.ts';
import { poll, snmp } from './polled.ts';

interface Told {
  readonly snmp: { readonly access?: object; readonly engines: readonly object[]; readonly samples: readonly object[] };
  readonly told: { readonly facts: object; readonly from: Readonly<Record<string, object>> };
}

const [first, second] = devices;
const fake = fakeReads().reads;

describe('a device at the API', () => {
  it('tells how its SNMP is spoken with, its engines, and rates of counters that are exact beyond 2^53', async () => {
    const answer = await get(`/api/devices/${first.name}`);
    const { snmp: told } = answer.json<Told>();
    assert.deepEqual(told.access, {
      ...{ version: 'v3', user: 'nms', auth: 'sha256', priv: 'aes' },
      ...{ host: '10.10.10.2', port: 161, everySeconds: 60 },
    });
    assert.deepEqual(told.engines, [
      { engineId: '80000009fe02', accepted: false, boots: 2, time: 30, at: snmp.last.at },
    ]);
    const [{ metric, instance, kind, bits, value, at }] = snmp.samples;
    // 1,000 octets in 10 s.
    assert.deepEqual(told.samples, [{ metric, instance, kind, bits, value, at, rate: 100 }]);
  });

  it('fills in from SNMP what no command tells, each fact with its source', async () => {
    const { told } = (await get(`/api/devices/${first.name}`)).json<Told>();
    const show = { by: 'show', at: poll.last.at };
    const over = { by: 'snmp', at: snmp.last.at };
    assert.deepEqual(told.facts, { uptime: 4711, connections: 12, ...poll.last.facts });
    assert.deepEqual(told.from, { version: show, cpu: show, logged: show, uptime: over, connections: over });
  });

  it('tells nothing of SNMP of one that has none', async () => {
    const { snmp: none, told } = (await get(`/api/devices/${second.name}`)).json<Told>();
    assert.deepEqual(
      [none, told],
      [
        { engines: [], samples: [] },
        { facts: {}, from: {} },
      ],
    );
  });

  it('is a figure for Prometheus while what was read is fresh', async () => {
    const fresh = { ...snmp, samples: [{ ...snmp.samples[0], at: AT }] };
    const old = { ...snmp, samples: [{ ...snmp.samples[0], at: AT - 11 * 60_000 }] };
    for (const [told, wanted] of [
      [fresh, /^tunnelwatch_device_counter_total\{device="hill-valley",metric="ipsec.in.octets",instance=""\} \d/m],
      [old, /^# TYPE tunnelwatch_device_counter_total counter\n(?!tunnelwatch_device_counter)/m],
    ] as const)
      assert.match((await get('/metrics', { reads: { ...fake, snmp: () => Promise.resolve(told) } })).body, wanted);
  });
});
