import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { showCommands } from '../../../collectors/show/commands/all.ts';
import { commandFor, readShow } from '../../../collectors/show/read.ts';
import { answer } from '../../asa/cli/answer.ts';
import { deviceOf, pairOf } from '../../asa/cli/device.ts';
import type { Device } from '../../asa/cli/device.ts';
import { releases } from '../../asa/dialect.ts';
import type { Release } from '../../asa/dialect.ts';
import type { SimulatedAsa } from '../../asa/model.ts';
import { simulate } from '../../asa/simulation.ts';

/** The model in the middle of a busy day. */
async function busy(release: Release): Promise<SimulatedAsa> {
  const { asa, engine } = simulate(() => undefined, { release, scenario: 'everything', users: 60, sessionSeconds: 900 }); // prettier-ignore
  await engine.run({ until: engine.now() + 3_600_000 });
  return asa;
}

const read = (device: Device, command: string) => readShow(command, answer(device, command).join('\r\n') + '\r\n');

describe('what the simulated ASA prints', () => {
  for (const release of releases) {
    it(`is read, or refused by the device, for every command of the list in ${release}`, async () => {
      const asa = await busy(release);
      const device = deviceOf(asa, { shunned: ['192.0.2.66'] });
      const { active, standby } = pairOf(asa);
      const misfits: string[] = [];
      const pool = asa.pools()[0]?.name ?? '';
      for (const { command } of showCommands) {
        const asked = commandFor(command, { pool }) ?? '';
        for (const one of [device, active, standby]) {
          const reading = read(one, asked);
          if (reading?.outcome === 'misfit') misfits.push(`${asked}: ${JSON.stringify(reading)}`);
        }
      }
      assert.deepEqual(misfits, []);
      for (const command of [
        'show version',
        'show failover',
        'show crypto ipsec sa',
        'show logging',
        'show interface',
        'show running-config',
        'show running-config all crypto',
        'show running-config all sysopt',
      ])
        // prettier-ignore
        assert.equal(read(device, command)?.outcome, 'read', command);
    });

    it(`is a configuration in ${release} only when all of it is there`, async () => {
      const whole = answer(deviceOf(await busy(release)), 'show running-config').join('\n');
      assert.equal(readShow('show running-config', whole)?.outcome, 'read');
      for (let end = 0; end < whole.lastIndexOf('\n'); end += end < whole.length - 200 ? 37 : 1)
        assert.equal(readShow('show running-config', whole.slice(0, end))?.outcome, 'misfit', String(end));
    });

    it(`is cut at any line in ${release}, and then never read as something else`, async () => {
      const asa = await busy(release);
      const { active } = pairOf(asa);
      for (const command of [
        'show version',
        'show memory',
        'show crypto ipsec sa',
        'show logging',
        'show aaa-server',
      ]) {
        const whole = answer(active, command);
        const last = whole.findLastIndex((line) => line.trim() !== '');
        for (let end = 0; end < last; end += 1) {
          const reading = readShow(command, whole.slice(0, end).join('\n'));
          if (reading?.outcome !== 'read') continue;
          // A listing may end behind any of its rows: what it has is right.
          assert.ok(isBeginning(reading.facts, readShow(command, whole.join('\n'))), `${command}, ${end}: ${JSON.stringify(reading)}`); // prettier-ignore
        }
      }
    });
  }
});

/** Whether all rows of one reading are the first ones of the other. */
function isBeginning(facts: unknown, whole: ReturnType<typeof readShow>): boolean {
  if (whole?.outcome !== 'read') return false;
  const [part, all] = [facts, whole.facts].map((one) => JSON.stringify(one).replace(/[\]}]+$/, ''));
  return part !== undefined && all?.startsWith(part) === true;
}
