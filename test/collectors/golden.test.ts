import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { parseSyslog } from '../../server/commands/parse.ts';
import { flatten } from '../../collectors/syslog/compile.ts';
import { header } from '../../collectors/syslog/header.ts';
import { rows, rowsOf } from '../../collectors/syslog/tables.ts';
import { match } from '../../collectors/syslog/template.ts';

// Run from the root of the repository: golden folders are data, not compiled.
const ROOT = 'test/golden/syslog';
const cases = readdirSync(ROOT).sort();

for (const name of cases) {
  test(`golden: ${name}`, async () => {
    const output = new PassThrough();
    const printed = text(output);
    await parseSyslog(Readable.from([readFileSync(`${ROOT}/${name}/input.log`)]), output);
    output.end();
    const objects = (await printed)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(objects, JSON.parse(readFileSync(`${ROOT}/${name}/expected.json`, 'utf8')));
  });
}

test('every row of every table, and every wording of it, has a golden case', () => {
  const missing = new Set(rows.flatMap(({ id, wordings }) => (wordings.length === 0 ? [`${id}`] : wordings.map((wording) => `${id} ${wording}`)))); // prettier-ignore
  for (const line of cases.flatMap((name) => readFileSync(`${ROOT}/${name}/input.log`, 'utf8').split('\n'))) {
    const head = header(line);
    if (head === undefined) continue;
    const found = rowsOf.get(head.messageId)?.map((row) => match(row, flatten(head.text))).find((one) => one.outcome !== 'misfit'); // prettier-ignore
    if (found === undefined) continue;
    missing.delete(found.wording === undefined ? `${head.messageId}` : `${head.messageId} ${found.wording}`);
  }
  assert.deepEqual([...missing], []);
});
