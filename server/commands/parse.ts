import { createReadStream } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

import { LONGEST_LINE, textOf } from '../../collectors/syslog/line.ts';
import { parse } from '../../collectors/syslog/parse.ts';
import { civilTime, FIRST_YEAR, readStamp } from '../domain/stamp.ts';
import { UsageFault } from './fault.ts';

/** `parse KIND FILE`: what is understood of each line of a file (`-`: standard input), on standard output. */
export async function parseFile(kind: string, file: string): Promise<void> {
  if (kind !== 'syslog') throw new UsageFault(`${JSON.stringify(kind)}: only syslog can be parsed`);
  const input = file === '-' ? process.stdin : createReadStream(file);
  try {
    await parseSyslog(input, process.stdout);
  } catch (cause) {
    throw new Error(`${file}: cannot be parsed`, { cause });
  }
}

/**
 * Writes one JSON object for each line of the input: any bytes, LF or CRLF, lines of any length.
 * Holds no more than a chunk of it. Who stops reading the output ends it quietly.
 */
export async function parseSyslog(input: Readable, output: Writable): Promise<void> {
  let broken: NodeJS.ErrnoException | undefined;
  // Stays: the event comes after the callback of the write that failed, and with no listener it would end the process.
  output.on('error', (error: NodeJS.ErrnoException) => void (broken ??= error));
  try {
    const lines = splitter();
    for await (const chunk of input) {
      // A readable without an encoding gives buffers, one with an encoding strings.
      broken ??= await write(output, lines.push(Buffer.from(chunk as Buffer | string)));
      if (broken !== undefined) break;
    }
    broken ??= await write(output, lines.end());
    if (broken !== undefined && broken.code !== 'EPIPE') throw broken;
  } finally {
    input.destroy();
  }
}

/** Resolves when the output has taken the lines, or with the error that keeps it from taking any. */
function write(output: Writable, lines: readonly Buffer[]): Promise<NodeJS.ErrnoException | undefined> {
  if (lines.length === 0) return Promise.resolve(undefined);
  const text = lines.map((line) => `${describe(textOf(line))}\n`).join('');
  return new Promise((resolve) => {
    output.write(text, (error) => resolve(error ?? undefined));
  });
}

function describe(line: string): string {
  const { outcome, messageId = null, severity = null, device = null, deviceTime = null, claim = null } = parse(line);
  const deviceTimeUtc = deviceTime === null ? undefined : utcOf(deviceTime);
  return JSON.stringify({ outcome, messageId, severity, device, deviceTime, claim, deviceTimeUtc });
}

/** A stamp that tells its year and its zone, in UTC (ISO 8601); nothing is said of one that would have to be guessed at. */
export function utcOf(deviceTime: string): string | undefined {
  const stamp = readStamp(deviceTime);
  if (stamp?.year === undefined || stamp.year < FIRST_YEAR || stamp.offset === undefined) return undefined;
  const civil = civilTime(stamp, 0);
  return civil === undefined ? undefined : new Date(civil - stamp.offset * 60_000).toISOString();
}

const LF = 10;
const CR = 13;

/** Cuts a stream of bytes into lines. Of a line that is too long, only the beginning is held. */
function splitter(): { push: (chunk: Buffer) => readonly Buffer[]; end: () => readonly Buffer[] } {
  /** The beginning of a line whose end has not come: one byte more than is kept tells that it is too long. */
  let begun: Buffer | undefined;
  const join = (part: Buffer): Buffer => {
    if (begun === undefined) return part;
    return begun.length > LONGEST_LINE ? begun : Buffer.concat([begun, part.subarray(0, LONGEST_LINE + 1)]);
  };
  return {
    push: (chunk) => {
      const lines: Buffer[] = [];
      let from = 0;
      for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
        const line = join(chunk.subarray(from, at));
        begun = undefined;
        lines.push(line.at(-1) === CR ? line.subarray(0, -1) : line);
        from = at + 1;
      }
      if (from < chunk.length) begun = Buffer.from(join(chunk.subarray(from)).subarray(0, 2 * LONGEST_LINE));
      return lines;
    },
    end: () => (begun === undefined ? [] : [begun]),
  };
}
