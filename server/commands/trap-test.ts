import { setTimeout as pause } from 'node:timers/promises';
import { startReceiver } from '../../collectors/receive.ts';
import { socketPath, type Config } from '../config.ts';
import type { Sink } from '../domain/batch.ts';
import { snmpLines, TRAP_PORT, trapLines } from '../domain/snmp-lines.ts';
import type { Store } from '../store/store.ts';
import type { Typed } from './command.ts';
import { callControl } from './control.ts';
import { requireDatabase, withDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault, visible } from './fault.ts';
import { openKey, readOnly } from './read-only.ts';
import type { SeenTraps } from './snmp-looks.ts';
import { TrapWatch, type SeenTrap } from './trap-watch.ts';
import { trapAccesses } from './traps.ts';

/** What may be told of a test. */
export type TrapTestOptions = Pick<Typed['options'], 'port' | 'seconds'>;

/** How often it is looked what has come, in milliseconds. */
const LOOK = 500;

/** `snmp trap-test`: tells what arrives for a while, and of what is refused why; through the running server, or else by listening itself. */
export async function trapTest(config: Config, { port, seconds = 60 }: TrapTestOptions, print: Print): Promise<void> {
  requireDatabase(config);
  const ask = (after: number) => callControl(socketPath(config.database), 'snmp.traps', { after });
  const running = (await ask(0)) as SeenTraps | undefined; // our own server, of this user
  if (running === undefined) {
    await withDatabase(config, (store) => listening(config, store, { port, seconds }, print));
    return;
  }
  if (running.port === undefined) throw new Error('the running server listens for no traps: TRAP_PORT is off');
  if (port !== undefined && port !== running.port)
    throw new UsageFault(`--port ${port}: the running server listens for traps, on port ${running.port}`);
  await tell(running, async (after) => (await ask(after)) as SeenTraps | undefined, seconds, print);
}

/** Listens as the server would, and keeps nothing of it. */
async function listening(
  config: Config,
  store: Store,
  { port = config.trapPort ?? TRAP_PORT, seconds }: { readonly port: number | undefined; readonly seconds: number },
  print: Print,
): Promise<void> {
  const unlocked = await openKey(config, store);
  if ('locked' in unlocked) throw new Error(readOnly(unlocked.locked));
  const devices = await store.devices();
  const watch = new TrapWatch(() => performance.now());
  watch.look(0);
  const sink: Sink = {
    take: (batch) => {
      watch.see(batch);
      return Promise.resolve();
    },
  };
  const receiver = await startReceiver(sink, {
    ...{ port: 0, epoch: 1, firstMessage: 1 },
    traps: { port, accesses: await trapAccesses(store, unlocked.key, devices) },
    admission: { known: devices.flatMap(({ addresses }) => addresses), room: 50 },
    onFault: (fault) => print(visible(fault.message)),
  });
  const look = (after: number): Promise<SeenTraps> =>
    Promise.resolve({ port: receiver.trapPort, counts: receiver.others()[0], traps: watch.look(after) });
  try {
    await tell(await look(0), look, seconds, print);
  } finally {
    await receiver.stop();
  }
}

/** Tells what has come since the first look, again and again until the time is over, and at the end what to do if nothing has. */
async function tell(
  first: SeenTraps,
  look: (after: number) => Promise<SeenTraps | undefined>,
  seconds: number,
  print: Print,
): Promise<void> {
  const port = first.port ?? 0;
  print(`waiting ${seconds} s for traps on UDP port ${port}`);
  let last = first.traps.at(-1)?.id ?? 0;
  let told = new Set(first.counts?.warnings);
  let now: SeenTraps = first;
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await pause(Math.min(LOOK, Math.max(0, until - performance.now())));
    const next = await look(last);
    if (next === undefined) throw new Error('the server has ended');
    for (const trap of next.traps) print(lineOf(trap));
    for (const warning of next.counts?.warnings ?? []) if (!told.has(warning)) print(`  ! ${visible(warning)}`);
    last = next.traps.at(-1)?.id ?? last;
    told = new Set(next.counts?.warnings);
    now = next;
  }
  summary(first, now, print);
  if (grown(first, now).length === 0) nothing(port, print);
}

function lineOf({ at, from, line }: SeenTrap): string {
  return `${new Date(at).toISOString()} ${from}: ${visible(line)}`;
}

/** By how much each bucket has grown between two looks; those that have not are not in it. */
function grown(first: SeenTraps, now: SeenTraps): readonly (readonly [bucket: string, count: number])[] {
  return Object.entries(now.counts?.buckets ?? {})
    .map(([bucket, count]) => [bucket, count - (first.counts?.buckets[bucket] ?? 0)] as const)
    .filter(([, count]) => count > 0);
}

function summary(first: SeenTraps, now: SeenTraps, print: Print): void {
  const counts = grown(first, now);
  const told =
    counts.length === 0 ? 'nothing has arrived' : counts.map(([name, count]) => `${name} ${count}`).join(', ');
  print(`in this time: ${told}`);
}

function nothing(port: number, print: Print): void {
  const where = { address: 'THIS-MACHINE', trapPort: port };
  print(
    'Nothing arrives where the device has no line for this machine, sends to port 162 (no udp-port), or a filter lies between.',
  );
  print('On the device (the lines add to what is there; words in capitals are yours), with a community:');
  for (const line of snmpLines({ version: 'v2c' }, where)) print(`  ${line}`);
  print('or with a user (SHA-256 from 9.14 on, else sha):');
  for (const line of snmpLines({ version: 'v3', user: 'USER', auth: 'sha256', priv: 'aes' }, where)) print(`  ${line}`);
  print('and what it shall send, to every server that gets traps:');
  for (const line of trapLines) print(`  ${line}`);
}
