import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openReaders, type Readers } from '../../../server/store/readers.ts';
import { ReadTimeout } from '../../../server/store/reads.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import { scratch } from './scratch.ts';

const ENDLESS = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n';

async function scratchReaders(
  test: Parameters<typeof scratch>[0],
): Promise<{ readonly readers: Readers; readonly path: string }> {
  const path = await scratch(test);
  const writer = await openWriter(path);
  await writer.script('CREATE TABLE held (id INTEGER PRIMARY KEY) STRICT; INSERT INTO held VALUES (1)');
  const readers = await openReaders(path);
  test.after(async () => {
    await readers.close();
    await writer.close();
  });
  return { readers, path };
}

test('a question that takes too long is ended, and its handle answers the next', async (t) => {
  const { readers, path } = await scratchReaders(t);
  for (let n = 0; n < 4; n += 1) {
    await assert.rejects(
      readers.within(20)((ask) => ask(path, ENDLESS)),
      ReadTimeout,
    );
  }
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => readers.within(60_000)((ask) => ask(path, 'SELECT id FROM held'))),
  );
  assert.deepEqual(answers, Array(4).fill([{ id: 1 }]));
});

test('a question of many statements has one deadline for all', async (t) => {
  const { readers, path } = await scratchReaders(t);
  const endless = readers.within(20)(async (ask) => {
    for (;;) await ask(path, 'SELECT id FROM held');
  });
  await assert.rejects(endless, ReadTimeout);
});

test('while all handles are taken a question waits, but not beyond its deadline, and not in a crowd', async (t) => {
  const { readers, path } = await scratchReaders(t);
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const busy = [1, 2].map(() => readers.within(60_000)(() => gate));
  const impatient = readers.within(20)((ask) => ask(path, 'SELECT id FROM held'));
  await assert.rejects(impatient, /no read handle was free/);
  const crowd = Array.from({ length: 101 }, () => readers.within(60_000)((ask) => ask(path, 'SELECT id FROM held')));
  await assert.rejects(crowd[100] ?? Promise.resolve(), /100 reads are waiting/);
  open();
  assert.equal((await Promise.all(busy)).length, 2);
  assert.deepEqual(await Promise.all(crowd.slice(0, 100)), Array(100).fill([{ id: 1 }]));
});

test('an error that is not of the deadline is told as it is', async (t) => {
  const { readers, path } = await scratchReaders(t);
  await assert.rejects(
    readers.within(60_000)((ask) => ask(path, 'SELECT id FROM nowhere')),
    /no such table/,
  );
});
