import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';

import { blocksOf, type Block, type BlocksEnd } from '../../../collectors/archive/blocks.ts';
import { archiveFile } from '../../../collectors/archive/file.ts';

const OLD = new Date('2026-01-05T00:00:00Z');
const lines = Array.from({ length: 5000 }, (_, n) => `line ${n} ${(n * 7919).toString(36).repeat(4)}`);
const text = `${lines.join('\n')}\n`;

async function fileOf(t: TestContext, content: Buffer | string, written = OLD): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-blocks-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'asa.log');
  await writeFile(path, content);
  await utimes(path, written, written);
  return path;
}

async function read(path: string, { from = 0, bytes = 4096, now = OLD.getTime() + 3_600_000 } = {}) {
  const blocks = blocksOf(await archiveFile(path), { from, bytes, onRead: () => undefined, now });
  const all: Block[] = [];
  let next: IteratorResult<Block, BlocksEnd> = await blocks.next();
  for (; next.done !== true; next = await blocks.next()) all.push(next.value);
  return { all, text: all.map((block) => block.text).join(''), end: next.value };
}

test('blocks are whole lines, and each offset is where the next one begins', async (t) => {
  for (const content of [
    text,
    gzipSync(text),
    Buffer.concat([gzipSync(text.slice(0, 9999)), gzipSync(text.slice(9999))]),
  ]) {
    const path = await fileOf(t, content);
    const whole = await read(path);
    assert.equal(whole.text, text);
    assert.deepEqual(whole.end, { ending: 'whole', left: false });
    for (const { text: one } of whole.all) assert.ok(one.endsWith('\n'));
    const middle = whole.all[Math.floor(whole.all.length / 2)]?.offset ?? 0;
    assert.equal((await read(path, { from: middle })).text, text.slice(middle));
  }
});

test('of a gzip that is cut off or damaged all that was whole is given, and it is told', async (t) => {
  const packed = gzipSync(text);
  const cut = await read(await fileOf(t, packed.subarray(0, Math.floor(packed.length * 0.6))));
  assert.equal(cut.end.ending, 'cut');
  assert.ok(text.startsWith(cut.text) && cut.text.endsWith('\n') && cut.text.length > text.length * 0.4, `${cut.text.length}`); // prettier-ignore
  const broken = Buffer.from(packed);
  broken.fill(0xff, Math.floor(packed.length * 0.7), Math.floor(packed.length * 0.7) + 40);
  const damaged = await read(await fileOf(t, broken));
  assert.equal(damaged.end.ending, 'damaged');
  assert.ok(damaged.text.endsWith('\n'));
});

test('a last line without an end is taken of a file that is written to no more, and left where it may be', async (t) => {
  const path = await fileOf(t, 'one\ntwo');
  assert.deepEqual(await read(path), { all: [{ text: 'one\ntwo', offset: 7 }], text: 'one\ntwo', end: { ending: 'whole', left: false } }); // prettier-ignore
  const { text: settled, end } = await read(path, { now: OLD.getTime() + 1000 });
  assert.deepEqual([settled, end], ['one\n', { ending: 'whole', left: true }]);
});

test('a line without an end of any length is held in bounded memory, and its offset is right', async (t) => {
  const path = await fileOf(t, `a\n${'x'.repeat(3_000_000)}\nb\n`);
  const { all, text: given } = await read(path, { bytes: 100_000 });
  assert.equal(all.at(-1)?.offset, 3_000_005);
  assert.ok(given.startsWith('a\nxxx') && given.endsWith('x\nb\n') && given.length < 600_000, `${given.length}`);
});

test('what we cannot unpack is refused by name, and nothing is no archive', async (t) => {
  const xz = await fileOf(t, Buffer.from('fd377a585a000004', 'hex'));
  await assert.rejects(archiveFile(xz), /packed by xz: unpack it first/);
  assert.deepEqual((await read(await fileOf(t, ''))).all, []);
  await assert.rejects(archiveFile(tmpdir()), /not a file/);
});
