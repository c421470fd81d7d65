import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAudit } from '../../../server/access/audit.ts';
import { auditShow, auditVerify } from '../../../server/commands/audit.ts';
import { auditActions } from '../../../server/commands/audit-actions.ts';
import { serveControl } from '../../../server/commands/control.ts';
import { withDatabase } from '../../../server/commands/database.ts';
import { openKey } from '../../../server/commands/read-only.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import { readConfig, socketPath } from '../../../server/config.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import { NOON, scratch } from '../store/scratch.ts';

test('the log is shown and verified, and the first row that was tampered with told, with a server running and without', async (t) => {
  const path = await scratch(t);
  const config = readConfig({ DATABASE: path });
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const printed = async (work: Promise<unknown>): Promise<readonly string[]> => {
    await work;
    return lines.splice(0);
  };
  await withDatabase(config, async (store) => {
    const unlocked = await openKey(config, store);
    assert.ok('key' in unlocked);
    const audit = createAudit(store, unlocked.key);
    await audit.note({ at: NOON, by: 'docbrown', from: '192.0.2.1', kind: 'login' });
    await audit.note({ at: NOON + 60_000, by: 'docbrown', from: null, kind: 'device.changed', about: { device: 'asa01' }, said: 'a\u001b[2J' }); // prettier-ignore
    // As the running server does.
    const stop = await serveControl(socketPath(path), auditActions(store, audit));
    try {
      const [words, hash] = await printed(auditVerify(config, print));
      assert.equal(words, 'the audit log is as it was written: 2 rows');
      assert.match(hash ?? '', /to be kept elsewhere: [0-9a-f]{64}$/);
    } finally {
      await stop();
    }
  });
  assert.deepEqual(await printed(auditShow(config, undefined, print)), [
    '1  2026-11-23T12:00:00.000Z  docbrown (192.0.2.1) logged in  {}',
    '2  2026-11-23T12:01:00.000Z  docbrown (this machine) changed a device  {"device":"asa01"}  "a\\u{1b}[2J"',
  ]);
  assert.equal((await printed(auditShow(config, '2026-11-23T12:00:30Z', print))).length, 1);
  await assert.rejects(auditShow(config, 'yesterday', print), UsageFault);
  assert.equal(await auditVerify(config, print), true);
  lines.length = 0;
  const file = await openWriter(path);
  await file.run('UPDATE audit SET "from" = NULL WHERE seq = 1');
  await file.close();
  assert.equal(await auditVerify(config, print), false);
  assert.match(lines.join(), /TAMPERED WITH: row 1 was changed/);
});
