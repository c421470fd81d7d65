import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

import type { HealthRow } from '../server/domain/feed.ts';
import type { SnmpEngine } from '../server/domain/snmp.ts';
import {
  handedOver,
  sent,
  type CountedBatch,
  type FromReceiver,
  type ReceiverData,
  type ToReceiver,
} from './receive.ts';
import { listenTraps, type TrapListener } from './snmp/trap-listen.ts';
import { Intake } from './syslog/intake.ts';
import { kernelCounts } from './syslog/kernel.ts';
import { Names } from './syslog/names.ts';
import { WANTED_BUFFER } from './syslog/receive-buffer.ts';
import { listenStreams, type Streams } from './syslog/tcp-listen.ts';
import { listen, type Listening } from './syslog/udp.ts';

// The receiver thread: it receives, parses, numbers and serialises, and does nothing else, so that nothing keeps it from its sockets.
// A fault in it is not caught here: it ends the thread, and the main thread is told.

/** A batch is closed once so many messages wait, or the first has waited so long (milliseconds), and the one before is stored: so they grow with load. */
const ENOUGH = 20_000;
const PATIENCE = 30;
/** So many messages a millisecond, for so long (milliseconds), are much, and then so long: a batch takes work beside that of its messages. */
const MANY = 50;
const MANY_FOR = 500;
const PATIENCE_WITH_MANY = 150;
/** Counts flow each second, messages or not. */
const PULSE = 1_000;
/** How long `stop` waits for the kernel's buffer to be read empty, and then for connections to end, in milliseconds. */
const DRAIN = 500;

if (parentPort === null) throw new Error('collectors/receiver runs in a worker thread');
const main = parentPort;
const data = workerData as ReceiverData; // from startReceiver
const { port, tcpPort, tls, traps, handed, epoch, firstMessage, admission, queueBytes, longestHold } = data;
const names = new Names({ known: data.names.known, hmac: data.names.key && hmacOf(data.names.key) });
const intake = new Intake({ admission, firstMessage, queueBytes, now: Date.now, names });
const tell = (message: FromReceiver): void => main.postMessage(message);
const trapOptions = {
  ...{ intake, queueBytes, onTaken: wait, onFault, now: Date.now, ticks: () => performance.now() },
  onEngines: (engines: readonly SnmpEngine[]) => tell({ kind: 'engines', engines }),
};

let seq = 0;
/** Whether a batch is on its way. */
let underway = false;
let patience: NodeJS.Timeout | undefined;
let due = false;
/** When the last batch was sent (`performance.now`), and how many messages came in each millisecond lately. */
let sentAt = 0;
let pace = 0;
let stopping = false;
let listening: Listening | undefined;
let streams: Streams | undefined;
let trapping: TrapListener | undefined;
let pulse: NodeJS.Timeout | undefined;
let kernelTells = true;

main.on('message', (message: ToReceiver) => {
  switch (message.kind) {
    case 'admit':
      intake.admit(message.admission);
      return;
    case 'forget':
      names.forget(message.name);
      return;
    case 'know':
      names.know(message.names);
      return;
    case 'traps':
      trapping?.believe(message.accesses);
      return;
    case 'acknowledge':
      intake.stored();
      underway = false;
      streams?.relieve();
      closeBatch();
      return;
    case 'stop':
      void stop();
      return;
    default:
      throw new Error(`the receiver was told ${JSON.stringify(message satisfies never)}`);
  }
});

try {
  listening = await listen(
    port,
    (text, from) => {
      intake.receive(text, from);
      wait();
    },
    onFault,
    handed.syslog,
  );
  streams = await listenStreams({ intake, tcpPort, tls, handed, queueBytes, longestHold, onTaken: wait, onFault });
  if (traps !== undefined) trapping = await listenTraps({ ...trapOptions, traps });
  await readKernel();
  pulse = setInterval(() => void beat(), PULSE);
  const { tcpPort: boundTcp, tlsPort: boundTls } = streams;
  const ports = { port: listening.port, tcpPort: boundTcp, tlsPort: boundTls, trapPort: trapping?.port };
  tell({ kind: 'listening', ...ports, health: health('now'), others: others() });
} catch (error) {
  await listening?.close();
  streams?.close();
  await trapping?.close();
  tell({ kind: 'refused', message: (error as Error).message });
  main.close();
}

/** HMAC-SHA256 in base64url, as `nameToken` wants it. */
function hmacOf(key: Uint8Array): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}

/** A socket that is broken ends the thread. */
function onFault(error: Error): never {
  throw error;
}

/** Sees to it that what waits is sent in time. */
function wait(): void {
  if (intake.waiting >= ENOUGH) closeBatch();
  else if (intake.waiting > 0 && patience === undefined && !due) {
    patience = setTimeout(
      () => {
        patience = undefined;
        due = true;
        closeBatch();
      },
      pace < MANY ? PATIENCE : PATIENCE_WITH_MANY,
    );
  }
}

/** Sends what waits, if it is time and no batch is on its way. */
function closeBatch(): void {
  if (underway) return;
  if (due || stopping || intake.waiting >= ENOUGH) send();
  else wait();
}

function send(): void {
  clearTimeout(patience);
  patience = undefined;
  due = false;
  const last = stopping && intake.waiting === 0;
  seq += 1;
  const load = intake.load();
  underway = true;
  const now = performance.now();
  const passed = now - sentAt;
  pace += (load.messages - pace * passed) / Math.max(passed, MANY_FOR);
  sentAt = now;
  const batch: CountedBatch = {
    collector: 'syslog',
    epoch,
    seq,
    at: Date.now(),
    ...load,
    health: health('stored'),
    others: others(),
  };
  const parts = sent(batch);
  main.postMessage({ kind: 'batch', ...parts, last } satisfies FromReceiver, [...handedOver(parts)]);
}

/** Each second: an empty batch if nothing else goes; the counts alone while one is held up. */
async function beat(): Promise<void> {
  await readKernel();
  if (stopping) return;
  trapping?.reportEngines();
  if (underway) tell({ kind: 'pulse', health: health('now'), others: others() });
  else if (intake.waiting === 0) send();
}

async function readKernel(): Promise<number> {
  if (listening === undefined) return 0;
  const counts = await kernelCounts(listening.port);
  kernelTells = counts !== undefined;
  intake.kernelDropped(counts?.dropped ?? 0);
  return (counts?.waiting ?? 0) + ((await trapping?.readKernel()) ?? 0);
}

/** The counts of what is no syslog. */
function others(): readonly HealthRow[] {
  return trapping === undefined ? [] : [trapping.health()];
}

/** The counts now, or once what is on its way is stored. */
function health(when: 'now' | 'stored'): HealthRow {
  const warnings = [
    ...(listening?.warnings ?? []),
    ...(kernelTells ? [] : ['this system does not tell how many messages it drops: they cannot be counted']),
    ...(streams?.warnings ?? []),
    ...intake.warnings,
  ];
  const receiveBuffer = { effective: listening?.receiveBuffer ?? null, wanted: WANTED_BUFFER };
  const counts = intake.counts(when);
  const notes = { ...counts.notes, ...streams?.notes };
  const ports = {
    ...(listening !== undefined && { udp: listening.port }),
    ...(streams?.tcpPort !== undefined && { tcp: streams.tcpPort }),
    ...(streams?.tlsPort !== undefined && { tls: streams.tlsPort }),
  };
  return { collector: 'syslog', ports, ...counts, notes, receiveBuffer, warnings };
}

/**
 * Reads what has arrived, ends the connections, sends everything that waits, and last an empty batch with the final counts.
 * TCP is accepted until the thread ends, unless somebody else holds its socket open: an ASA that is refused refuses everybody.
 */
async function stop(): Promise<void> {
  clearInterval(pulse);
  await Promise.all([drain(), streams?.end(DRAIN)]);
  await Promise.all([listening?.close(), trapping?.close()]);
  trapping?.reportEngines({ all: true });
  stopping = true;
  closeBatch();
}

async function drain(): Promise<void> {
  const end = Date.now() + DRAIN;
  while ((await readKernel()) > 0 && Date.now() < end) await new Promise(setImmediate);
}
