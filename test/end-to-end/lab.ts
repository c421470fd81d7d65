import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { entry } from './program.ts';
import { printConfig } from './simulator.ts';

/** A folder of its own for one test, with a path for the database in it. */
export interface Lab {
  readonly folder: string;
  readonly database: string;
  readonly remove: () => Promise<void>;
}

export async function makeLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  return {
    folder,
    database: join(folder, 'tunnelwatch.db'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs `tunnelwatch` with these words on the lab's database; resolves with its standard output, rejects when it does not exit 0. */
export async function tunnelwatch(database: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [entry, ...words], {
    env: { ...process.env, DATABASE: database },
  });
  return stdout;
}

/** The same with what it asks for typed: passwords. */
export async function tunnelwatchTyped(database: string, typed: string, ...words: readonly string[]): Promise<string> {
  const running = promisify(execFile)(process.execPath, [entry, ...words], {
    env: { ...process.env, DATABASE: database },
  });
  running.child.stdin?.end(`${typed}\n`);
  return (await running).stdout;
}

/** Adds the simulated ASA as a device of the lab, with its pools. */
export async function addHeadEnd(
  { folder, database }: Lab,
  pools: readonly string[] = [],
  [name, address] = ['HV-ASA', '127.0.0.1'],
): Promise<void> {
  const file = join(folder, 'running-config.txt');
  await writeFile(file, await printConfig(pools));
  await tunnelwatch(database, 'device', 'add', name, address, '--running-config', file);
}
