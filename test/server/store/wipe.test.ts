import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { pseudonymsOf, scrubOf } from '../../../server/domain/erasure.ts';
import { stands } from '../../../server/store/wipe.ts';
import { scratch } from './scratch.ts';

/** Bytes that are no text, as they stand before a text in a file of a database. */
const noise = Buffer.from([0x00, 0xc3, 0xff, 0xe2, 0x82, 0x9c, 0xf0]);
const CHUNK = 1024 * 1024;

const written = [
  ['HILL\\marty', JSON.stringify({ user: 'Hill\\Marty' })],
  ['o"neill', JSON.stringify(['O"Neill'])],
  ['müller', 'Username = MÜLLER, IP'],
  ['Ωmega', 'ωMEGA'],
  ['marty', 'MARTY'],
] as const;

for (const [name, text] of written)
  test(`the letters of ${name} are seen where ${text} stands in a file or its log, wherever it is cut`, async (t) => {
    const path = await scratch(t);
    const { needles } = scrubOf(name, pseudonymsOf('erased-0', [name]));
    for (const file of [path, `${path}-wal`])
      for (const before of [0, CHUNK - noise.length - 4, CHUNK - noise.length - 3]) {
        await writeFile(file, Buffer.concat([Buffer.alloc(before, 'x'), noise, Buffer.from(text), noise]));
        assert.equal(await stands(path, needles), true, `${before} bytes before it`);
        await writeFile(file, noise);
      }
    assert.equal(await stands(path, needles), false);
  });
