import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AlertDesk } from '../../../server/api/alert-desk.ts';
import type { Preview } from '../../../server/api/alert-preview.ts';
import { buildApp } from '../../../server/api/app.ts';
import type { Setting } from '../../../server/domain/alert/rule.ts';
import { rules, type RuleId } from '../../../server/domain/alert/rules.ts';
import type { Event } from '../../../server/domain/event.ts';
import type { WriteSet } from '../../../server/store/store.ts';
import { scratchStore, setOf } from '../store/scratch.ts';
import { quietDesk } from './quiet.ts';
import { POST } from './doors.ts';
import { AT, deps } from './stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HERE = { host: 'localhost', origin: 'http://localhost', ...POST };

async function stage(t: TestContext, kept: Partial<WriteSet>, own: Partial<AlertDesk> = {}) {
  const store = await scratchStore(t);
  await store.commit(setOf(kept));
  const alerting = { ...quietDesk, ...own };
  const app = await buildApp(deps({ reads: store.reads, alerting }));
  t.after(() => app.close());
  return async (rule: RuleId, change: Partial<Setting>, scope?: object): Promise<Preview> => {
    const { enabled, levels, raiseAfter, clearAfter } = rules[rule] as Setting;
    const payload = { setting: { enabled, levels, raiseAfter, clearAfter, ...change }, ...(scope && { scope }) };
    const url = `/api/alerts/rules/${rule}/preview`;
    const answer = await app.inject({ method: 'POST', url, payload, headers: HERE });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<Preview>();
  };
}

/** The pool of 100 as it was, by hours before now. */
const minutes = (uses: readonly (readonly [hours: number, used: number])[]) => ({
  poolMinutes: {
    rows: uses.map(([hours, used]) => {
      const minute = Math.floor((AT - hours * HOUR) / MINUTE) * MINUTE;
      return { device: 1, pool: 'vpnpool', minute, size: 100, used, most: used };
    }),
    isNewHour: false,
  },
});
const day = minutes([[50, 10], [49, 85], [48, 10], [30, 72], [29, 10], [2, 97], [1, 10]]); // prettier-ignore

test('thresholds of pools tell which alerts they would have raised, beside those that hold now', async (t) => {
  const ask = await stage(t, day);
  const { now, then, raised, why } = await ask('pool.chain', {
    levels: { warning: { raise: 0.7, clear: 0.6 }, critical: { raise: 0.95, clear: 0.9 } },
  });
  assert.equal(now?.count, 2);
  assert.equal(then?.count, 3);
  assert.deepEqual(then.alerts.map(({ severity, device }) => [severity, device]), [
    ['critical', 'hill-valley'],
    ['warning', 'hill-valley'],
    ['warning', 'hill-valley'],
  ]); // prettier-ignore
  assert.ok(then.longest >= 58 * MINUTE && then.longest <= 62 * MINUTE, String(then.longest));
  assert.equal(raised, 0, 'none of them was really raised');
  assert.match(why ?? '', /as they are chained now/);
});

test('what is set for one place counts there alone', async (t) => {
  const ask = await stage(t, day);
  const levels = { warning: { raise: 0.05, clear: 0.01 }, critical: { raise: 0.95, clear: 0.9 } };
  assert.equal((await ask('pool.chain', { levels }, { kind: 'pool', name: 'elsewhere' })).then?.count, 0);
  const here = await ask('pool.chain', { levels }, { kind: 'pool', name: 'vpnpool' });
  assert.deepEqual([here.now?.count, here.then?.count], [2, 1], 'one that never ends');
  assert.equal((await ask('pool.chain', { enabled: false })).then?.count, 0);
});

test('what was set before holds in what holds now', async (t) => {
  const { levels, raiseAfter, clearAfter } = rules['pool.chain'];
  const setting = { enabled: false, levels, raiseAfter, clearAfter };
  const ask = await stage(t, day, { settings: () => [{ rule: 'pool.chain', setting, by: 'Doc', at: AT }] });
  const { now, then } = await ask('pool.chain', {});
  assert.deepEqual([now?.count, then?.count], [0, 2]);
});

const refused = (at: number, n: number): Event => ({
  ...{ kind: 'attempt.ended', device: 1, at, source: 'syslog', evidence: [n], attempt: n, publicIp: '198.51.100.7' },
  ...{ stage: 'phase1', outcome: 'failed', cause: 'group.bad_psk', sure: 'told', facts: { tunnelGroup: 'x' } },
});

test('what events tell is looked at anew: probing of a group password, and what is older is left out', async (t) => {
  const burst = (at: number, from: number) => Array.from({ length: 12 }, (_one, n) => refused(at + n * 1000, from + n));
  const events = [...burst(AT - 8 * 24 * HOUR, 1), ...burst(AT - 30 * HOUR, 20), ...burst(AT - 26 * HOUR, 40)];
  const ask = await stage(t, { events });
  const short = await ask('psk.probing', {});
  assert.deepEqual([short.now?.count, short.then?.count], [2, 2]);
  assert.match(short.then?.alerts[0]?.text ?? '', /198\.51\.100\.7: 10 refusals/);
  const long = await ask('psk.probing', { clearAfter: 6 * 3600 });
  assert.deepEqual([long.now?.count, long.then?.count], [2, 1], 'with a longer quiet both are one');
});

test('a refused address is told of a full pool where its minutes say so, else of the other fault', async (t) => {
  const refusal = (hours: number): Event => ({
    ...{ kind: 'address.refused', device: 1, at: AT - hours * HOUR + 5 * MINUTE, source: 'syslog', evidence: [1] },
    tunnelGroup: 'hillvalleyvpn',
  });
  const ask = await stage(t, { ...minutes([[50, 100], [49, 10], [20, 10]]), events: [refusal(50), refusal(20)] }); // prettier-ignore
  assert.equal((await ask('pool.exhausted', {})).then?.count, 1);
  assert.equal((await ask('address.none', {})).then?.count, 1);
});

test('what is not kept is not made up', async (t) => {
  const ask = await stage(t, {});
  const { now, then, why } = await ask('device.silent', {});
  assert.deepEqual([now, then], [undefined, undefined]);
  assert.match(why ?? '', /Not enough is kept to tell/);
});
