import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { entry } from './program.ts';

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly told: string;
}

/** Asks over TCP or a Unix socket, with whatever headers. */
export function ask(
  to: { port?: number; socketPath?: string },
  path: string,
  method: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answer> {
  // prettier-ignore
  return new Promise((done, fail) => {
    const call = request({ host: '127.0.0.1', ...to, path, method, headers, agent: false }, (answer) => {
      text(answer).then((told) => done({ status: answer.statusCode ?? 0, told }), fail);
    });
    call.once('error', fail);
    call.end(body);
  });
}

/** Sends bytes that are hardly HTTP, and resolves with all that comes back. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((done) => {
    let told = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => (told += chunk.toString('latin1')));
    // A reset is an answer, too.
    socket.on('error', () => undefined);
    socket.on('close', () => done(told));
  });
}

/** Runs a command that must fail, with what it asks for typed; resolves with all that it says. */
export function failing(
  env: Readonly<Record<string, string>>,
  typed: string,
  ...words: readonly string[]
): Promise<string> {
  return new Promise((done, fail) => {
    const running = execFile(
      process.execPath,
      [entry, ...words],
      { env: { ...process.env, LOG_LEVEL: 'debug', ...env } },
      (fault, out, error) => {
        // prettier-ignore
        if (fault === null) fail(new Error(`${words.join(' ')}: did not fail: ${out}`));
      else done(out + error);
      },
    );
    running.stdin?.on('error', () => undefined); // it may have ended before it read
    running.stdin?.end(`${typed}\n`);
  });
}
