import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { inLine } from '../../../server/store/in-line.ts';
import { openWriter, type Connection } from '../../../server/store/sqlite.ts';
import { scratch } from './scratch.ts';

/** A table of numbers, on a handle that tells when statements run. */
async function lab(t: TestContext) {
  const writer = await openWriter(await scratch(t));
  t.after(() => writer.close());
  await writer.run('CREATE TABLE number (n INTEGER NOT NULL CHECK (n < 100)) STRICT');
  const running: string[] = [];
  const watched: Connection = {
    ...writer,
    async run(sql, parameters = []) {
      running.push(`begin ${String(parameters[0])}`);
      try {
        return await writer.run(sql, parameters);
      } finally {
        running.push(`end ${String(parameters[0])}`);
      }
    },
  };
  const numbers = async () =>
    (await writer.all<{ n: number }>('SELECT n FROM number ORDER BY rowid')).map(({ n }) => n);
  return { watched, running, numbers };
}

const put = 'INSERT INTO number (n) VALUES (?)';

test('statements in line run one behind the other, and who asks need not wait for any of them', async (t) => {
  const { watched, running, numbers } = await lab(t);
  const asked: number[] = [];
  await inLine(watched, async (line) => {
    for (const n of [1, 2, 3]) void line.run(put, [n]);
    asked.push(running.length);
    await line.run(put, [4]);
  });
  assert.deepEqual(asked, [0]);
  assert.deepEqual(running, [1, 2, 3, 4].flatMap((n) => [`begin ${n}`, `end ${n}`])); // prettier-ignore
  assert.deepEqual(await numbers(), [1, 2, 3, 4]);
});

test('behind a statement that fails none is run, and its fault is told', async (t) => {
  const { watched, running, numbers } = await lab(t);
  const work = inLine(watched, async (line) => {
    for (const n of [1, 100, 3]) await line.run(put, [n]);
  });
  await assert.rejects(work, /CHECK constraint failed/);
  assert.deepEqual(running, ['begin 1', 'end 1', 'begin 100', 'end 100']);
  assert.deepEqual(await numbers(), [1]);
});

test('when whoever asks fails, what was asked has run before that is told', async (t) => {
  const { watched, running } = await lab(t);
  const work = inLine(watched, (line) => {
    void line.run(put, [1]);
    return Promise.reject(new Error('no text'));
  });
  await assert.rejects(work, /no text/);
  assert.deepEqual(running, ['begin 1', 'end 1']);
});
