import { parentPort, workerData } from 'node:worker_threads';

import type { Batch } from '../server/domain/batch.ts';
import type { HealthRow } from '../server/domain/feed.ts';
import type { FromReceiver, ReceiverData, ToReceiver } from './receive.ts';
import { Intake } from './syslog/intake.ts';
import { kernelCounts } from './syslog/kernel.ts';
import { WANTED_BUFFER } from './syslog/receive-buffer.ts';
import { listen, type Listening } from './syslog/udp.ts';

// The receiver thread: it receives, parses, numbers and serialises, and does nothing else, so that nothing keeps it from its sockets.
// A fault in it is not caught here: it ends the thread, and the main thread is told.

/** A batch is closed once so many messages wait, or the first has waited so long (milliseconds). */
const ENOUGH = 500;
const PATIENCE = 50;
/** Counts flow each second, messages or not. */
const PULSE = 1_000;
/** How long `stop` waits for the kernel's buffer to be read empty, in milliseconds. */
const DRAIN = 500;

if (parentPort === null) throw new Error('collectors/receiver runs in a worker thread');
const main = parentPort;
const { port, epoch, firstMessage, admission, queueBytes } = workerData as ReceiverData; // from startReceiver
const intake = new Intake({ admission, firstMessage, queueBytes, now: Date.now });
const tell = (message: FromReceiver): void => main.postMessage(message);

let seq = 0;
/** Messages in the batch that is on its way; `undefined` when there is none. */
let underway: number | undefined;
let patience: NodeJS.Timeout | undefined;
let due = false;
let stopping = false;
let listening: Listening | undefined;
let kernelTells = true;

main.on('message', (message: ToReceiver) => {
  switch (message.kind) {
    case 'admit':
      intake.admit(message.admission);
      return;
    case 'acknowledge':
      if (underway !== undefined) intake.stored(underway);
      underway = undefined;
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
    (error) => {
      throw error;
    },
  );
} catch (error) {
  tell({ kind: 'refused', message: (error as Error).message });
  main.close();
}
const pulse = setInterval(() => void beat(), PULSE);
if (listening === undefined) clearInterval(pulse);
else {
  await readKernel();
  tell({ kind: 'listening', port: listening.port, health: health(0) });
}

/** Sees to it that what waits is sent in time. */
function wait(): void {
  if (intake.waiting >= ENOUGH) closeBatch();
  else if (intake.waiting > 0 && patience === undefined && !due) {
    patience = setTimeout(() => {
      patience = undefined;
      due = true;
      closeBatch();
    }, PATIENCE);
  }
}

/** Sends what waits, if it is time and no batch is on its way. */
function closeBatch(): void {
  if (underway !== undefined) return;
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
  underway = load.messages;
  const batch: Batch = { collector: 'syslog', epoch, seq, at: Date.now(), ...load, health: health(load.messages) };
  tell({ kind: 'batch', batch, last });
}

/** Each second: an empty batch if nothing else goes; the counts alone while one is held up. */
async function beat(): Promise<void> {
  await readKernel();
  if (stopping) return;
  if (underway !== undefined) tell({ kind: 'pulse', health: health(0) });
  else if (intake.waiting === 0) send();
}

async function readKernel(): Promise<number> {
  if (listening === undefined) return 0;
  const counts = await kernelCounts(listening.port);
  kernelTells = counts !== undefined;
  intake.kernelDropped(counts?.dropped ?? 0);
  return counts?.waiting ?? 0;
}

/** The counts once the first `messages` of the queue are stored. */
function health(messages: number): HealthRow {
  const warnings = [
    ...(listening?.warnings ?? []),
    ...(kernelTells ? [] : ['this system does not tell how many messages it drops: they cannot be counted']),
    ...intake.warnings,
  ];
  const receiveBuffer = { effective: listening?.receiveBuffer ?? null, wanted: WANTED_BUFFER };
  return { collector: 'syslog', ...intake.countsAfter(messages), receiveBuffer, warnings };
}

/** Reads what has arrived, closes the sockets, sends everything that waits, and last an empty batch with the final counts. */
async function stop(): Promise<void> {
  clearInterval(pulse);
  const end = Date.now() + DRAIN;
  while ((await readKernel()) > 0 && Date.now() < end) await new Promise(setImmediate);
  await listening?.close();
  stopping = true;
  closeBatch();
}
