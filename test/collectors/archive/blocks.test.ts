import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import * as zlib from 'node:zlib';

import { blocksOf, type Block, type BlocksEnd } from '../../../collectors/archive/blocks.ts';
import { archiveFile } from '../../../collectors/archive/file.ts';
import { ZstdFrames } from '../../../collectors/archive/zstd-frames.ts';

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
  const all: { readonly text: string; readonly offset: number }[] = [];
  let next: IteratorResult<Block, BlocksEnd> = await blocks.next();
  for (; next.done !== true; next = await blocks.next()) {
    const { text, offset } = next.value;
    // Handed over, as blocks are: what comes next must not need the bytes of what came before.
    const taken = structuredClone(text, { transfer: [text.buffer] });
    all.push({ text: Buffer.from(taken).toString(), offset });
  }
  return { all, text: all.map((block) => block.text).join(''), end: next.value };
}

test('blocks are whole lines, and each offset is where the next one begins', async (t) => {
  for (const content of [
    text,
    zlib.gzipSync(text),
    Buffer.concat([zlib.gzipSync(text.slice(0, 9999)), zlib.gzipSync(text.slice(9999))]),
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
  const packed = zlib.gzipSync(text);
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

test('zstd is read where Node has it, and elsewhere refused with the version that can', async (t) => {
  const { zstdCompressSync } = zlib as { readonly zstdCompressSync?: (text: string | Buffer) => Buffer }; // of newer Nodes than the types are of
  if (zstdCompressSync === undefined) {
    const path = await fileOf(t, Buffer.from('28b52ffd0058190000616263', 'hex'));
    const why = `packed by zstd, which Node ${process.versions.node} cannot unpack (22.15 and 23.8 can): unpack it first`;
    await assert.rejects(archiveFile(path), { message: `${path}: ${why}` });
    return;
  }
  const packed = zstdCompressSync(text);
  const path = await fileOf(t, packed);
  assert.deepEqual((await read(path)).end, { ending: 'whole', left: false });
  assert.ok((await read(path)).text === text);
  const two = await read(await fileOf(t, Buffer.concat([packed, packed])));
  assert.ok(two.text === text + text, 'frames one behind the other are read to the last one');
  const cut = await read(await fileOf(t, packed.subarray(0, Math.floor(packed.length * 0.6))));
  assert.equal(cut.end.ending, 'cut');
  assert.ok(text.startsWith(cut.text));
  const broken = Buffer.concat([packed, Buffer.from('no frame at all')]);
  const damaged = await read(await fileOf(t, broken));
  assert.deepEqual([damaged.end.ending, damaged.text === text], ['damaged', true]);
});

test('the ends of zstd frames are found in chunks of any size, of those too that are to be skipped', () => {
  // RFC 8878: a frame of one raw block, one of a repeated byte and a raw block with a checksum, and one that is to be skipped.
  const frames = ['28b52ffd0058190000616263', '28b52ffd24052200006109000062a0b0c0d0', '502a4d1803000000010203'];
  const ends = frames.map((_, index) => frames.slice(0, index + 1).join('').length / 2);
  const whole = Buffer.from(frames.join(''), 'hex');
  for (const size of [1, 2, 5, 7, whole.length]) {
    const walk = new ZstdFrames();
    const found: number[] = [];
    for (let from = 0; from < whole.length; from += size)
      for (const piece of walk.pieces(whole.subarray(from, from + size)))
        found.push((found.at(-1) ?? 0) + piece.length);
    assert.deepEqual(ends.filter((end) => !found.includes(end)), [], `in chunks of ${size}`); // prettier-ignore
    if (size === whole.length) assert.deepEqual(found, ends);
    assert.equal(walk.isWithin, false);
  }
  const begun = new ZstdFrames();
  begun.pieces(Buffer.from('28b52ffd0458190000', 'hex'));
  assert.equal(begun.isWithin, true);
});

test('what we cannot unpack is refused by name, and nothing is no archive', async (t) => {
  const xz = await fileOf(t, Buffer.from('fd377a585a000004', 'hex'));
  await assert.rejects(archiveFile(xz), /packed by xz: unpack it first/);
  assert.deepEqual((await read(await fileOf(t, ''))).all, []);
  await assert.rejects(archiveFile(tmpdir()), /not a file/);
});
