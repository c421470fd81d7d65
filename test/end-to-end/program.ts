import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fetchIn, letIn } from './let-in.ts';
import { until } from './until.ts';

/** The compiled program's entry. */
export const entry = fileURLToPath(new URL('../../server/main.js', import.meta.url));

/** The product as a process of its own, as a user runs it. */
export interface Program {
  readonly url: string;
  /** 0 where nothing is collected. */
  readonly syslogPort: number;
  readonly child: ChildProcess;
  /** What it said on standard output before it was ready: at the first run the link that makes an administrator. */
  readonly first: string;
  /** The ports of syslog over TCP and TLS and of traps, as its log tells them. */
  readonly otherPorts: () => Promise<OtherPorts>;
  /** Everything it wrote on standard error so far. */
  readonly log: () => string;
  readonly get: <T>(path: string) => Promise<T>;
  /** Ends it in order and resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it with SIGKILL and resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Ports that the line on standard output does not tell. */
export interface OtherPorts {
  readonly syslogTcpPort?: number;
  readonly syslogTlsPort?: number;
  readonly trapPort?: number;
}

/**
 * Starts `tunnelwatch serve` with the database given, on ports that are free unless `env` says otherwise. Resolves once it listens. The tests
 * are let in, unless it `isNew`: then nobody is.
 */
export async function startProgram(
  database: string,
  env: Readonly<Record<string, string>> = {},
  isNew = false,
): Promise<Program> {
  if (!isNew) await letIn(database);
  const ports = { PORT: '0', SYSLOG_PORT: '0', SYSLOG_TCP_PORT: '0', TRAP_PORT: '0' };
  const settings = { ...ports, DATABASE: database, ADOPT: 'on', LOG_LEVEL: 'info', RESERVE: 'off', ...env };
  const child = spawn(process.execPath, [entry, 'serve'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = once(child, 'exit').then(([code]) => code as number | null); // node's own event
  const said = await Promise.race([linesToReady(child), ended.then((code) => [`exit ${code}`])]);
  const ready = said.at(-1) ?? '';
  const told = /^Tunnelwatch: (https?:\/\/\S+) \((?:syslog on UDP port (\d+)|read-only, .*)\)$/.exec(ready);
  if (told === null) throw new Error(`serve did not start: ${ready}\n${log}`);
  const [, url = '', syslogPort = ''] = told;
  return {
    url,
    syslogPort: Number(syslogPort),
    child,
    first: said.slice(0, -1).join('\n'),
    otherPorts: async () => {
      const started = /^.*"msg":"started".*$/m;
      const [line] = await until(
        () => Promise.resolve(started.exec(log) ?? []),
        (found) => found.length > 0,
      );
      return JSON.parse(line ?? '{}') as OtherPorts;
    },
    log: () => log,
    get: async <T>(path: string) => {
      const response = await fetchIn(`${url}${path}`);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T; // the test says what it expects, and fails if it is not there
    },
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function linesToReady(child: ChildProcess): Promise<readonly string[]> {
  if (child.stdout === null) throw new Error('the program has no standard output');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith('Tunnelwatch:')) return lines;
  }
  return [...lines, 'no word of being ready on standard output'];
}
