import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, dirname } from 'node:path';
import { test } from 'node:test';

import { auditVerify } from '../../../server/commands/audit.ts';
import { channelAct, channelAdd } from '../../../server/commands/channel.ts';
import { deviceImport } from '../../../server/commands/device-import.ts';
import { deviceUnpoll } from '../../../server/commands/device-poll.ts';
import { deviceSnmp } from '../../../server/commands/device-snmp.ts';
import { deviceAdd, deviceList, deviceTellZone } from '../../../server/commands/device.ts';
import { readConfig } from '../../../server/config.ts';
import { entry } from '../../end-to-end/program.ts';
import { rowsOf } from '../record/past.ts';
import { scratch } from '../store/scratch.ts';

test('what is done from the command line while no server runs is written down as that server does', async (t) => {
  const path = await scratch(t);
  const config = readConfig({ DATABASE: path });
  const print = (): void => undefined;
  await deviceAdd(config, 'asa01', '10.10.10.2', {}, print);
  await deviceList(config, print);
  await deviceTellZone(config, 'asa01', 'Europe/Berlin', print);
  const inventory = join(dirname(path), 'devices.csv');
  await writeFile(inventory, 'name,address\nasa02,10.10.10.3\n');
  await deviceImport(config, inventory, print);
  await deviceUnpoll(config, 'asa01', print);
  await deviceSnmp(config, 'asa01', { off: true }, print);
  await channelAdd(config, 'noc', 'syslog', { host: '192.0.2.9' }, print);
  await channelAct(config, 'disable', 'noc', print);
  const child = spawn(process.execPath, [entry, 'erase', 'zorblatt', '--reason', 'request 17'], { env: { ...process.env, DATABASE: path } }); // prettier-ignore
  child.stdin.end('zorblatt\n');
  assert.deepEqual(await once(child, 'close'), [0, null]);
  const { audit = [] } = await rowsOf(path, 'audit');
  assert.deepEqual(
    audit.map(({ by, kind, about }) => [by, kind, (JSON.parse(String(about)) as { what: string }).what]),
    [
      ['command line', 'device.changed', 'device.add'],
      ['command line', 'device.changed', 'device.zone'],
      ['command line', 'device.changed', 'device.import'],
      ['command line', 'device.changed', 'polling.stop'],
      ['command line', 'device.changed', 'snmp.off'],
      ['command line', 'channel.changed', 'channel.add'],
      ['command line', 'channel.changed', 'channel.disable'],
      ['command line', 'erased', 'user.erase'],
    ],
  );
  assert.equal(await auditVerify(config, print), true);
});
