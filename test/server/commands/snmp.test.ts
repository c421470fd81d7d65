import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';

import { readKey, type Key } from '../../../server/access/key.ts';
import { openSnmp } from '../../../server/access/snmp-secrets.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import { snmpActions } from '../../../server/commands/snmp-actions.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratchStore } from '../store/scratch.ts';

const device = 'asa 192.0.2.1';
const user = { device, version: '3', user: 'nms', auth: 'sha256', priv: 'aes' };
const keys = { authKey: 'great scott!', privKey: '1.21 gigawatts' };

async function anyKey(): Promise<Key> {
  const found = await readKey({ env: { TUNNELWATCH_KEY: randomBytes(32).toString('base64') }, keyFile: '/nowhere' });
  assert.ok(found);
  return found.key;
}

async function lab(t: TestContext): Promise<{
  readonly store: Store;
  readonly key: Key;
  readonly changed: readonly number[];
  readonly actions: ReturnType<typeof snmpActions>;
}> {
  const store = await scratchStore(t);
  const key = await anyKey();
  const changed: number[] = [];
  return { store, key, changed, actions: snmpActions(store, key, (id) => void changed.push(id)) };
}

describe("a device's SNMP", () => {
  it('is told with a community, which is kept sealed and told to nobody', async (t) => {
    const { store, key, changed, actions } = await lab(t);
    const state = await actions['snmp.set']({ device, version: '2c', community: 'hoverboard' });
    const access = { device: 1, version: 'v2c', host: '192.0.2.1', port: 161, everySeconds: 60 };
    assert.deepEqual(state.access, access);
    assert.doesNotMatch(JSON.stringify([state, await store.secrets(), await store.reads.snmp(1)]), /hoverboard/);
    assert.deepEqual(openSnmp(key, 1, await store.secrets()), { community: 'hoverboard' });
    assert.equal(openSnmp(key, 2, await store.secrets()), undefined);
    assert.equal(openSnmp(await anyKey(), 1, await store.secrets()), undefined, 'another key opens nothing');
    assert.deepEqual(changed, [1]);
    assert.equal((await actions['snmp.off']({ device: '192.0.2.1' })).access, undefined);
    assert.deepEqual(await store.secrets(), []);
    assert.deepEqual(changed, [1, 1]);
  });

  it('is told with a user; what is left out of where and how often stays, and no community is left behind', async (t) => {
    const { store, key, actions } = await lab(t);
    await actions['snmp.set']({
      device,
      version: '2c',
      community: 'old',
      host: '192.0.2.7',
      port: 1161,
      everySeconds: 0,
    });
    const state = await actions['snmp.set']({ ...user, ...keys });
    assert.deepEqual(state.access, {
      ...{ device: 1, version: 'v3', user: 'nms', auth: 'sha256', priv: 'aes' },
      ...{ host: '192.0.2.7', port: 1161, everySeconds: 0 },
    });
    assert.deepEqual(openSnmp(key, 1, await store.secrets()), keys);
  });

  it('is refused where something does not fit, and no fault tells a secret', async (t) => {
    const { store, actions } = await lab(t);
    for (const [wrong, words] of [
      [{ version: '1', community: 'x' }, /not a version/],
      [{ version: '2c' }, /community: 1 to 256/],
      [{ version: '2c', community: 'hover\u0007board' }, /without control characters/],
      [{ version: '2c', community: 'x', user: 'nms' }, /user: version 2c has a community/],
      [{ ...user, ...keys, community: 'x' }, /version 3 has no community/],
      [{ version: '3' }, /user: version 3 wants one/],
      [{ version: '3', user: 'a b' }, /user: version 3 wants one/],
      [{ ...user, ...keys, auth: 'crc32' }, /auth: not one of md5/],
      [{ ...user, ...keys, auth: undefined }, /no privacy without authentication/],
      [{ ...user, authKey: 'great scott!' }, /passphrase of privacy: 1 to/],
      [{ version: '2c', community: 'x', everySeconds: 5 }, /every: a whole number from 30/],
      [{ version: '2c', community: 'x', port: 0 }, /port: a whole number/],
      [{ version: '2c', community: 'x', host: 'a/b' }, /not an address/],
    ] as const)
      await assert.rejects(actions['snmp.set']({ device, ...wrong }), (fault) => {
        assert.ok(fault instanceof UsageFault);
        assert.match(fault.message, words);
        assert.doesNotMatch(fault.message, /hover|scott|gigawatts/);
        return true;
      });
    assert.deepEqual(await store.snmpAccesses(), []);
    assert.deepEqual(await store.secrets(), []);
  });

  it('believes another engine only once a person says so, and only one that it has shown', async (t) => {
    const { store, changed, actions } = await lab(t);
    await actions['snmp.set']({ ...user, ...keys });
    const engine = { device: 1, engineId: '80000009fe02', accepted: false, boots: 2, time: 30, at: NOON };
    await store.putSnmpEngines([engine]);
    await assert.rejects(actions['snmp.accept']({ device, engineId: '80000009fe03' }), /has shown no such engine/);
    assert.deepEqual((await actions['snmp.show']({ device })).engines, [engine]);
    const { engines } = await actions['snmp.accept']({ device, engineId: '80000009FE02' });
    assert.deepEqual(engines, [{ ...engine, accepted: true }]);
    assert.deepEqual(changed, [1, 1]);
  });
});
