import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { serveControl } from '../../../server/commands/control.ts';
import { deviceActions, deviceAddress, deviceName } from '../../../server/commands/device-actions.ts';
import {
  deviceAdd,
  deviceAdopt,
  deviceConfig,
  deviceList,
  deviceStore,
  deviceTellZone,
} from '../../../server/commands/device.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import { readConfig, socketPath, type Config } from '../../../server/config.ts';
import type { Device } from '../../../server/domain/device.ts';
import { lockDatabase } from '../../../server/store/lock.ts';
import { openStore } from '../../../server/store/open.ts';
import type { Store } from '../../../server/store/store.ts';

const golden = 'test/golden/show/asa-8.2/input.txt';
const now = (): number => Date.UTC(2026, 10, 23, 12);

describe('the device commands', () => {
  let folder: string;
  let config: Config;
  let lines: string[];
  const print = (line: string): void => void lines.push(line);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tw-'));
    config = readConfig({ DATABASE: join(folder, 'data', 'x.db') });
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('add a device with the pools of its running configuration, and list it', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', { runningConfig: golden }, print);
    assert.deepEqual(lines.splice(0), [
      'asa01 (10.10.10.2) is watched',
      '  pool vpnpool: 172.16.1.100-172.16.1.199, 100 addresses, for hillvalleyvpn',
      '  pool spare: 172.16.2.1-172.16.2.10, 10 addresses, used by no tunnel group',
    ]);
    await deviceAdd(config, 'edge-2', '2001:DB8:0::2', {}, print);
    lines.length = 0;
    await deviceList(config, print);
    assert.deepEqual(lines, [
      'NAME    STATE    ADDRESSES    POOLS          SESSIONS  MESSAGES  LAST MESSAGE  ZONE  STORES  SITE',
      'asa01   adopted  10.10.10.2   vpnpool,spare  0         0         never         -     vpn     -',
      'edge-2  adopted  2001:db8::2  -              0         0         never         -     vpn     -',
    ]);
  });

  it('replace a configuration, with notes on what in it cannot be used', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', { runningConfig: golden }, print);
    lines.length = 0;
    await deviceConfig(config, 'asa01', 'test/golden/show/malformed/input.txt', print);
    assert.equal(lines[0], 'asa01: configuration replaced');
    assert.ok(lines.includes('  note: line 5: not a range of IPv4 addresses: ip local pool password <removed>'));
    assert.ok(lines.includes('  pool good: 172.16.4.1-172.16.4.9, 9 addresses, for hillvalleyvpn'));
  });

  it('leave no secret of a running configuration in any file', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', { runningConfig: golden }, print);
    await deviceConfig(config, 'asa01', 'test/golden/show/malformed/input.txt', print);
    for (const name of readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      assert.doesNotMatch(
        readFileSync(join(name.parentPath, name.name), 'latin1'),
        /canary|6XmYwQ009tiYnUDN/,
        name.name,
      );
    }
    assert.doesNotMatch(lines.join('\n'), /canary|6XmYwQ009tiYnUDN/);
  });

  it('refuse a file that is no running configuration, and keep what was known', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', { runningConfig: golden }, print);
    const file = join(folder, 'photo.jpg');
    writeFileSync(file, 'GIF89a');
    await assert.rejects(
      deviceConfig(config, 'asa01', file, print),
      /nothing in it looks like a running configuration/,
    );
    lines.length = 0;
    await deviceList(config, print);
    assert.match(lines[1] ?? '', /vpnpool,spare/);
  });

  it('refuse a name or an address that is taken, or none', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    await assert.rejects(
      deviceAdd(config, 'asa02', '10.10.10.2', {}, print),
      /10\.10\.10\.2 is already an address of asa01/,
    );
    await assert.rejects(deviceAdd(config, 'asa01', '10.10.10.3', {}, print), /already a device named asa01/);
    await assert.rejects(deviceAdd(config, 'a b', '10.10.10.3', {}, print), UsageFault);
    await assert.rejects(deviceAdd(config, 'asa03', 'asa.example', {}, print), UsageFault);
    await assert.rejects(deviceConfig(config, 'asa09', golden, print), /asa09: not known here/);
  });

  it('say that there is no such database, instead of beginning one in the wrong folder', async () => {
    await assert.rejects(deviceList(config, print), /DATABASE=".*x\.db": no such file/);
    await assert.rejects(deviceAdopt(config, 'asa01', undefined, print), /no such file/);
  });

  it('tell the zone of a clock, and forget it again', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', { zone: 'Europe/Paris' }, print);
    await deviceList(config, print);
    assert.match(lines.at(-1) ?? '', /never +Europe\/Paris +vpn +-$/);
    lines.length = 0;
    await deviceTellZone(config, '10.10.10.2', 'UTC-03:30', print);
    await deviceTellZone(config, 'asa01', '-', print);
    await deviceList(config, print);
    assert.deepEqual(lines.slice(0, 2), [
      'asa01: its clock is in UTC-03:30',
      'asa01: its zone is estimated from now on',
    ]);
    assert.match(lines.at(-1) ?? '', /never +- +vpn +-$/);
    await assert.rejects(deviceTellZone(config, 'asa09', 'UTC', print), /asa09: not known here/);
    for (const zone of [
      '',
      'Mars/Olympus',
      '+01:00',
      'UTC+1',
      'UTC+15:00',
      '__proto__',
      'Europe/Paris\n',
      'x'.repeat(2000),
    ]) {
      await assert.rejects(deviceTellZone(config, 'asa01', zone, print), UsageFault, zone);
      await assert.rejects(deviceAdd(config, 'asa02', '10.10.10.3', { zone }, print), UsageFault, zone);
    }
    await deviceList(config, print);
    assert.match(lines.at(-1) ?? '', /^asa01/, 'and nothing was added');
  });

  it('tell which messages are stored, and take nothing else', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    lines.length = 0;
    await deviceStore(config, '10.10.10.2', 'vpn, 302,106023', print);
    await deviceStore(config, 'asa01', 'all', print);
    assert.match(lines[0] ?? '', /^asa01: what sessions and alerts rest on is stored, and vpn, 302, 106023; .*counted/);
    assert.equal(lines[1], 'asa01: every message is stored');
    for (const wrong of ['', 'none', '30201', '302013;']) {
      await assert.rejects(deviceStore(config, 'asa01', wrong, print), UsageFault, wrong);
    }
    await deviceList(config, print);
    assert.match(lines.at(-1) ?? '', /never +- +all +-$/);
  });

  it('adopt a device that waits, by its address in any spelling', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    await withStore(config, (store) =>
      store.addDevice({ name: '2001:db8::7', addresses: ['2001:db8::7'], state: 'pending', addedAt: now() }),
    );
    lines.length = 0;
    await deviceAdopt(config, '2001:DB8:0:0::7', 'edge-7', print);
    assert.deepEqual(lines, ['edge-7 (2001:db8::7) is watched']);
    await deviceList(config, print);
    assert.match(lines.at(-1) ?? '', /^edge-7 +adopted/);
  });

  it('make a device that waits the one that is added with its address', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    await withStore(config, (store) =>
      store.addDevice({ name: '10.10.10.9', addresses: ['10.10.10.9'], state: 'pending', addedAt: now() }),
    );
    await deviceAdd(config, 'asa09', '10.10.10.9', { runningConfig: golden }, print);
    lines.length = 0;
    await deviceList(config, print);
    assert.equal(lines.length, 3);
    assert.match(lines[2] ?? '', /^asa09 +adopted +10\.10\.10\.9 +vpnpool,spare/);
  });

  it('reach the running server, which learns of each change before the command ends', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    await withStore(config, async (store) => {
      const told: (readonly Device[])[] = [];
      const stop = await serveControl(
        socketPath(config.database),
        deviceActions(store, (devices) => void told.push(devices), now),
      );
      await deviceAdd(config, 'asa02', '10.10.10.3', { runningConfig: golden }, print);
      await deviceList(config, print);
      await assert.rejects(deviceAdopt(config, 'asa07', undefined, print), { message: 'asa07: not known here' });
      await stop();
      assert.deepEqual(
        told.map((devices) => devices.map(({ name }) => name)),
        [['asa01', 'asa02']],
      );
      assert.equal(told[0]?.[1]?.pools.length, 2);
    });
    assert.match(lines.at(-1) ?? '', /^asa02 +adopted/);
  });

  it('do nothing while a server has the database but does not answer yet', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    const release = await lockDatabase(config.database);
    await assert.rejects(deviceList(config, print), /another process/);
    await release();
  });

  it('do not believe a body', async () => {
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
    await withStore(config, async (store) => {
      const actions = deviceActions(store, () => undefined, now);
      const pool = { name: 'p', first: '10.0.0.1', last: '10.0.0.9', secret: 'canary' };
      for (const body of [
        undefined,
        null,
        7,
        'x',
        [],
        {},
        { name: 'a', address: 7 },
        { name: 'a', address: '10.0.0.1', configuration: [] },
        { name: 'a', address: '10.0.0.1', zone: 7 },
        { name: 'a', address: '10.0.0.1', zone: 'Mars/Olympus' },
      ]) {
        await assert.rejects(actions['device.add'](body), UsageFault);
      }
      const device = await actions['device.config']({ name: 'asa01', configuration: { pools: [pool], chains: [] } });
      assert.deepEqual(device.pools, [{ name: 'p', first: '10.0.0.1', last: '10.0.0.9' }]);
    });
  });
});

describe('a device', () => {
  it('has a name of letters, digits, dots, hyphens and underscores', () => {
    for (const name of ['asa01', 'A.b-c_9', 'x'.repeat(63)]) assert.equal(deviceName(name), name);
    for (const name of ['', 'a b', 'a/b', 'ä', 'x'.repeat(64), 'a\n'])
      assert.throws(() => deviceName(name), UsageFault, name);
  });

  it('has an address in the one spelling that the receiver uses', () => {
    const spellings = {
      '10.0.0.1': '10.0.0.1',
      '2001:DB8::0:1': '2001:db8::1',
      '::ffff:10.0.0.1': '10.0.0.1',
      '::FFFF:A00:1': '10.0.0.1',
    };
    for (const [typed, address] of Object.entries(spellings)) assert.equal(deviceAddress(typed), address);
    for (const typed of ['', '10.0.0', '010.0.0.1', 'fe80::1%eth0', 'asa.example', '10.0.0.1/24']) {
      assert.throws(() => deviceAddress(typed), UsageFault, typed);
    }
  });
});

async function withStore(config: Config, use: (store: Store) => Promise<unknown>): Promise<void> {
  const release = await lockDatabase(config.database);
  const store = await openStore({ path: config.database, now });
  await use(store).finally(async () => {
    await store.close();
    await release();
  });
}
