import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { callControl } from '../../../server/commands/control.ts';
import { socketPath } from '../../../server/config.ts';
import type { LastPoll } from '../../../server/store/polling.ts';
import { serveHttps } from '../../asa/cli/https-server.ts';
import { deviceOf } from '../../asa/cli/device.ts';
import { serveSsh, type CliServer } from '../../asa/cli/ssh-server.ts';
import { busyAsa } from '../../collectors/show/lab.ts';
import { makeLab, tunnelwatch } from '../../end-to-end/lab.ts';
import { startProgram, type Program } from '../../end-to-end/program.ts';
import { until } from '../../end-to-end/until.ts';

/** The program with one device that nobody has told yet how to poll. */
async function startWatching(t: TestContext) {
  const lab = await makeLab();
  t.after(() => lab.remove());
  await tunnelwatch(lab.database, 'device', 'add', 'asa01', '127.0.0.1');
  let program = await startProgram(lab.database);
  t.after(() => program.kill());
  const path = socketPath(lab.database);
  const watching = {
    act: async (action: string, body: object) =>
      assert.ok(await callControl(path, action, { device: 'asa01', ...body })),
    /** The first poll of which that is true. */
    last: async (passes: (last: LastPoll) => boolean): Promise<LastPoll> => {
      const ask = (from: Program) => from.get<{ poll: { last?: LastPoll } }>('/api/devices/asa01');
      const { poll } = await until(
        () => ask(program),
        ({ poll: { last } }) => last !== undefined && passes(last),
      );
      return poll.last ?? assert.fail();
    },
    health: () => program.get<{ collectors: readonly { collector: string; buckets: object }[] }>('/api/health'),
    restart: async () => {
      assert.equal(await program.stop(), 0);
      program = await startProgram(lab.database);
    },
    stop: async () => {
      assert.equal(await program.stop(), 0);
      return program.log();
    },
  };
  return watching;
}

const login = (to: CliServer, transport = 'ssh', password = 'flux capacitor') => ({
  ...{ url: `${transport}://tunnelwatch@127.0.0.1:${to.port}`, password, enable: 'great scott' },
});

describe('the running program', () => {
  for (const [transport, serve] of [
    ['ssh', serveSsh],
    ['https', serveHttps],
  ] as const) {
    it(`polls a device over ${transport} once a person has accepted its key, and tells when, how long and what failed`, async (t) => {
      const to = await serve(deviceOf(await busyAsa('9.1')), { syslog: false });
      t.after(() => to.close());
      const program = await startWatching(t);
      assert.deepEqual(
        (await program.health()).collectors.map(({ collector }) => collector),
        ['syslog', 'traps'],
      );
      await program.act('polling.set', login(to, transport));
      const [unknown] = (await program.last(() => true)).failures;
      assert.equal(unknown?.why, 'key unknown');
      assert.ok(unknown.fingerprint !== undefined && unknown.detail.includes(unknown.fingerprint), unknown.detail);
      assert.equal(to.counts.passwords, 0);
      await program.act('polling.accept', { fingerprint: unknown.fingerprint });
      const first = await program.last(({ facts }) => facts.version !== undefined);
      assert.deepEqual([first.failures.filter(({ why }) => why !== 'refused'), first.facts.version], [[], '9.1(7)']);
      assert.ok(first.at >= first.startedAt);
      const polls = (await program.health()).collectors.find(({ collector }) => collector === 'show');
      assert.ok(polls);
      to.changeKey();
      await program.act('polling.accept', { fingerprint: unknown.fingerprint });
      const changed = await program.last(({ failures }) => failures.some(({ why }) => why === 'key changed'));
      assert.equal(changed.facts.version, '9.1(7)', 'what was told before stays');
      const passwords = to.counts.passwords;
      const log = await program.stop();
      assert.ok(!/flux capacitor|great scott/.test(log));
      assert.deepEqual([to.counts.passwords, to.counts.mostOpen], [passwords, 1]);
    });
  }

  it('tries a wrong password no more often after a restart, and a right one at once', async (t) => {
    const to = await serveSsh(deviceOf(await busyAsa('9.1')), { syslog: false });
    t.after(() => to.close());
    const program = await startWatching(t);
    await program.act('polling.set', login(to, 'ssh', 'wrong'));
    await program.act('polling.accept', { fingerprint: `SHA256:${to.fingerprint}` });
    await program.last(({ failures }) => failures[0]?.why === 'login refused');
    await program.restart();
    await program.act('polling.accept', { fingerprint: `SHA256:${to.fingerprint}` });
    await program.last(({ failures }) => failures[0]?.until !== undefined);
    assert.equal(to.counts.passwords, 1);
    await program.act('polling.set', login(to));
    await program.last(({ failures }) => failures.every(({ at }) => at.startsWith('show ')));
    await program.stop();
  });
});
