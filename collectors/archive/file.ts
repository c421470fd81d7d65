import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

import { ZstdFrames } from './zstd-frames.ts';

/** A file of archived syslog. */
export interface ArchiveFile {
  readonly path: string;
  readonly packed: 'plain' | 'gzip' | 'zstd';
  /** In bytes. */
  readonly size: number;
  /** When it was last written to, epoch milliseconds. */
  readonly written: number;
  /** SHA-256 of its first bytes, in hex, and how many those are. */
  readonly head: string;
  readonly headBytes: number;
}

/** How the reading of a file ended: `cut`: it is shorter than it says; `damaged`: what follows cannot be unpacked. */
export type Ending = 'whole' | 'cut' | 'damaged';

const HEAD = 4096;
/** Bytes read at once. Packed ones may become a thousand times as many. */
const CHUNK = 256 * 1024;
const PACKED_CHUNK = 32 * 1024;
const UNPACKED = 256 * 1024;

/** What files begin with, and what we call it; `undefined`: we cannot read it. */
const MAGIC: readonly (readonly [bytes: string, packed: ArchiveFile['packed'] | undefined, name: string])[] = [
  ['1f8b', 'gzip', 'gzip'],
  ['28b52ffd', 'zstd', 'zstd'],
  ['fd377a585a00', undefined, 'xz'],
  ['425a68', undefined, 'bzip2'],
  ['504b0304', undefined, 'zip'],
];

/** Looks at a file. Rejects where it cannot be read, or is packed in a way that is not known here. */
export async function archiveFile(path: string): Promise<ArchiveFile> {
  const file = await open(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error(`${path}: not a file`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const head = buffer.subarray(0, bytesRead);
    const [, packed = 'plain', name] = MAGIC.find(([bytes]) => head.toString('hex', 0, 6).startsWith(bytes)) ?? [];
    const isUnknown = name !== undefined && packed === 'plain';
    if (isUnknown) throw new Error(`${path}: packed by ${name}: unpack it first`);
    if (packed === 'zstd' && unzstd === undefined)
      throw new Error(
        `${path}: packed by zstd, which Node ${process.versions.node} cannot unpack (22.15 and 23.8 can): unpack it first`,
      );
    return {
      ...{ path, packed, size: found.size, written: found.mtimeMs },
      ...{ head: createHash('sha256').update(head).digest('hex'), headBytes: bytesRead },
    };
  } finally {
    await file.close();
  }
}

/** The bytes of its text, unpacked. `onRead` is told how many bytes of the file were read. What comes before an end that is none is given all the same. */
export async function* bytesOf(
  { path, packed }: ArchiveFile,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, Ending> {
  const file = await open(path);
  try {
    if (packed === 'plain') {
      for await (const chunk of chunksOf(file, CHUNK, onRead)) yield chunk;
      return 'whole';
    }
    const options = { chunkSize: UNPACKED };
    const chunks = chunksOf(file, PACKED_CHUNK, onRead);
    if (packed === 'gzip') return yield* unpacked(chunks, zlib.createGunzip(options));
    const frames = new ZstdFrames();
    const ending = yield* unpacked(framed(chunks, frames), openZstd(options));
    return ending === 'whole' && frames.isWithin ? 'cut' : ending;
  } finally {
    await file.close();
  }
}

async function* chunksOf(
  file: FileHandle,
  size: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, null);
    if (bytesRead === 0) return;
    onRead(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

async function* framed(chunks: AsyncIterable<Buffer>, frames: ZstdFrames): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) yield* frames.pieces(chunk);
}

/** Chunk by chunk, and always flowing: a stream that is destroyed by a fault drops what it has unpacked and nobody has taken. */
async function* unpacked(chunks: AsyncIterable<Buffer>, stream: Transform): AsyncGenerator<Buffer, Ending> {
  const out: Buffer[] = [];
  const seen: { fault?: NodeJS.ErrnoException } = {};
  stream.on('data', (chunk: Buffer) => out.push(chunk));
  stream.on('error', (fault) => (seen.fault = fault));
  const closed = new Promise<void>((done) => stream.once('close', done));
  const write = (chunk: Buffer): Promise<void> => new Promise((done) => stream.write(chunk, () => done()));
  for await (const chunk of chunks) {
    await Promise.race([write(chunk), closed]);
    await new Promise(setImmediate); // what it holds back flows in the next turn
    yield* out.splice(0);
    if (seen.fault !== undefined) break;
  }
  if (seen.fault === undefined) {
    stream.end();
    await closed;
    yield* out.splice(0);
  }
  stream.destroy();
  if (seen.fault === undefined) return 'whole';
  return seen.fault.code === 'Z_BUF_ERROR' ? 'cut' : 'damaged';
}

type Unpack = (options: { readonly chunkSize: number }) => Transform;

/** Node's own has it since 22.15 and 23.8; the types are those of the oldest Node that we run on. */
const unzstd = (zlib as { readonly createZstdDecompress?: Unpack }).createZstdDecompress;

function openZstd(options: { readonly chunkSize: number }): Transform {
  if (unzstd === undefined) throw new Error('this Node has no zstd');
  return unzstd(options);
}
