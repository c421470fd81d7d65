import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { DeviceFacts, Polled } from '../../../server/domain/polling.ts';
import type { Sample } from '../../../server/domain/sample.ts';
import type { SnmpAccess, SnmpEngine } from '../../../server/domain/snmp.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const v2c: SnmpAccess = { device: 1, version: 'v2c', host: '192.0.2.1', port: 161, everySeconds: 60 };
const v3: SnmpAccess = {
  ...{ device: 2, version: 'v3', user: 'nms', auth: 'sha256', priv: 'aes' },
  ...{ host: '192.0.2.2', port: 1161, everySeconds: 0 },
};
const engine: SnmpEngine = { device: 2, engineId: '80000009fe01', accepted: true, boots: 4, time: 100, at: NOON };

function polled(at: number, told: Partial<Polled>): Polled {
  return {
    ...{ device: 1, by: 'snmp', startedAt: at - 500, finishedAt: at },
    ...{ rosters: [], facts: {}, failures: [], ...told },
  };
}

describe("a device's SNMP in the store", () => {
  it('is kept as it was told, and forgotten with its engines, secrets and samples', async (t) => {
    const store = await scratchStore(t);
    for (const one of [v2c, v3]) await store.putSnmpAccess(one);
    assert.deepEqual(await store.snmpAccesses(), [v2c, v3]);
    await store.putSnmpAccess({ ...v2c, everySeconds: 300 });
    await store.putSnmpEngines([engine]);
    for (const owner of ['snmp:1', 'snmp:2', 'device:2'])
      await store.putSecret({ owner, field: 'community', keyId: 'k', nonce: 'n', ciphertext: 'c' });
    await store.putPoll(polled(NOON, { device: 2, samples: [gauge('cpu', '1', '7', NOON)] }));
    await store.dropSnmpAccess(2);
    assert.deepEqual(await store.snmpAccesses(), [{ ...v2c, everySeconds: 300 }]);
    assert.deepEqual(await store.snmpEngines(), []);
    assert.deepEqual(
      (await store.secrets()).map(({ owner }) => owner),
      ['device:2', 'snmp:1'],
    );
    assert.deepEqual(await store.reads.snmp(2), { engines: [], samples: [] });
  });

  it('never takes an engine back in its boots and time, nor back to strangers', async (t) => {
    const store = await scratchStore(t);
    await store.putSnmpEngines([engine]);
    assert.deepEqual(await store.snmpEngines(), [], 'of a device without access none is kept');
    await store.putSnmpAccess(v3);
    await store.putSnmpEngines([engine]);
    await store.putSnmpEngines([{ ...engine, boots: 3, time: 9000, at: NOON + 1000, accepted: false }]);
    assert.deepEqual(await store.snmpEngines(), [{ ...engine, at: NOON + 1000 }]);
    await store.putSnmpEngines([{ ...engine, boots: 5, time: 2, at: NOON + 2000 }]);
    assert.deepEqual(await store.snmpEngines(), [{ ...engine, boots: 5, time: 2, at: NOON + 2000 }]);
  });

  it('remembers the latest of strange engines, and all that a person has accepted', async (t) => {
    const store = await scratchStore(t);
    await store.putSnmpAccess(v3);
    await store.putSnmpEngines([{ ...engine, accepted: false }]);
    await store.acceptSnmpEngine(2, engine.engineId);
    const strange = Array.from({ length: 20 }, (_, n) => {
      return { ...engine, engineId: `80000009ff${String(n).padStart(2, '0')}`, accepted: false, at: NOON + 1000 * n };
    });
    await store.putSnmpEngines(strange);
    const kept = await store.snmpEngines();
    assert.deepEqual(
      kept.map(({ engineId }) => engineId),
      [
        ...strange
          .map(({ engineId }) => engineId)
          .slice(12)
          .reverse(),
        engine.engineId,
      ],
    );
    assert.equal(kept.find(({ engineId }) => engineId === engine.engineId)?.accepted, true);
  });
});

describe('polls over SNMP in the store', () => {
  it('leave what commands told as it was', async (t) => {
    const store = await scratchStore(t);
    await store.commit(setOf({ polled: [byCommands({ version: '9.16(4)', uptime: 100 })] }));
    await store.commit(setOf({ polled: [polled(NOON + 1000, { facts: { uptime: 50 } })], at: NOON + 1000 }));
    assert.deepEqual((await store.reads.poll(1)).last?.facts, { version: '9.16(4)', uptime: 100 });
    assert.deepEqual((await store.reads.snmp(1)).last?.facts, { uptime: 50 });
  });

  it('keep the last two readings of a metric, exact beyond 2^53, with the uptime of each', async (t) => {
    const store = await scratchStore(t);
    const octets = (value: string, at: number): Sample => {
      return { metric: 'ipsec.in.octets', instance: '', kind: 'counter', bits: 64, value, at };
    };
    for (const [n, value] of ['1', '18446744073709551615', '7'].entries()) {
      const at = NOON + n * 60_000;
      // The uptime was read two seconds before.
      const uptime = gauge('device.uptime', '', `${98 + n * 60}.20`, at - 2000);
      await store.putPoll(polled(at, { samples: [uptime, octets(value, at)] }));
    }
    assert.deepEqual((await store.reads.snmp(1)).samples.slice(1), [
      {
        ...octets('7', NOON + 120_000),
        uptime: 220,
        previous: { value: '18446744073709551615', at: NOON + 60_000, uptime: 160 },
      },
    ]);
    // The same poll once more is no second reading.
    await store.putPoll(polled(NOON + 120_000, { samples: [octets('7', NOON + 120_000)] }));
    assert.equal((await store.reads.snmp(1)).samples[1]?.previous?.value, '18446744073709551615');
  });

  it('forget an instance that was not told for an hour', async (t) => {
    const store = await scratchStore(t);
    await store.putPoll(polled(NOON, { samples: [gauge('cpu', '1', '7', NOON), gauge('cpu', '2', '8', NOON)] }));
    const later = NOON + 3_600_001;
    await store.putPoll(polled(later, { samples: [gauge('cpu', '2', '9', later)] }));
    assert.deepEqual(
      (await store.reads.snmp(1)).samples.map(({ instance, value }) => [instance, value]),
      [['2', '9']],
    );
  });
});

function byCommands(facts: DeviceFacts): Polled {
  return { device: 1, startedAt: NOON - 500, finishedAt: NOON, rosters: [], facts, failures: [] };
}

function gauge(metric: string, instance: string, value: string, at: number): Sample {
  return { metric, instance, kind: 'gauge', value, at };
}
