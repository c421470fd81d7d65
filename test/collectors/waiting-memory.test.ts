import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { Intake } from '../../collectors/syslog/intake.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ASA = '10.10.10.2';
const MESSAGES = 40_000;

/**
 * Bytes that are in use and cannot be collected. The first collection may have begun before, and leaves what ended since; the second finds it, and
 * what it found of buffers, which are given back beside the program, is only told for certain by the third.
 */
function used(): number {
  for (let n = 0; n < 3; n += 1) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What so many waiting messages take of memory, and what they are reckoned to take, in bytes. */
function waiting(line: (n: number) => string): { readonly taken: number; readonly reckoned: number } {
  const admission = { known: [ASA], room: 0, storing: { [ASA]: 'all' } };
  // Twenty come in a millisecond; the ten minutes do not end in between.
  let came = 0;
  const now = () => 1_790_000_000_000 + Math.floor(came++ / 20);
  const make = () => new Intake({ admission, firstMessage: 1, queueBytes: 1e9, now });
  warmUp(make, line);
  const one = make();
  const before = used();
  for (let n = 0; n < MESSAGES; n += 1) one.receive(line(n), ASA);
  const taken = used() - before;
  return { taken, reckoned: one.queuedBytes };
}

/** Makes whatever is made once. The intake is made here, so that nothing holds it once this has returned. */
function warmUp(make: () => Intake, line: (n: number) => string): void {
  const intake = make();
  for (let n = 0; n < 1000; n += 1) intake.receive(line(n), ASA);
  intake.load();
}

const stamp = '<166>Nov 23 2026 07:00:00 asa-hq-01 : ';
const kinds = {
  chatter: (n: number) =>
    `${stamp}%ASA-6-302013: Built inbound TCP connection ${n} for outside:192.0.2.${n % 250}/443 (192.0.2.1/443) to inside:10.0.0.${n % 250}/${n}`,
  'of the VPN': (n: number) =>
    `${stamp}%ASA-4-113019: Group = hillvalleyvpn, Username = user${n % 500}, IP = 198.51.${n % 100}.${n % 250}, Session disconnected. Session Type: IPsec, Duration: 0h:10m:${n % 60}s, Bytes xmt: ${n}, Bytes rcv: ${n}, Reason: User Requested`,
};

for (const [kind, line] of Object.entries(kinds)) {
  test(`messages that wait (${kind}) take no more memory than they are reckoned to, and not much less`, () => {
    const { taken, reckoned } = waiting(line);
    assert.ok(taken <= reckoned, `${taken / MESSAGES} bytes each, reckoned as ${reckoned / MESSAGES}`);
    assert.ok(taken >= reckoned / 2, `${taken / MESSAGES} bytes each, reckoned as ${reckoned / MESSAGES}`);
  });
}
