import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LedgerFile } from '../asa/ledger.ts';

const script = fileURLToPath(new URL('../asa/run.js', import.meta.url));

/** The ledger as the simulator's process writes it: with what it handed to the kernel. */
export interface SentLedger extends LedgerFile {
  readonly datagrams: { readonly handedOver: number; readonly refused: number };
}

/** A pool for more than the lab's 100 users. */
export const widePool = ['--pool-first', '172.16.0.1', '--pool-last', '172.16.15.254'] as const;

/** The simulated ASA as a process of its own. */
export interface Simulator {
  readonly child: ChildProcess;
  /** Resolves with its ledger when it has ended. */
  readonly done: Promise<SentLedger>;
  readonly stop: () => Promise<SentLedger>;
}

/** Starts it; resolves once it sends. It writes its ledger to the file given when it ends. */
export async function startSimulator(port: number, ledgerFile: string, args: readonly string[]): Promise<Simulator> {
  const child = spawn(
    process.execPath,
    [script, '--syslog', `127.0.0.1:${port}`, '--speed', '1', '--ledger', ledgerFile, ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit') as Promise<[number | null]>;
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') break;
  const done = ended.then(async ([code]) => {
    if (code !== 0) throw new Error(`the simulator ended with exit code ${code ?? 'none'}`);
    return JSON.parse(await readFile(ledgerFile, 'utf8')) as SentLedger; // our own witness
  });
  return {
    child,
    done,
    stop: () => {
      child.kill('SIGTERM');
      return done;
    },
  };
}

/** The lab's running configuration with other pools, as the simulator prints it. */
export async function printConfig(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [script, '--print-config', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`--print-config: exit code ${code ?? 'none'}`);
  return text;
}
