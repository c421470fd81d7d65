import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

import { Names } from '../syslog/names.ts';
import { Packer } from '../syslog/packer.ts';
import { packPast, type Unnumbered } from './pack.ts';
import type { FromParser, ParserData, ToParser } from './parser.ts';
import { ArchiveReader } from './reading.ts';

// The thread that reads lines of archives and packs them: one, because what a line teaches of names holds for all that come after it.

if (parentPort === null) throw new Error('collectors/archive/thread runs in a worker thread');
const main = parentPort;
const { names, devices } = workerData as ParserData; // from startParser
const { key } = names;
const hmac =
  key === undefined ? undefined : (text: string) => createHmac('sha256', key).update(text).digest('base64url');
const reader = new ArchiveReader(new Names({ known: names.known, hmac }), devices);

const packer = new Packer({ past: true });
/** What was read and is not packed yet, the oldest first. */
const waiting: (readonly Unnumbered[])[] = [];
const decoder = new TextDecoder(undefined, { ignoreBOM: true });

main.on('message', (message: ToParser) => {
  switch (message.kind) {
    case 'begin':
      reader.begin(message.times);
      return;
    case 'block': {
      const { block, rows } = reader.read(decoder.decode(message.text));
      waiting.push(rows);
      const { devices: of, ats, outcomes, claims } = block;
      const moved = [of, ats, outcomes, claims].map(({ buffer }) => buffer as ArrayBuffer); // made by the reader, of its own
      main.postMessage({ kind: 'read', block } satisfies FromParser, moved);
      return;
    }
    case 'pack': {
      const rows = packPast(waiting.shift() ?? [], message.ids, packer);
      const moved = rows.flatMap(({ shapes, lines, words }) => [shapes, lines, words].map(({ buffer }) => buffer));
      main.postMessage({ kind: 'packed', rows } satisfies FromParser, moved);
      return;
    }
    default:
      throw new Error(`the reader of archives was told ${JSON.stringify(message satisfies never)}`);
  }
});
