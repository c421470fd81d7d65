import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

import { Names } from '../syslog/names.ts';
import type { FromParser, ParserData, ToParser } from './parser.ts';
import { ArchiveReader } from './reading.ts';

// The thread that reads lines of archives: one, because what a line teaches of names holds for all that come after it.

if (parentPort === null) throw new Error('collectors/archive/thread runs in a worker thread');
const main = parentPort;
const { names, devices } = workerData as ParserData; // from startParser
const { key } = names;
const hmac =
  key === undefined ? undefined : (text: string) => createHmac('sha256', key).update(text).digest('base64url');
const reader = new ArchiveReader(new Names({ known: names.known, hmac }), devices);

main.on('message', (message: ToParser) => {
  if (message.kind === 'begin') reader.begin(message.times);
  else {
    const block = reader.read(message.text);
    const { devices: of, ats, outcomes, rows, starts } = block;
    const moved = [of, ats, outcomes, rows, starts].map(({ buffer }) => buffer as ArrayBuffer); // made by the reader, of its own
    main.postMessage(block satisfies FromParser, moved);
  }
});
