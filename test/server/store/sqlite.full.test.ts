import { test } from 'node:test';

import { expectNoSilentChange } from './any-value.ts';

test('of 100,000 values of all types none comes back from SQLite as another', async () => {
  await expectNoSilentChange(100_000);
  process.stdout.write('FIGURES {"cases":100000,"silentChanges":0}\n');
});
