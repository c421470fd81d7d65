import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readRunningConfig } from '../../collectors/show/running-config.ts';
import { socketPath, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { callControl } from './control.ts';
import type { Entry } from './entry.ts';
import { startServer } from './server.ts';
import { untilStopped } from './signals.ts';

/** How many people use the simulated ASA, and how many times faster than real ones they come and go. */
export interface DemoOptions {
  readonly users: number;
  readonly speed: number;
}

const SIMULATOR = fileURLToPath(new URL('../../test/asa/run.js', import.meta.url));
const SOURCE = '127.0.0.1';
const DEVICE = 'HV-ASA';
/** One that speaks algorithms of today. */
const RELEASE = ['--dialect', '9.1'];
/** The simulated ASA's own; it listens on loopback only. */
const LOGIN = { password: 'flux capacitor', enable: 'great scott' };
/** The account of whoever looks at the demo; it has no password, only the link. */
const ACCOUNT = 'demo';
/** A session of a working day, in seconds. */
const WORKING_SESSION = 4 * 3600;

/** Runs the product with the simulated ASA beside it, until it is told to stop. Without a DATABASE of its own its data is thrown away. */
export async function demo(config: Config, options: DemoOptions): Promise<void> {
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const folder = process.env['DATABASE'] ? undefined : await mkdtemp(join(tmpdir(), 'tunnelwatch-demo-'));
  const database = folder === undefined ? config.database : join(folder, 'demo.db');
  const stopped = untilStopped();
  try {
    const server = await startServer({ ...config, database }, log, stopped.fault);
    try {
      if (server.syslogPort === undefined) throw new Error(server.readOnly);
      const simulator = await startSimulator(database, server.syslogPort, options, stopped.fault);
      process.stdout.write(`${welcome(`${server.url}${await demoPath(server.entry)}`, options)}\n`);
      await stopped.reason.finally(() => simulator.kill('SIGTERM'));
    } finally {
      await server.stop();
    }
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** The link that lets in: as an administrator, for there is nothing here that anybody could harm. */
async function demoPath({ admitted, accounts, enterPath }: Entry): Promise<string> {
  const there = admitted.named(ACCOUNT);
  const { id } = there ?? (await accounts.add({ name: ACCOUNT, role: 'admin', sites: null, password: null }));
  return enterPath(id);
}

async function startSimulator(
  database: string,
  port: number,
  options: DemoOptions,
  onFault: (error: Error) => void,
): Promise<ChildProcess> {
  const { configuration } = readRunningConfig(await printed([...RELEASE, '--print-config']));
  const devices = (await callControl(socketPath(database), 'device.list', {})) as readonly {
    readonly device: { readonly name: string };
  }[];
  const known = devices.some(({ device }) => device.name === DEVICE);
  if (!known) await callControl(socketPath(database), 'device.add', { name: DEVICE, address: SOURCE, configuration });
  const story = ['--users', options.users, '--session-seconds', WORKING_SESSION / options.speed, '--speed', 1].map(
    String,
  );
  const places = ['--syslog', `127.0.0.1:${port}`, '--from', SOURCE, '--ssh', '127.0.0.1:0'];
  const simulator = spawn(process.execPath, [SIMULATOR, ...RELEASE, ...places, ...story], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  simulator.once('exit', (code) => {
    if (code !== 0 && code !== null) onFault(new Error(`the simulated ASA ended with exit code ${code}`));
  });
  try {
    await poll(database, simulator.stdout);
  } catch (error) {
    simulator.kill('SIGTERM'); // nobody else knows of it yet
    throw error;
  }
  return simulator;
}

/** Has the simulated ASA polled, as a person would: told where and as whom, and by which key it is known. */
async function poll(database: string, said: Readable): Promise<void> {
  const ask = (action: string, body: object): Promise<unknown> => callControl(socketPath(database), action, body);
  for await (const line of createInterface({ input: said })) {
    const [, port = '', fingerprint] = /^ssh (\d+) (\S+)$/.exec(line) ?? [];
    if (fingerprint === undefined) continue;
    const url = `ssh://tunnelwatch@127.0.0.1:${port}`;
    await ask('polling.set', { ...LOGIN, device: DEVICE, url, everySeconds: 30, fingerprint });
    break;
  }
  said.resume();
}

async function printed(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [SIMULATOR, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the simulated ASA printed no configuration: exit code ${code ?? 'none'}`);
  return text;
}

function welcome(url: string, { users, speed }: DemoOptions): string {
  return [
    '',
    `  Tunnelwatch: ${url}`,
    '',
    `  A simulated ASA (${DEVICE}, polled over SSH) serves ${users} users, who come and go ${speed} times faster than real ones.`,
    '  The first sessions are there in a few seconds. Ctrl-C ends the demo.',
    '',
  ].join('\n');
}
