import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';

import { snmpActions } from '../../../server/commands/snmp-actions.ts';
import { trapTest } from '../../../server/commands/trap-test.ts';
import { withDatabase } from '../../../server/commands/database.ts';
import { openKey } from '../../../server/commands/read-only.ts';
import { readConfig } from '../../../server/config.ts';
import { trapV2c } from '../../collectors/snmp/sender.ts';
import { scratch } from '../store/scratch.ts';

test('a test of traps without a server tells what comes, why another is refused, and keeps nothing', async (t) => {
  const config = readConfig({ DATABASE: await scratch(t), TRAP_PORT: '0' });
  await withDatabase(config, async (store) => {
    await store.addDevice({ name: 'asa01', addresses: ['127.0.0.1'], state: 'adopted', addedAt: 1 });
    const unlocked = await openKey(config, store);
    assert.ok('key' in unlocked);
    await snmpActions(store, unlocked.key, () => undefined)['snmp.set']({
      ...{ device: 'asa01', version: '2c', community: 'hoverboard', everySeconds: 0 },
    });
  });
  const lines: string[] = [];
  const socket = createSocket('udp4');
  t.after(() => socket.close());
  await trapTest(config, { seconds: 4 }, (line) => {
    lines.push(line);
    const [, port] = /on UDP port (\d+)/.exec(line) ?? [];
    for (const community of port === undefined ? [] : ['hoverboard', 'skateboard'])
      socket.send(trapV2c(community, { oid: '1.3.6.1.6.3.1.1.5.1', varbinds: [] }), Number(port), '127.0.0.1');
  });
  const text = lines.join('\n');
  assert.match(text, / 127\.0\.0\.1: trap coldStart 1\.3\.6\.1\.6\.3\.1\.1\.5\.1 v2c community=known/);
  assert.match(text, /! .*127\.0\.0\.1.*another community/);
  assert.match(text, /in this time: passed 1, wrongCommunity 1/);
  assert.doesNotMatch(text, /hoverboard|skateboard/);
  await withDatabase(config, async (store) => {
    assert.deepEqual(await store.messagesAfter(0, 10), []);
  });
});
