import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AaaRow } from '../../server/domain/aaa.ts';
import { censusOf } from '../../server/domain/census.ts';
import type { LoadRow } from '../../server/domain/load.ts';
import { aaaState, aaaWords } from '../../web/words/aaa.ts';
import { censusLines, censusPath } from '../../web/words/census.ts';
import { estateStatements } from '../../web/words/estate.ts';
import { limitLines } from '../../web/words/limits.ts';
import { cpuCell, lastPoll, loadState, megabits, memoryCell, pollCommand, trafficCell } from '../../web/words/load.ts';
import { bytesSoFar, outsideOf, trafficNow } from '../../web/words/traffic.ts';
import {
  changeWords,
  pastTrend,
  pastWords,
  remember,
  spanChangeWords,
  weekWords,
  type Seen,
} from '../../web/words/trend.ts';
import { device, now, session, summary } from './rows.ts';

const MINUTE = 60_000;
const told = (ago: number) => ({ by: 'show', at: now - ago }) as const;

/** A head-end that was polled a second ago; what a test is about is given. */
function load(given: Partial<LoadRow> = {}): LoadRow {
  return {
    device: 'HV-ASA',
    polls: [{ by: 'show', everySeconds: 60, at: now - 1000, whole: true }],
    cpu: { ...told(1000), minute: 24, fiveMinutes: 20 },
    memory: { ...told(1000), used: 25, total: 100 },
    interfaces: [],
    sessionLimit: { ...told(1000), most: 750 },
    protocolLimits: [
      { protocols: ['anyconnect', 'clientless', 'ikev2'], most: 10, licence: 'AnyConnect Premium Peers' },
      { protocols: ['ikev1'], most: 750, licence: 'Other VPN Peers' },
    ],
    running: { sessions: 8, tx: 100, rx: 10, at: now - 1000, rateTx: 8, rateRx: 16, ratedAt: now - 1000 },
    ...given,
  };
}
const unpolled: LoadRow = { device: 'LON2', polls: [], interfaces: [], protocolLimits: [] };
const earlier = { at: now - 15 * MINUTE, sessions: 10, byProtocol: { ikev1: 10 }, users: 9, tunnels: { ike: 1, ipsec: 1 }, failed15m: 0, refused15m: 0, census: censusOf([]), pools: [] }; // prettier-ignore

describe('where a figure goes', () => {
  it('is told with a sign, or that nobody knows', () => {
    assert.equal(changeWords(12, 0), '+12 in 15 min');
    assert.equal(changeWords(1000, 2234), '−1,234 in 15 min');
    assert.equal(changeWords(3, 3), 'as 15 min ago');
    assert.equal(changeWords(3, undefined), 'no trend yet');
    assert.equal(spanChangeWords(3, 1), '+2 on the 15 min before');
    assert.equal(weekWords(3, null), 'last week not known');
    assert.equal(weekWords(3, 7), '−4 on last week');
  });

  it('is remembered for a quarter of an hour, one value a moment', () => {
    let past: readonly Seen[] = [];
    for (const minute of [0, 0, 1, 16, 17]) past = remember(past, { at: minute * MINUTE, value: minute * 10 });
    assert.deepEqual(past.map(({ value }) => value), [160, 170]); // prettier-ignore
    assert.equal(pastWords(past, String), '+10 in 1m');
    assert.equal(pastWords(past.slice(1), String), '', 'one value is no trend');
    assert.deepEqual(pastTrend(past, String, 1), { sign: '↑', words: '+10 in 1m' });
    assert.equal(pastTrend(past, String, 20)?.sign, '→', 'a change that is none');
    assert.equal(pastTrend(past.slice(1), String, 1), undefined);
  });
});

describe('the load of a head-end', () => {
  it('tells CPU with where it goes, and from 80 % on warns', () => {
    const cpu = cpuCell(load(), now);
    assert.deepEqual([cpu.value, cpu.state, cpu.trend?.sign], ['24 %', 'ok', '↑']);
    assert.equal(loadState(load({ memory: { ...told(0), used: 80, total: 100 } }), now), 'warn');
    assert.equal(loadState(load({ cpu: { ...told(0), minute: 96, fiveMinutes: 50 } }), now), 'crit');
    assert.equal(memoryCell(unpolled, now).value, '?');
  });

  it('is unknown, never what it was, once its polls are not answered', () => {
    const at = (ago: number) => cpuCell(load({ cpu: { ...told(ago), minute: 99, fiveMinutes: 99 } }), now);
    assert.deepEqual(
      [at(2 * MINUTE).state, at(4 * MINUTE).state, at(11 * MINUTE).state],
      ['crit', 'unknown', 'unknown'],
    );
    assert.match(at(4 * MINUTE).title, /^STALE: 99 % over a minute/);
    assert.equal(at(11 * MINUTE).value, '?');
    // Each poll fails: what was told before does not get younger by it.
    const failing = load({ polls: [{ by: 'show', everySeconds: 60, at: now, whole: false }], cpu: { ...told(20 * MINUTE), minute: 1, fiveMinutes: 1 }, memory: undefined, sessionLimit: undefined } as unknown as LoadRow); // prettier-ignore
    assert.deepEqual([lastPoll(failing, now)?.at, lastPoll(failing, now)?.fresh], [now - 20 * MINUTE, 'unknown']);
    assert.equal(lastPoll(unpolled, now), undefined);
    assert.equal(loadState(unpolled, now), 'ok', 'that nobody polls it is no fault of its own');
  });

  it('names the interface to the outside, which must be up', () => {
    const one = (name: string, isUp: boolean, rate: number) => ({ ...told(0), name, isUp, in: rate, out: rate });
    const row = load({ interfaces: [one('inside', true, 9e6), one('outside', false, 0)] });
    assert.equal(outsideOf(row)?.name, 'outside');
    assert.equal(trafficCell(row, outsideOf(row), now).state, 'crit');
    assert.equal(outsideOf(load({ interfaces: [one('dmz', true, 1), one('wan', true, 2)] }))?.name, 'wan');
    assert.deepEqual([0, 1000, 400_000, 125e6].map(megabits), ['0', '< 0.1', '3.2', '1,000']);
  });

  it('puts no name into a command that a shell could misread', () => {
    assert.equal(pollCommand('LON2'), 'tunnelwatch device poll LON2 ssh://USER@ADDRESS');
    assert.equal(pollCommand('$(reboot)'), 'tunnelwatch device poll NAME ssh://USER@ADDRESS');
  });
});

describe('bytes and rates', () => {
  it('count what is known alone, and say of how many it is not', () => {
    const ended = { tx: 1000, rx: 1, sessions: 3 };
    const all = bytesSoFar(ended, [load()], 12, now);
    assert.deepEqual([all.tx, all.rx, all.said, all.running?.said], [1100, 11, 'of 3 ended sessions', 'and 8 running, not of 4']); // prettier-ignore
    const old = load({ running: { sessions: 8, tx: 100, rx: 10, at: now - 4 * MINUTE } });
    const none = bytesSoFar(ended, [old], 12, now);
    assert.deepEqual(
      [none.tx, none.said, none.running],
      [1000, 'of 3 ended sessions, of 12 running not known', undefined],
    );
  });

  it('are of the head-ends whose listings can be believed; without one the command is told', () => {
    const here = trafficNow([load(), unpolled], now);
    assert.deepEqual([here.rates, here.said], [{ tx: 8, rx: 16 }, '1 of 2 head-ends, between two listings']);
    assert.match(trafficNow([unpolled], now).said, /needs polling: tunnelwatch device poll/);
    const first = load({ running: { sessions: 8, tx: 100, rx: 10, at: now } });
    assert.deepEqual(
      [trafficNow([first], now).rates, trafficNow([first], now).said],
      [undefined, 'a rate needs two listings'],
    );
    const stale = load({ device: 'B', running: { sessions: 1, tx: 1, rx: 1, at: 0, rateTx: 1e6, rateRx: 1e6, ratedAt: now - 20 * MINUTE } }); // prettier-ignore
    assert.deepEqual(trafficNow([load(), stale], now).rates, { tx: 8, rx: 16 });
    assert.equal(trafficNow([stale], now).sign.at, now - 20 * MINUTE, 'so that its tile says UNKNOWN');
  });
});

describe('sessions against their limits', () => {
  const sessions = { total: 12, byProtocol: { ikev1: 3, ikev2: 4, anyconnect: 5, clientless: 0, unknown: 0 } };

  it('hold a licence against all protocols that it is for', () => {
    const lines = limitLines(sessions, [load()], earlier);
    const said = lines.map(({ name, value, change, limit, use, state }) => [name, value, change, limit, use, state]);
    assert.deepEqual(said, [
      ['AnyConnect', 5, '+5 in 15 min', 'of 10 by AnyConnect Premium Peers', 0.9, 'warn'],
      ['IPsec (IKEv1)', 3, '−7 in 15 min', 'of 750 by Other VPN Peers', 0.004, 'ok'],
      ['IKEv2', 4, '+4 in 15 min', 'of 10 by AnyConnect Premium Peers', 0.9, 'warn'],
      ['All', 12, '+2 in 15 min', 'of 750 by the platform', 0.016, 'ok'],
    ]);
  });

  it('are of no known use while one head-end has not told its own', () => {
    const [all] = limitLines(sessions, [load(), unpolled], undefined).slice(-1);
    assert.deepEqual([all?.limit, all?.use, all?.state], ['limit known of 1 of 2 head-ends', undefined, 'unknown']);
    assert.equal(limitLines(sessions, [unpolled], undefined)[0]?.limit, 'limit not known');
  });
});

describe('the crypto census', () => {
  it('says ? where of nobody it is known, and leads to those that it counts', () => {
    const none = censusLines(censusOf([session()]), 1, undefined);
    assert.deepEqual(none.map(({ name, value }) => `${name} ${value}`), ['3DES ?', 'SHA-1 ?', 'DH group 2 ?', 'Strong in all 0', 'Encryption not told 1', 'Hash not told 1', 'DH group not told 1']); // prettier-ignore
    assert.deepEqual(none.map(({ change }) => change).slice(2, 4), ['', 'no trend yet']);
    const some = censusLines(censusOf([session({ encryption: '3DES' }), session()]), 2, censusOf([]));
    assert.deepEqual([some[0]?.value, some[0]?.of, some[0]?.change], ['1', 'of 1 told', '+1 in 15 min']);
    assert.match(
      censusPath('group 2', { site: 'Hill Valley' }),
      /^\/sessions\?site=Hill\+Valley&where=crypto%3Agroup%2520?/,
    );
  });
});

describe('AAA servers', () => {
  const row = (server: string, state: AaaRow['state'], given: Partial<AaaRow> = {}): AaaRow => {
    return { device: 'HV-ASA', server, group: 'RAD', state, at: now, source: 'syslog', ...given };
  };

  it('are critical where no other of their group answers', () => {
    const [bad, good] = [row('10.0.0.1', 'failed'), row('10.0.0.2', 'active')];
    assert.equal(aaaState(bad, [bad, good], false, now), 'warn');
    assert.equal(aaaState(bad, [bad], false, now), 'crit');
    assert.equal(aaaState(good, [good], true, now), 'unknown');
    assert.equal(aaaWords(row('a', 'silent', { since: now - 130_000 }), false, now), 'no answer for 2 m 10 s');
  });

  it("stand in the page's first line with what polls tell", () => {
    const facts = { summary: summary(), devices: [device()], told: undefined };
    const said = (given: Partial<Parameters<typeof estateStatements>[0]>) =>
      estateStatements({ ...facts, load: [], aaa: [], ...given }, now).map(({ state, text }) => `${state}: ${text}`);
    assert.deepEqual(said({ load: [load()] }), []);
    assert.deepEqual(said({ aaa: [row('10.0.0.1', 'failed')] }), ['crit: AAA RAD on HV-ASA: no server answers.']);
    assert.deepEqual(said({ load: [load({ sessionLimit: { ...told(0), most: 13 } })] }), ['warn: Sessions are at 92 % of what the head-ends take.']); // prettier-ignore
    assert.deepEqual(said({ load: [load({ cpu: { ...told(0), minute: 96, fiveMinutes: 9 } })] }), ['crit: The CPU of HV-ASA is at 96 %.']); // prettier-ignore
    const gone = load({ polls: [{ by: 'show', everySeconds: 60, at: now - 9 * MINUTE, whole: true }] });
    assert.deepEqual(said({ load: [gone] }), ['unknown: HV-ASA has answered no poll for 9 m 0 s.']);
  });
});
