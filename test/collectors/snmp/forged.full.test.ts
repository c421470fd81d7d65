import assert from 'node:assert/strict';

import type { StoredMessage } from '../../../server/domain/batch.ts';
import { withEngine, hostile } from './hostile.ts';
import { access, accessV3, ASA, COMMUNITY, ENGINE, senderV3, TrapLab } from './lab.ts';
import { seeded } from './mutated.ts';
import { trapV1, trapV2c, trapV3 } from './sender.ts';

// 10,000 forged traps among good ones: none of them is taken, and after a restart of the device its own still are.
const OF_EACH = 2_000;
const V2C = '192.0.2.9';
const lab = new TrapLab([accessV3('sha256', 'aes'), access({ device: 2, addresses: [V2C] })], { known: [ASA, V2C], queueBytes: 64e6 }); // prettier-ignore
const random = seeded(1955);
const rows: StoredMessage[] = [];
const good = { sent: 0, stored: 0 };
let boots = 3;
let booted = -1_000;
/** Seconds since the device's boot. */
const time = (): number => Math.floor(lab.clock - booted);

/** A good trap of each device, and what was kept of all. */
function takeGood(): Buffer {
  const trap = trapV3(senderV3('sha256', 'aes', { boots, time: time() }));
  good.sent += 2;
  for (const [datagram, from] of [
    [trap, ASA],
    [trapV2c(COMMUNITY), V2C],
  ] as const)
    // prettier-ignore
    if (lab.send(datagram, from) === 'passed') good.stored += 1;
  rows.push(...lab.rows());
  lab.intake.stored();
  return trap;
}

const engine = Buffer.from(ENGINE, 'hex');
const emptyUser = [...hostile.values()].map((one) => withEngine(one, engine));
const forged: Readonly<Record<string, (n: number) => readonly [Buffer, string]>> = {
  emptyUser: (n) => [emptyUser[n % emptyUser.length] ?? Buffer.alloc(0), ASA],
  wrongKey: (n) => {
    const engineId = n % 2 === 0 ? ENGINE : `80000009${Math.floor(random() * 2 ** 40).toString(16).padStart(12, '0')}`; // prettier-ignore
    return [trapV3(senderV3('sha256', 'aes', { authKey: `guess-${n % 50}`, engineId, boots, time: time() })), ASA];
  },
  loweredLevel: (n) => {
    const sender = senderV3(n % 2 === 0 ? 'sha256' : undefined, undefined, { boots, time: time() });
    return [trapV3(sender), ASA];
  },
  wrongCommunity: (n) => {
    const community = `${COMMUNITY.slice(0, n % COMMUNITY.length)}x`;
    return [n % 2 === 0 ? trapV2c(community) : trapV1(community, 0), n % 4 < 2 ? V2C : ASA];
  },
};

takeGood();
const counts: Record<string, Record<string, number>> = {};
for (const [kind, make] of Object.entries(forged)) {
  const ends: Record<string, number> = {};
  for (let n = 0; n < OF_EACH; n += 1) {
    const [datagram, from] = make(n);
    const bucket = lab.send(datagram, from);
    ends[bucket] = (ends[bucket] ?? 0) + 1;
    if (n % 100 === 0) takeGood();
    lab.clock += 0.5;
  }
  counts[kind] = ends;
}

const captured = Array.from({ length: OF_EACH }, () => {
  lab.clock += 1;
  return takeGood();
});
lab.clock += 151;
const replays: Record<string, number> = {};
for (const datagram of captured) {
  const bucket = lab.send(datagram);
  replays[bucket] = (replays[bucket] ?? 0) + 1;
}
counts['replayedAfter151s'] = replays;

// The device restarts: its boots are one more, its time begins anew.
boots += 1;
booted = lab.clock;
const before = { ...good };
for (let n = 0; n < 100; n += 1) takeGood();
const afterReboot = { sent: good.sent - before.sent, stored: good.stored - before.stored };
const afterRebootReplays = captured.filter((datagram) => lab.send(datagram) === 'passed').length;
rows.push(...lab.rows());

const forgedSent = OF_EACH * (Object.keys(forged).length + 1);
const storedForged = rows.length - good.stored;
console.log(`FIGURES ${JSON.stringify({ forgedSent, storedForged, counts, good, afterReboot, afterRebootReplays })}`);
assert.equal(forgedSent, 10_000);
assert.equal(storedForged, 0, 'nothing forged is stored');
assert.ok(Object.values(counts).every((ends) => !('passed' in ends)));
assert.deepEqual(good.stored, good.sent, 'every good one is');
assert.equal(afterRebootReplays, 0);
