import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { allSessions, compare, settled } from './compare.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { toldMismatches } from './mismatch.ts';
import { startProgram } from './program.ts';
import { startSimulator, widePool } from './simulator.ts';

// Of stories in which nobody's tunnel goes twice within a second: where the device tells whole seconds, two lines that say the same in one are one.
for (const [scenario, seed, pools] of [
  ['normal-day', '5', widePool],
  ['wrong-passwords', '11', widePool],
  ['full-pool', '1', []],
] as const) {
  test(`what Tunnelwatch believes of "${scenario}" is what happened, and every datagram is accounted for`, async (t) => {
    const lab = await makeLab();
    t.after(lab.remove);
    await addHeadEnd(lab, pools);
    const program = await startProgram(lab.database, { ADOPT: 'off' });
    t.after(() => program.kill());
    const story = [
      '--scenario',
      scenario,
      '--users',
      '200',
      '--presence',
      '0.8',
      '--session-seconds',
      '4',
      '--duration',
      '5',
      '--double-close',
      '--seed',
      seed,
    ];
    const ledger = await (
      await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), [...story, ...pools])
    ).done;
    const { residual, buckets } = await settled(program, ledger.datagrams.handedOver);
    assert.equal(residual, 0);
    assert.equal(buckets['stored'], ledger.lines.total);
    const { missing, invented, ...pairs } = await compare(program, ledger);
    assert.deepEqual({ missing, invented }, { missing: [], invented: [] });
    const { told, ...mistold } = toldMismatches(await allSessions(program), ledger);
    assert.deepEqual(mistold, { wrong: [], untold: [] });
    assert.ok(told > 20, `${told} sessions tell what firewall is not as expected`);
    for (const [what, { ours, theirs }] of Object.entries(pairs)) assert.deepEqual(ours, theirs, what);
    assert.ok(
      ledger.sessions.some((one) => one.end !== null) && ledger.sessions.some((one) => one.end === null),
      'the story has both',
    );
    assert.match(await tunnelwatch(lab.database, 'rebuild'), /rebuilt from [1-9]\d* events/);
    assert.deepEqual((await compare(program, ledger)).missing, [], 'the same after rebuild');
    assert.equal(await program.stop(), 0);
  });
}
