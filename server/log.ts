import { pino } from 'pino';

import type { Level } from './config.ts';

/** What goes with a log line; an error goes under `err`. */
export type Fields = Readonly<Record<string, unknown>>;

/** Says what happened, as one JSON line each. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

/** A log on standard error, or wherever `write` puts its lines. */
export function createLog(level: Level, write: (line: string) => void = toStandardError()): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describe },
  };
  return pino(options, { write: (line: string) => write(escapeControls(line)) });
}

/**
 * What may be told of an error: its own words and those of its causes.
 * Never its other properties: the errors of some packages carry keys and passwords in them.
 */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) };
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}

// JSON escapes C0 only. C1 (a terminal takes U+009B for ESC [), line separators, zero-width and bidirectional controls go through it
// as they are; inside a JSON string, and they stand nowhere else, \u escapes mean the same.
const UNSAFE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeControls(line: string): string {
  return line.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function toStandardError(): (line: string) => void {
  // Whoever read our log may go away (EPIPE): that must not end the collecting.
  process.stderr.on('error', () => undefined);
  return (line) => process.stderr.write(line);
}
