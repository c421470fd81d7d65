import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { inspect } from 'node:util';

import { startSnmpPoller, type SnmpTarget } from '../../../collectors/snmp/snmp-poller.ts';
import type { Polled } from '../../../server/domain/polling.ts';
import { handClock, Polls } from '../show/lab.ts';
import { accessOf, agent, LIMITS, secrets, told } from './poll-lab.ts';

async function start(t: TestContext, targets: SnmpTarget[]) {
  const [polls, clock] = [new Polls(), handClock()];
  const poller = await startSnmpPoller(polls, { ...clock.options, targets: () => targets, limits: LIMITS });
  t.after(() => poller.stop());
  const poll = (device = 1): Promise<Polled> => {
    poller.pollNow(device);
    return polls.next();
  };
  return { poller, polls, clock, poll };
}

const targetOf = (to: { readonly port: number }, more: Partial<SnmpTarget> = {}): SnmpTarget => ({
  ...{ access: accessOf(to), secrets: () => secrets, sessions: true },
  ...more,
});

describe('the poller over SNMP', () => {
  it('hands over what it polled in batches of its own, numbered, and counts every poll once', async (t) => {
    const { agent: to } = await agent(t);
    const { poller, polls, poll } = await start(t, [targetOf(to)]);
    await poll();
    await poll();
    to.trouble = { absent: ['1.3.6.1'] };
    await poll();
    assert.deepEqual(
      polls.batches.map(({ collector, epoch, seq }) => [collector, epoch, seq]),
      [['snmp', 1, 1], ['snmp', 1, 2], ['snmp', 1, 3]], // prettier-ignore
    );
    assert.deepEqual(poller.health().buckets, { complete: 2, partial: 0, failed: 1, skipped: 0, brokenOff: 0 });
    assert.equal(poller.health().collector, 'snmp');
  });

  it('walks tables no more often than they ask for, and lists sessions each time', async (t) => {
    const { agent: to } = await agent(t);
    const { poll, clock } = await start(t, [targetOf(to, { access: accessOf(to, { everySeconds: 30 }) })]);
    await poll();
    clock.at += 30_000;
    const second = await poll();
    assert.equal(told(second, 'sessions.active'), '20');
    assert.equal(told(second, 'interface.in.octets', 'outside'), undefined);
    assert.equal(second.rosters.length, 5);
    clock.at += 30_000;
    assert.notEqual(told(await poll(), 'interface.in.octets', 'outside'), undefined);
  });

  it('opens secrets for each poll, and never tells what became of them', async (t) => {
    const { agent: to } = await agent(t);
    let opened = 0;
    const fails = new Error(`cannot open ${secrets.community}`);
    const open = () => {
      opened += 1;
      if (opened === 2) throw fails;
      return secrets;
    };
    const { poll, polls } = await start(t, [targetOf(to, { secrets: open })]);
    assert.deepEqual((await poll()).failures, []);
    const { failures } = await poll();
    assert.deepEqual(failures, [{ at: 'login', why: 'refused', detail: 'its community or keys cannot be opened' }]);
    const seen = inspect(polls.batches, { depth: 12, maxArrayLength: null });
    for (const secret of Object.values(secrets)) assert.ok(!seen.includes(secret));
  });

  it('asks less often where an agent was too slow, and not where it is not there', async (t) => {
    const { agent: to } = await agent(t);
    const { poller, poll } = await start(t, [targetOf(to)]);
    await poll();
    to.trouble = { silent: true };
    await poll();
    assert.equal(poller.states()[0]?.stretch, 1);
  });

  it('leaves alone whose SNMP is for traps, and ends at once when it is stopped', async (t) => {
    const { agent: to } = await agent(t);
    const never = accessOf(to, { device: 2, everySeconds: 0 });
    const { poller, polls } = await start(t, [targetOf(to), targetOf(to, { access: never })]);
    to.trouble = { silent: true };
    poller.pollNow(2);
    poller.pollNow(1);
    assert.deepEqual(
      poller.states().map(({ device, polling }) => [device, polling]),
      [[1, true]],
    );
    await poller.stop();
    assert.deepEqual(polls.batches, [], 'a poll that was ended says nothing');
  });
});
