import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { decoder } from '../../../collectors/snmp/net-snmp.ts';
import { access, accessV3, ASA, TrapLab } from './lab.ts';
import { mutated, reshaped, seeded, seeds } from './mutated.ts';

// A million mutated messages through guard, admission, decoder, table and intake: no throw, one bucket each, memory flat, no slow one.
const RUNS = 1_000_000;
const WARM = 100_000;
const LIMIT_MS = 5;
const MOST_GROWTH = 10 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // Node's own, once it is exposed

/** One receiver with every kind of device; who sends decides which of them is asked. */
const devices = [
  access(),
  accessV3(undefined, undefined, { device: 2, addresses: ['192.0.2.2'] }),
  accessV3('sha', undefined, { device: 3, addresses: ['192.0.2.3'] }),
  accessV3('sha', 'aes', { device: 4, addresses: ['192.0.2.4'] }),
  accessV3('sha', 'des', { device: 5, addresses: ['192.0.2.5'] }),
  accessV3('sha', 'aes256', { device: 6, addresses: ['192.0.2.6'] }),
];
const sources = [ASA, ...devices.slice(1).flatMap(({ addresses }) => addresses), '192.0.2.7', '198.51.100.1'];
const known = sources.slice(0, -1);
const lab = new TrapLab(devices, { known, informs: true });
const random = seeded(20261123);
/** Behind the guard nothing may throw either. Without keys: for each engine ID the package would remember one. */
const unguarded = [undefined, access(), accessV3()].map((one) => decoder(one, { informs: true }));
let decodedUnguarded = 0;
let slowest = 0;
let heapBefore = 0;

for (let run = 0; run < RUNS + WARM; run += 1) {
  if (run === WARM) heapBefore = heap();
  const datagram = seeds[run] ?? (run % 2 === 0 ? mutated(random) : reshaped(random));
  const from = sources[Math.floor(random() * sources.length)] ?? ASA;
  let ms = time(datagram, from);
  // One that seems slow comes again: the least of five tells it from a pause of the machine.
  for (let again = 0; again < 5 && ms > LIMIT_MS / 4; again += 1) ms = Math.min(ms, time(datagram, from));
  for (const decode of unguarded) if (typeof decode(datagram) !== 'string') decodedUnguarded += 1;
  if (run >= WARM) slowest = Math.max(slowest, ms);
  if (run % 100 === 99) {
    lab.clock += 1;
    lab.intake.load();
    lab.intake.stored();
  }
}

function time(datagram: Buffer, from: string): number {
  const begun = performance.now();
  lab.send(datagram, from); // throws unless exactly one bucket has one more
  return performance.now() - begun;
}

function heap(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const heapAfter = heap();
const { buckets } = lab.receiver.counts();
const MIB = 1024 * 1024;
const figures = {
  messages: RUNS + WARM,
  buckets,
  decodedUnguarded,
  slowestMs: Number(slowest.toFixed(2)),
  heapBeforeMiB: Number((heapBefore / MIB).toFixed(2)),
  heapAfterMiB: Number((heapAfter / MIB).toFixed(2)),
};
console.log(`FIGURES ${JSON.stringify(figures)}`);
assert.ok(Object.values(buckets).reduce((sum, count) => sum + count, 0) >= RUNS + WARM);
assert.ok(buckets.passed > 10_000 && buckets.undecodable > 1_000, 'the changes reach the decoder');
assert.ok(heapAfter - heapBefore < MOST_GROWTH, 'memory is flat');
assert.ok(slowest <= LIMIT_MS, `${slowest} ms`);
