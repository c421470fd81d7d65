import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { readShow } from '../../collectors/show/read.ts';
import { UsageFault } from './fault.ts';

/** No device prints as much: 10,000 sessions in `detail` are some 30 MB. */
const LONGEST_OUTPUT = 256 * 1024 * 1024;

/**
 * `parse show COMMAND FILE`: what the saved output of a command says, as JSON. It says nothing of completeness: only a poll knows whether all of it
 * came. A command that is not on the list is a usage fault; an output that cannot be read is an error that names the line.
 */
export async function parseShow(
  command: string,
  file: string,
  input: Readable,
  print: (line: string) => void,
): Promise<void> {
  const words = command.trim().split(/\s+/).join(' ');
  if (readShow(words, '') === undefined)
    throw new UsageFault(`${JSON.stringify(command)}: not a command that is ever sent, so its output is not read`);
  const reading = readShow(words, await output(file, input));
  if (reading?.outcome === 'read') print(JSON.stringify(reading.facts, undefined, 2));
  else if (reading?.outcome === 'refused') throw new Error(`${file}: the device refused: ${reading.text}`);
  else throw new Error(`${file}: line ${reading?.line ?? 1}: not understood: ${(reading?.text ?? '').trim()}`);
}

async function output(file: string, input: Readable): Promise<string> {
  const read = file === '-' ? input : createReadStream(file, { end: LONGEST_OUTPUT });
  try {
    return await text(read);
  } catch (cause) {
    throw new Error(`${file}: cannot be parsed`, { cause });
  }
}
