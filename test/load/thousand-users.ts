import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compare, settled } from '../end-to-end/compare.ts';
import { addHeadEnd, makeLab } from '../end-to-end/lab.ts';
import { startProgram } from '../end-to-end/program.ts';
import { startSimulator, widePool } from '../end-to-end/simulator.ts';

// 60 s of 1,000 users, coming and going so quickly that it takes about 1,000 lines a second.
const SECONDS = 60;
const story = [
  '--users',
  '1000',
  '--presence',
  '0.9',
  '--lines-per-second',
  '1000',
  '--duration',
  String(SECONDS),
  '--double-close',
  ...widePool,
];

const lab = await makeLab();
await addHeadEnd(lab, widePool);
const program = await startProgram(lab.database, { ADOPT: 'off' });
try {
  const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), story);
  const ledger = await simulator.done;
  const { residual, buckets } = await settled(program, ledger.datagrams.handedOver);
  const { missing, invented, ...pairs } = await compare(program, ledger);
  const figures = {
    seconds: SECONDS,
    sent: ledger.datagrams.handedOver,
    buckets,
    residual,
    missing: missing.length,
    invented: invented.length,
    ...pairs,
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.equal(residual, 0, 'sent = stored + counted otherwise');
  assert.deepEqual({ missing: missing.slice(0, 5), invented: invented.slice(0, 5) }, { missing: [], invented: [] });
  for (const [what, { ours, theirs }] of Object.entries(pairs)) assert.deepEqual(ours, theirs, what);
  assert.equal(await program.stop(), 0);
} finally {
  await program.kill();
  await lab.remove();
}
