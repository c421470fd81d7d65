import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DeviceConflict } from '../../../server/store/device.ts';
import { NOON, scratchStore } from './scratch.ts';

test('devices are read as they were told, with addresses, pools and chains in their order', async (t) => {
  const store = await scratchStore(t);
  const told = {
    name: 'Ünï "asa"',
    addresses: ['203.0.113.9', '2001:db8::1'],
    state: 'pending',
    addedAt: NOON,
  } as const;
  const added = await store.addDevice(told);
  assert.deepEqual(added, { ...told, id: 3, pools: [], chains: [] });
  const configuration = {
    hostname: 'asa',
    version: '9.16(4)',
    pools: [
      { name: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', mask: '255.255.255.0' },
      { name: 'another', first: '10.0.0.1', last: '10.0.0.9' },
    ],
    chains: [
      { tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool', 'another'], groupPolicy: 'DfltGrpPolicy' },
      { tunnelGroup: 'empty', pools: [] },
    ],
  };
  await store.configureDevice(3, { pools: [{ name: 'old', first: '10.9.9.1', last: '10.9.9.2' }], chains: [] });
  await store.configureDevice(3, configuration);
  await store.adoptDevice(3);
  await store.renameDevice(3, 'asa-3');
  await store.zoneDevice(3, 'Europe/Paris');
  const { pools, chains } = configuration;
  const addresses = ['203.0.113.9', '2001:db8::1'];
  const expected = {
    id: 3,
    name: 'asa-3',
    state: 'adopted',
    addresses,
    pools,
    chains,
    addedAt: NOON,
    zone: 'Europe/Paris',
  };
  assert.deepEqual((await store.devices())[2], expected);
  assert.deepEqual((await store.load(NOON, 0)).devices[2], expected);
  await store.zoneDevice(3, undefined);
  assert.equal('zone' in ((await store.devices())[2] ?? {}), false, 'and may be forgotten again');
});

test('a name or an address that is taken is refused in words, and nothing of it is kept', async (t) => {
  const store = await scratchStore(t);
  const before = await store.devices();
  const device = { name: 'asa-3', addresses: ['203.0.113.9', '192.0.2.2'], state: 'adopted', addedAt: NOON } as const;
  await assert.rejects(store.addDevice(device), (error) => {
    assert.ok(error instanceof DeviceConflict);
    assert.equal(error.message, '192.0.2.2 is an address of device "asa 192.0.2.2" already');
    return true;
  });
  await assert.rejects(store.addDevice({ ...device, name: 'asa 192.0.2.1', addresses: [] }), DeviceConflict);
  await assert.rejects(store.addDevice({ ...device, addresses: ['203.0.113.9', '203.0.113.9'] }), DeviceConflict);
  await assert.rejects(store.renameDevice(1, 'asa 192.0.2.2'), DeviceConflict);
  assert.deepEqual(await store.devices(), before);
});

test('what is asked of a device that is not there is refused', async (t) => {
  const store = await scratchStore(t);
  for (const asked of [
    store.adoptDevice(9),
    store.renameDevice(9, 'x'),
    store.zoneDevice(9, 'UTC'),
    store.configureDevice(9, { pools: [], chains: [] }),
  ]) {
    await assert.rejects(asked, DeviceConflict);
  }
});
