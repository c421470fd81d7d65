import assert from 'node:assert/strict';
import { makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { addDayDevice, snmpDay } from './snmp-day.ts';

// A whole day, told three ways at once: syslog, traps that carry the same messages, and polls over SNMP, of which each tells of the same
// sessions at another moment.

const day = { users: 400, sessionSeconds: 60, polls: 15, ended: 2000, patience: 1200 };

const lab = await makeLab();
try {
  await addDayDevice(lab);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  try {
    const { believed, wanted, traps, polls } = await snmpDay(lab, program, day);
    const ours = count(believed);
    const theirs = count(wanted);
    const off = [...new Set([...ours.keys(), ...theirs.keys()])]
      .filter((key) => ours.get(key) !== theirs.get(key))
      .map((key) => `${key}: believed ${ours.get(key) ?? 0}, real ${theirs.get(key) ?? 0}`);
    console.log(`FIGURES ${JSON.stringify({ sessions: wanted.length, off: off.length, polls, ...traps })}`);
    assert.deepEqual(off, []);
    assert.equal(traps.passed, traps.sent);
  } finally {
    await program.kill();
  }
} finally {
  await lab.remove();
}

function count(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
