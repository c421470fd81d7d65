import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { SeriesSample } from '../../../server/domain/series.ts';
import { State } from '../../../server/state/state.ts';
import { listing, poll, row, tellPoll } from '../domain/polled-lab.ts';
import { closed, headEnd, logIn, NOON, Teller } from '../lab.ts';

const SECOND = 1000;

/** What the series are told at that second after noon, in short: of the head-end, or of all (0). */
function told(state: State, second: number): readonly string[] {
  const at = NOON + second * SECOND;
  const samples = state.series({ pools: state.summary(at).pools, at });
  const short = ({ device, metric, instance, at: when, value, span }: SeriesSample): string =>
    [device, metric, instance, (when - NOON) / SECOND, value, span === undefined ? '' : `in ${span / SECOND}`].filter((one) => one !== '').join(' '); // prettier-ignore
  return samples.map(short).sort();
}

test('sessions and pools are told when they change, and once a minute while the head-end is heard', () => {
  const teller = logIn(new Teller(), 10);
  teller.state.hear(headEnd.id, 8, NOON + 10 * SECOND);
  assert.deepEqual(told(teller.state, 10), [
    ...['0 sessions 10 1', '0 sessions.ikev1 10 1', '1 pool.used vpnpool 10 1', '1 sessions 10 1', '1 sessions.ikev1 10 1'], // prettier-ignore
  ]);
  assert.deepEqual(told(teller.state, 11), [], 'nothing has changed');
  assert.equal(told(teller.state, 70).length, 5, 'a minute later all of it once more');
  teller.at(75, closed(65));
  teller.passed(81);
  const after = told(teller.state, 81);
  assert.ok(after.includes('1 sessions 81 0') && after.includes('1 sessions.ikev1 81 0'), after.join());
  const day = 86_400;
  assert.deepEqual(told(teller.state, day), [], 'of a head-end that is silent nobody knows');
});

test('what polls count of sessions is told with the time since they were counted before, and what the closing record adds', () => {
  const teller = logIn(new Teller(), 10);
  const traffic = (second: number): readonly string[] =>
    told(teller.state, second).filter((one) => one.includes('bytes'));
  tellPoll(teller, 60, [listing(60, [row(50)])]);
  assert.deepEqual(traffic(61), [], 'one look is no growth');
  tellPoll(teller, 120, [listing(120, [row(110, { bytesTx: 6240 })])]);
  assert.deepEqual(traffic(121), ['1 bytes.rx 121 0 in 60', '1 bytes.tx 121 6000 in 60']); // prettier-ignore
  teller.at(150, closed(140, { bytesTx: 7000, bytesRx: 46_816 }));
  teller.passed(156);
  assert.deepEqual(traffic(156), ['1 bytes.tx 150 760 in 0']);
  tellPoll(teller, 180, [listing(180, [])]);
  assert.deepEqual(traffic(181), ['1 bytes.rx 181 0 in 60', '1 bytes.tx 181 0 in 60']); // prettier-ignore
});

test('after a restart the next poll tells what was moved since the last one before it', () => {
  const before = logIn(new Teller(), 10);
  tellPoll(before, 60, [listing(60, [row(50)])]);
  before.state.changes();
  const sessions = [...before.state.sessions()];
  const meters = sessions.flatMap(({ id }) => before.state.meter(id) ?? []);
  const state = new State({
    ...{ devices: [headEnd], seen: [], sessions, attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] },
    polls: { units: [], meters, peers: [], pools: [], strays: [] },
  });
  state.take({ kind: 'polled', polled: poll(180, [listing(180, [row(170, { bytesTx: 1240 })])]) });
  assert.ok(told(state, 181).includes('1 bytes.tx 181 1000 in 120'));
});

test('a poll tells of its head-end what the screens show: load, memory, connections and AAA servers', () => {
  const { state } = new Teller();
  const at = NOON + 60 * SECOND;
  const loadAt = { cpu: at, memory: at, connections: at };
  const servers = [
    { group: 'RAD', protocol: 'radius', address: '172.16.1.20', status: 'active' },
    { group: 'RAD', protocol: 'radius', address: '172.16.1.21', status: 'failed' },
  ] as const;
  const facts = { cpu: [9, 7, 5] as const, memoryUsed: 100, memoryTotal: 400, connections: 12, loadAt, aaa: { at, servers } }; // prettier-ignore
  state.take({ kind: 'polled', polled: poll(60, [], facts) });
  assert.deepEqual(
    told(state, 61).filter((one) => one.startsWith('1 ') && !/sessions|pool/.test(one)),
    ['1 aaa.answering 60 1', '1 aaa.servers 60 2', '1 connections 60 12', '1 cpu 60 7', '1 memory.total 60 400', '1 memory.used 60 100'], // prettier-ignore
  );
});
