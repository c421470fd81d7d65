import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { LIMITS } from '../../../collectors/show/conversation.ts';
import { plan } from '../../../collectors/show/plan.ts';
import { startPoller, type Poller, type PollerOptions, type Target } from '../../../collectors/show/poller.ts';
import type { Polled } from '../../../server/domain/polling.ts';
import { serveHttps } from '../../asa/cli/https-server.ts';
import { deviceOf, pairOf, type About } from '../../asa/cli/device.ts';
import { serveSsh, type CliServer, type SshOptions } from '../../asa/cli/ssh-server.ts';
import type { Release } from '../../asa/dialect.ts';
import { busyAsa, handClock, pollingOf, Polls, targetOf } from './lab.ts';

const MINUTE = 60_000;
const released = new Map<Release, ReturnType<typeof busyAsa>>();
const asaOf = (release: Release) => {
  const made = released.get(release) ?? busyAsa(release);
  released.set(release, made);
  return made;
};

async function device(
  t: TestContext,
  release: Release,
  how: SshOptions & { readonly about?: About; readonly transport?: 'https' } = {},
): Promise<CliServer> {
  const of = deviceOf(await asaOf(release), how.about);
  const server = await (how.transport === 'https'
    ? serveHttps(of, { syslog: false })
    : serveSsh(of, { algorithms: release.startsWith('9') ? 'modern' : 'old', syslog: false, ...how }));
  t.after(() => server.close());
  return server;
}

interface Lab {
  readonly poller: Poller;
  readonly polls: Polls;
  readonly clock: ReturnType<typeof handClock>;
  readonly targets: Target[];
  /** Asks now, and gives what came. */
  readonly poll: (device?: number) => Promise<Polled>;
}

async function start(t: TestContext, targets: Target[], more: Partial<PollerOptions> = {}): Promise<Lab> {
  const [polls, clock] = [new Polls(), handClock()];
  const poller = await startPoller(polls, { ...clock.options, targets: () => targets, ...more });
  t.after(() => poller.stop());
  const poll = (of = 1): Promise<Polled> => {
    poller.pollNow(of);
    return polls.next();
  };
  return { poller, polls, clock, targets, poll };
}

const indexes = (polled: Polled): readonly number[] =>
  polled.rosters
    .flatMap((roster) => (roster.kind === 'sessions.listed' && roster.listing !== 'lan-to-lan' ? roster.sessions : []))
    .map(({ index }) => index)
    .sort((a, b) => a - b);
const isWhole = (polled: Polled): boolean => polled.rosters.every(({ complete }) => complete);

describe('the poller', () => {
  for (const release of ['7.2', '8.2', '8.4', '9.1', '9.16'] as const) {
    for (const transport of ['ssh', 'https'] as const) {
      it(`lists over ${transport} just the sessions that an ASA ${release} has`, async (t) => {
        const to = await device(t, release, transport === 'https' ? { transport } : {});
        const polling = pollingOf(to, 1, { transport, legacy: !release.startsWith('9') });
        const { poll } = await start(t, [targetOf(polling)]);
        const first = await poll();
        const there = [...(await asaOf(release)).sessions.values()].map(({ index }) => index).sort((a, b) => a - b);
        assert.deepEqual(
          first.failures.filter(({ why }) => why !== 'refused'),
          [],
        );
        assert.deepEqual(indexes(first), there);
        assert.ok(there.length > 3);
        const lists = first.rosters.filter(({ kind }) => kind === 'sessions.listed');
        assert.ok(
          lists.every(({ complete }) => complete),
          'as many as the device counts itself',
        );
        if (transport === 'ssh') assert.ok(isWhole(first));
        assert.ok(first.facts.version?.startsWith(release));
        assert.equal(to.counts.mostOpen, 1);
        assert.ok(to.counts.commands.every((one) => /^(?:show .*|terminal pager 0|enable)$/.test(one)));
      });
    }
  }

  it('reads the same of a shell with any banner, prompt, width, pager and line ends', async (t) => {
    const { active } = pairOf(await asaOf('9.1'));
    const full = { command: 'show vpn-sessiondb full anyconnect', every: 60, phase: 'listing' } as const;
    const told = async (how: SshOptions): Promise<readonly [read: readonly string[], indexes: readonly number[]]> => {
      const to = await serveSsh(active, { syslog: false, ...how });
      t.after(() => to.close());
      const { poll } = await start(t, [targetOf(pollingOf(to))], { rows: [...plan, full] });
      const polled = await poll();
      assert.deepEqual(
        polled.failures.filter(({ why }) => why !== 'refused'),
        [],
      );
      assert.ok(isWhole(polled) && polled.facts.role === 'active');
      return [polled.read ?? [], indexes(polled)];
    };
    const plain = await told({});
    assert.ok(plain[0].includes(full.command));
    for (const how of [
      { banner: ['# for staff >', 'ASA-AIP-CLI#', 'Password:', '<--- More --->', 'ASA-AIP-CLI>'] },
      { prompt: ['hostname', 'context', 'priority', 'state'], contexts: ['customer', 'admin'], autoEnable: true },
      { width: 80 },
      // The echo of every command is wrapped, too.
      { width: 40, newline: 'mixed', pager: 5 },
      { auth: ['keyboard-interactive'], pager: 0 },
    ] satisfies readonly SshOptions[])
      assert.deepEqual(await told(how), plain, JSON.stringify(how));
  });

  it('asks again only for what is due, and not for what the device refused', async (t) => {
    const to = await device(t, '9.1', { trouble: { unauthorized: ['show uauth'] } });
    const { poll, clock } = await start(t, [targetOf(pollingOf(to))]);
    const refused = (await poll()).failures.filter(({ at }) => at === 'show uauth');
    assert.deepEqual(
      refused.map(({ why }) => why),
      ['refused'],
    );
    const before = to.counts.commands.length;
    clock.at += MINUTE;
    assert.deepEqual((await poll()).failures, []);
    const asked = to.counts.commands.slice(before);
    for (const one of ['show cpu usage', 'show vpn-sessiondb summary', 'show vpn-sessiondb anyconnect'])
      assert.ok(asked.includes(one), one);
    for (const one of ['show uauth', 'show interface', 'show vpn-sessiondb detail anyconnect'])
      assert.ok(!asked.includes(one), one);
  });

  it('has one session on a device, whoever wants it polled and however slow it is', async (t) => {
    const to = await device(t, '9.1', { trouble: { slow: { bytes: 8000, milliseconds: 2 } } });
    const { poller, clock, polls } = await start(t, [targetOf(pollingOf(to))]);
    poller.pollNow(1);
    for (let n = 0; n < 4; n += 1) {
      const polled = polls.next();
      poller.pollNow(1);
      clock.at += 3 * MINUTE;
      assert.deepEqual(
        (await polled).failures.filter(({ why }) => why !== 'refused'),
        [],
      );
    }
    assert.equal(to.counts.mostOpen, 1);
  });

  it('leaves turns out while a poll is under way, and counts them', async (t) => {
    const to = await device(t, '9.1', { trouble: { hang: 'output', at: 10, of: 'show version' } });
    const { poller, clock, polls } = await start(t, [targetOf(pollingOf(to))], {
      limits: { ...LIMITS, command: 1_500 },
    });
    const first = polls.next();
    poller.pollNow(1);
    clock.at += 10 * MINUTE;
    const { failures } = await first;
    assert.deepEqual(
      failures.map(({ at, why }) => [at, why]),
      [['show version', 'deadline']],
    );
    assert.equal(to.counts.mostOpen, 1);
    assert.ok(poller.states()[0]?.stretch === 2, 'who does not answer in time is asked half as often');
    assert.equal(poller.health().buckets['partial'], 1);
  });

  it('tries two logins an hour, whatever the device says, and remembers them over a restart', async (t) => {
    const to = await device(t, '9.1', { trouble: { refuseLogin: true } });
    const kept: { device: number; at: number }[] = [];
    const onFailedLogin = (failed: { device: number; at: number }): void => void kept.push(failed);
    const target = targetOf(pollingOf(to));
    const lab = await start(t, [target], { onFailedLogin });
    const begun = lab.clock.at;
    const tries: number[] = [];
    for (let minute = 0; minute < 59; minute += 5) {
      const { failures } = await lab.poll();
      assert.deepEqual(
        failures.map(({ at, why }) => [at, why]),
        [['login', 'login refused']],
      );
      tries.push(to.counts.passwords);
      lab.clock.at += 5 * MINUTE;
    }
    assert.equal(Math.max(...tries), 2);
    assert.equal(tries[5], 1, 'the second try waits for a better password');
    assert.equal(kept.length, 2);
    await lab.poller.stop();
    const again = await start(t, [target], { failedLogins: kept, onFailedLogin, now: () => begun + 59 * MINUTE });
    const { failures } = await again.poll();
    assert.equal(failures[0]?.until, begun + 60 * MINUTE);
    assert.equal(to.counts.passwords, 2);
  });

  it('tries a password at once that was put in the place of a refused one, and no third', async (t) => {
    const to = await device(t, '9.1');
    const wrong = targetOf(pollingOf(to), { secrets: () => ({ password: 'wrong' }) });
    const lab = await start(t, [wrong]);
    for (let n = 0; n < 4; n += 1) {
      await lab.poll();
      const came = lab.polls.next();
      lab.poller.mended(1);
      await came;
    }
    assert.equal(to.counts.loginsFailed, 2);
    lab.clock.at += 61 * MINUTE;
    lab.targets.splice(0, 1, targetOf(pollingOf(to)));
    assert.deepEqual(
      (await lab.poll()).failures.filter(({ why }) => why !== 'refused'),
      [],
    );
  });

  for (const transport of ['ssh', 'https'] as const) {
    it(`stops before any password when the key over ${transport} is another than the one accepted`, async (t) => {
      const to = await device(t, '9.1', transport === 'https' ? { transport } : {});
      const polling = pollingOf(to, 1, { transport });
      const { poll, targets } = await start(t, [targetOf(polling)]);
      assert.ok((await poll()).rosters.length > 0);
      const before = to.counts.passwords;
      to.changeKey();
      const { failures, rosters } = await poll();
      assert.deepEqual([failures.map(({ why }) => why), rosters], [['key changed'], []]);
      assert.equal(to.counts.passwords, before);
      const seen = failures[0]?.fingerprint ?? '';
      targets.splice(0, 1, targetOf({ ...polling, fingerprint: seen }));
      assert.ok((await poll()).rosters.length > 0, 'until somebody accepts the new one');
    });
  }

  it('asks a busy device less often and for less, and as before when it is calm again', async (t) => {
    let cpu = 95;
    const to = await device(t, '9.1', { about: { cpu: () => cpu } });
    const { poll, poller } = await start(t, [targetOf(pollingOf(to))]);
    const stretches: number[] = [];
    for (const percent of [95, 95, 95, 95, 75, 10, 10, 10]) {
      cpu = percent;
      await poll();
      stretches.push(poller.states()[0]?.stretch ?? 0);
      if (percent === 95) assert.ok(!to.counts.commands.includes('show crypto ipsec sa'));
    }
    assert.deepEqual(stretches, [2, 4, 8, 8, 8, 4, 2, 1]);
  });

  it('tells a line that nobody knows with its transcript, and reads what else there is', async (t) => {
    const of = 'show vpn-sessiondb detail anyconnect';
    const to = await device(t, '9.1', { trouble: { stray: { line: 6, text: 'Flux  : dispersed' }, of } });
    const { poll } = await start(t, [targetOf(pollingOf(to))]);
    const polled = await poll();
    const [failure, ...others] = polled.failures.filter(({ why }) => why !== 'refused');
    assert.deepEqual([failure?.at, failure?.why, others], [of, 'misfit', []]);
    assert.equal(failure?.transcript?.split('\n')[(failure.line ?? 0) - 1]?.trim(), 'Flux  : dispersed');
    const listings = polled.rosters.flatMap((one) => (one.kind === 'sessions.listed' ? [one.listing] : []));
    assert.ok(listings.includes('ikev1') && !listings.includes('anyconnect'));
  });

  it('keeps what was read before a connection was cut, and calls nothing complete of what was not', async (t) => {
    const of = 'show vpn-sessiondb detail anyconnect';
    for (const transport of ['ssh', 'https'] as const) {
      const to = await device(t, '9.1', transport === 'https' ? { transport } : {});
      to.trouble = { cut: 700, of };
      const { poll } = await start(t, [targetOf(pollingOf(to, 1, { transport }))]);
      const polled = await poll();
      assert.equal(polled.failures.at(-1)?.at, of);
      assert.ok(!polled.rosters.some((one) => one.kind === 'sessions.listed' && one.listing === 'anyconnect'));
      assert.ok(polled.facts.version !== undefined);
    }
  });

  it('ends a poll that is under way when it is stopped, and polls nobody after that', async (t) => {
    const to = await device(t, '9.1', { trouble: { hang: 'output', at: 10 } });
    const { poller, polls } = await start(t, [targetOf(pollingOf(to))]);
    poller.pollNow(1);
    await poller.stop();
    poller.pollNow(1);
    assert.deepEqual([polls.batches, poller.states()[0]?.polling], [[], false]);
  });

  it('asks a device no more that is not to be asked any more', async (t) => {
    const to = await device(t, '9.1');
    const { poller, targets, poll } = await start(t, [targetOf(pollingOf(to))]);
    await poll();
    targets.splice(0);
    while (poller.states().length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      poller.pollNow(2);
    }
    assert.equal(to.counts.connections, 1);
  });
});
