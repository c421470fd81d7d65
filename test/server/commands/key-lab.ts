import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';

import { callControl } from '../../../server/commands/control.ts';
import { socketPath } from '../../../server/config.ts';
import type { LastPoll } from '../../../server/store/polling.ts';
import { openReader } from '../../../server/store/sqlite.ts';
import { deviceOf } from '../../asa/cli/device.ts';
import { serveSsh } from '../../asa/cli/ssh-server.ts';
import { busyAsa } from '../../collectors/show/lab.ts';
import { makeLab, tunnelwatch } from '../../end-to-end/lab.ts';
import { startProgram, type Program } from '../../end-to-end/program.ts';
import { until } from '../../end-to-end/until.ts';

/** The program, polling a simulated ASA over SSH. */
export interface Polling {
  readonly program: () => Program;
  /** Asks for a poll now, and what it came to. */
  readonly poll: () => Promise<LastPoll>;
  /** Rejects where the program dies meanwhile. */
  readonly rotate: () => Promise<unknown>;
  /** The keys that rows are sealed with, and how many keys the file holds. */
  readonly keys: () => Promise<{ readonly rows: readonly string[]; readonly inFile: number }>;
  /** How many keys the file holds at this instant. */
  readonly inFile: () => number;
  /** Starts the program again, which has ended. */
  readonly startAgain: () => Promise<void>;
  readonly tunnelwatch: (...words: readonly string[]) => Promise<string>;
}

/** Starts it, with one poll done. */
export async function startPolling(t: TestContext): Promise<Polling> {
  const to = await serveSsh(deviceOf(await busyAsa('9.1')), { syslog: false });
  t.after(() => to.close());
  const lab = await makeLab();
  t.after(() => lab.remove());
  await tunnelwatch(lab.database, 'device', 'add', 'asa01', '127.0.0.1');
  let program = await startProgram(lab.database);
  t.after(() => program.kill());
  const path = socketPath(lab.database);
  const act = async (action: string, body: object): Promise<void> =>
    assert.ok(await callControl(path, action, { device: 'asa01', ...body }));
  const url = `ssh://tunnelwatch@127.0.0.1:${to.port}`;
  await act('polling.set', { url, password: 'flux capacitor', enable: 'great scott' });
  const last = async (): Promise<LastPoll | undefined> =>
    (await program.get<{ poll: { last?: LastPoll } }>('/api/devices/asa01')).poll.last;
  const inFile = (): number => readFileSync(`${lab.database}.key`, 'utf8').trim().split('\n').length;
  const polling: Polling = {
    inFile,
    program: () => program,
    poll: async () => {
      const before = (await last())?.at ?? 0;
      // A key that is accepted, if again, is tried at once.
      await act('polling.accept', { fingerprint: `SHA256:${to.fingerprint}` });
      const found = await until(last, (one) => one !== undefined && one.at > before && one.failures[0]?.why !== 'key unknown'); // prettier-ignore
      return found ?? assert.fail();
    },
    rotate: async () => assert.ok(await callControl(path, 'key.rotate', {})),
    keys: async () => {
      const file = await openReader(lab.database);
      const rows = await file.all<{ keyId: string }>('SELECT DISTINCT keyId FROM secret');
      await file.close();
      return { rows: rows.map(({ keyId }) => keyId), inFile: inFile() };
    },
    startAgain: async () => {
      program = await startProgram(lab.database);
    },
    tunnelwatch: (...words) => tunnelwatch(lab.database, ...words),
  };
  assertPolled(await polling.poll());
  return polling;
}

/** Only commands that the simulated release does not know may have failed: the login did not. */
export function assertPolled({ failures }: LastPoll): void {
  assert.deepEqual(failures.filter(({ why }) => why !== 'refused'), []); // prettier-ignore
}
