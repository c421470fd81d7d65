import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { escaped } from '../domain/erasure.ts';

const CHUNK = 1024 * 1024;
/** This file, as it runs in a process of its own. */
const SELF = fileURLToPath(import.meta.url);

/**
 * Whether any of the letters stand in one of these files, in whatever case; one that is not there has none. A process of its own looks, for
 * to open a file beside SQLite and to close it takes away the locks that SQLite has on it. The letters reach it by its standard input alone.
 */
export function lettersStand(files: readonly string[], needles: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [SELF], { env: {} }, (error, stdout) => {
      if (error === null && /^(?:true|false)$/.test(stdout)) resolve(stdout === 'true');
      else reject(new Error(`whether letters stand in ${files.join(', ')} could not be found out`, { cause: error }));
    });
    child.stdin?.on('error', () => undefined); // its end says so, too
    child.stdin?.end(JSON.stringify({ files, needles }));
  });
}

async function standsIn(path: string, needles: readonly string[]): Promise<boolean> {
  const file = await open(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    const overlap = Math.max(...needles.map(({ length }) => length));
    const pattern = new RegExp(needles.map(escaped).join('|'), 'iu');
    // A file is read as text in any case; byte by byte is three times as fast.
    const decoder = new StringDecoder(needles.every((one) => /^[ -~]*$/.test(one)) ? 'latin1' : 'utf8');
    const buffer = Buffer.alloc(CHUNK);
    let before = '';
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return false;
      const chunk = before + decoder.write(buffer.subarray(0, bytesRead));
      if (pattern.test(chunk)) return true;
      before = chunk.slice(-overlap);
    }
  } finally {
    await file.close();
  }
}

if (process.argv[1] === SELF) {
  // Our own words, of `lettersStand`.
  const { files, needles } = JSON.parse(await text(process.stdin)) as { files: string[]; needles: string[] };
  let stand = false;
  for (const file of files) stand ||= await standsIn(file, needles);
  process.stdout.write(String(stand));
}
