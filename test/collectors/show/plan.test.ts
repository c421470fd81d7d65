import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { showCommands } from '../../../collectors/show/commands/all.ts';
import { gather, type Told } from '../../../collectors/show/gather.ts';
import { LoginBudget } from '../../../collectors/show/login-budget.ts';
import { offsetOf, stretchAfter } from '../../../collectors/pace.ts';
import { due, plan, type Circumstances } from '../../../collectors/show/plan.ts';
import { readShow } from '../../../collectors/show/read.ts';
import { readRelease } from '../../../server/domain/release.ts';
import { answer } from '../../asa/cli/answer.ts';
import { deviceOf } from '../../asa/cli/device.ts';
import { busyAsa } from './lab.ts';

const calm: Circumstances = {
  ...{ release: undefined, interval: 60, stretch: 1, isBusy: false },
  age: () => undefined,
  isOff: () => false,
};
const asked = (how: Partial<Circumstances>): readonly string[] =>
  due(plan, { ...calm, ...how }).map(({ command }) => command);

describe('what is asked', () => {
  it('is on the list of what may be asked, but for the configuration', () => {
    const listed = new Set(showCommands.map(({ command }) => command));
    const missing = plan.map(({ command }) => command).filter((command) => !listed.has(command));
    assert.deepEqual(
      missing.filter((command) => !command.startsWith('show running-config')),
      [],
    );
  });
  it('follows from the release', () => {
    const of = (version: string): readonly string[] => asked({ release: readRelease(version) });
    assert.ok(of('7.0(8)').includes('show vpn-sessiondb detail remote'));
    assert.ok(!of('7.0(8)').includes('show vpn-sessiondb detail svc'));
    assert.ok(of('8.2(5)').includes('show vpn-sessiondb detail svc'));
    assert.ok(of('8.3(2)').includes('show crypto isakmp sa detail'));
    assert.ok(!of('8.4(1)').some((command) => /isakmp|remote|svc/.test(command)));
    assert.ok(of('8.4(1)').includes('show vpn-sessiondb detail ra-ikev1-ipsec'));
    assert.ok(!of('9.3(1)').includes('show vpn-sessiondb detail ra-ikev2-ipsec'));
    assert.ok(of('9.16(4)27').includes('show vpn-sessiondb detail ra-ikev2-ipsec'));
    assert.ok(!asked({}).some((command) => /isakmp|remote/.test(command)), 'without one the latest is assumed');
  });
  it('is nothing heavy of a busy device, and no plain listing beside the detailed one', () => {
    assert.ok(!asked({}).includes('show vpn-sessiondb anyconnect'));
    const busy = asked({ isBusy: true });
    assert.ok(busy.includes('show vpn-sessiondb anyconnect'));
    assert.ok(!busy.some((command) => command.includes('detail anyconnect') || command.includes('ipsec sa')));
  });
  it('is what has not been asked for long enough, by the interval as it is stretched', () => {
    assert.deepEqual(asked({ interval: 30, age: () => 14 }), []);
    assert.ok(
      asked({ interval: 30, age: () => 15 }).includes('show cpu usage'),
      'half an interval early, not a whole one late',
    );
    assert.ok(!asked({ interval: 30, age: () => 44 }).includes('show version'));
    const stretched = asked({ interval: 120, stretch: 4, age: () => 100 });
    assert.deepEqual([stretched.includes('show cpu usage'), stretched.includes('show version')], [true, false]);
  });
});

describe('the pace', () => {
  it('is halved for who is busy or slow, down to an eighth, and found again step by step', () => {
    assert.equal(stretchAfter(1, 60, { cpu: 81, seconds: 1 }), 2);
    assert.equal(stretchAfter(1, 60, { cpu: 80, seconds: 1 }), 1);
    assert.equal(stretchAfter(8, 60, { cpu: 99, seconds: 1 }), 8);
    assert.equal(stretchAfter(2, 60, { cpu: 75, seconds: 1 }), 2);
    assert.equal(stretchAfter(2, 60, { cpu: undefined, seconds: 1 }), 1);
    assert.equal(stretchAfter(1, 60, { cpu: 5, seconds: 16 }), 2);
    assert.equal(stretchAfter(2, 60, { cpu: 5, seconds: 16 }), 2);
    assert.equal(stretchAfter(1, 60, { cpu: 5, seconds: undefined }), 2);
  });
  it('spreads devices: of 200 in 30 s never more than 9 within a second', () => {
    const seconds = new Array<number>(30).fill(0);
    for (let id = 1; id <= 200; id += 1) {
      const second = Math.floor(offsetOf(id, 30_000) / 1000);
      seconds[second] = (seconds[second] ?? 0) + 1;
    }
    assert.ok(Math.max(...seconds) <= 9, String(seconds));
  });
});

describe('logins', () => {
  const HOUR = 3_600_000;
  it('are two an hour at most, the second one half an hour later or with another password', () => {
    let now = 10 * HOUR;
    const budget = new LoginBudget(() => now);
    assert.equal(budget.blockedUntil(1), undefined);
    budget.failed(1);
    assert.equal(budget.blockedUntil(1), 10.5 * HOUR);
    budget.mended(1);
    assert.equal(budget.blockedUntil(1), undefined);
    now += 1000;
    budget.failed(1);
    budget.mended(1);
    assert.equal(budget.blockedUntil(1), 11 * HOUR);
    now = 11 * HOUR;
    assert.equal(budget.blockedUntil(1), undefined, 'the hour of the first is over');
    assert.equal(budget.blockedUntil(2), undefined);
    now = 5 * HOUR;
    assert.ok((budget.blockedUntil(1) ?? 0) <= 6 * HOUR, 'a clock that was set back makes nobody wait for longer');
  });
});

describe('a listing over HTTPS', () => {
  it('is complete only if its rows are as many as the device counts before and after it', async () => {
    const device = deviceOf(await busyAsa('9.1'));
    const [count, list] = ['show vpn-sessiondb summary', 'show vpn-sessiondb anyconnect'];
    const told = (command: string, text: string): Told => {
      const reading = readShow(command, text);
      assert.ok(reading?.outcome === 'read', JSON.stringify(reading));
      return { command, facts: reading.facts, answer: { text, startedAt: 1, finishedAt: 2, end: 'unknown' } };
    };
    const text = (command: string): string => `${answer(device, command).join('\n')}\n`;
    const totals = told(count, text(count));
    const isComplete = (...all: readonly Told[]): boolean | undefined =>
      gather(all).rosters.find(({ kind }) => kind === 'sessions.listed')?.complete;
    const whole = text(list);
    assert.equal(isComplete(totals, told(list, whole), totals), true);
    assert.equal(isComplete(told(list, whole), totals), false);
    assert.equal(isComplete(totals, told(list, whole)), false);
    const cut = whole.slice(0, whole.lastIndexOf('Username'));
    assert.equal(isComplete(totals, told(list, cut), totals), false);
  });
});
