import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertInPart, historyInPart, rulesOfSeveral, sliceOf } from '../../../server/domain/access/slice.ts';
import type { AlertRow } from '../../../server/domain/alert/row.ts';
import type { ChainRow, DeviceRow } from '../../../server/domain/feed.ts';
import { createFeed } from '../../../server/feed/feed.ts';
import { createSlices } from '../../../server/feed/slices.ts';

const device = (id: number, name: string, site: string): DeviceRow => ({
  ...{
    id,
    name,
    state: 'adopted',
    addresses: [],
    sessions: 0,
    lastMessageAt: null,
    messages: 0,
    storing: 'vpn',
    hiddenNames: 0,
  },
  heartbeat: { by: 'learned', interval: 1000, at: null },
  place: { site, tags: [] },
});
const chain = (of: string, used: number): ChainRow => ({
  ...{ device: of, tunnelGroup: 'staff', pools: [], size: 10, used, held: null, utilization: null, at: null },
  source: 'derived',
});
const paris = sliceOf({ sites: ['Paris'], showsNames: true });

/** A feed with a head-end in Paris and one in London, and somebody who is bound to Paris. */
function stage() {
  const feed = createFeed({ build: '1', now: () => 0 });
  feed.topic('devices').put('1', device(1, 'PAR', 'Paris'));
  feed.topic('devices').put('2', device(2, 'LON', 'London'));
  for (const of of ['PAR', 'LON']) feed.topic('chains').put(`${of}/staff`, chain(of, 1));
  feed.flush();
  const slices = createSlices(feed);
  slices.enter(paris);
  const told = () => feed.flush().flatMap((delta) => slices.of(delta).filter(({ room }) => room.endsWith(paris.key)));
  return { feed, slices, told };
}

test('whoever is bound to a site is told no key of another one: not when it changes, nor when it goes', () => {
  const { feed, slices, told } = stage();
  const snapshot = slices.read('chains', paris).next().json;
  assert.ok(snapshot.includes('PAR') && !snapshot.includes('LON'));
  for (const of of ['PAR', 'LON']) feed.topic('chains').put(`${of}/staff`, chain(of, 2));
  const [changed] = told();
  assert.deepEqual(
    changed?.delta.put.map(([key]) => key),
    ['PAR/staff'],
  );
  assert.ok(!JSON.stringify(changed).includes('LON'));
  for (const of of ['PAR', 'LON']) feed.topic('chains').drop(`${of}/staff`);
  const [gone] = told();
  assert.deepEqual([gone?.delta.put, gone?.delta.drop], [[], ['PAR/staff']]);
});

test('whoever is bound to a site is not told what a rule says that looks at several head-ends', () => {
  const about = { user: 'marty', source: '198.51.100.7', aaaServer: '10.0.0.9' };
  const [raisedAt, changedAt, value, threshold, peak, count] = [0, 0, 1, 1, 3, 1];
  const row = {
    id: 1,
    severity: 'warning',
    subject: 'x',
    evidence: [],
    device: 'PAR',
    about,
    text: 'on PAR, LON',
  } as const;
  const alert = { ...row, raisedAt, changedAt, value, threshold, peak, count };
  const rule = 'xauth.spray_succeeded';
  const told = (one: AlertRow['rule']) => alertInPart({ ...alert, rule: one });
  assert.deepEqual(told('xauth.ratio'), { ...alert, rule: 'xauth.ratio' });
  for (const one of rulesOfSeveral) assert.doesNotMatch(JSON.stringify(told(one)), /LON|"peak":3/, one);
  assert.equal(told('xauth.new_source').about.user, 'marty');
  assert.equal(told(rule).about.user, undefined, 'it may be a user of the other one');
  const { feed, slices } = stage();
  feed.topic('alerts').put('1', { ...alert, rule });
  feed.flush();
  assert.doesNotMatch(slices.read('alerts', paris).next().json, /LON|marty/);
  assert.match(slices.read('alerts', sliceOf({ sites: null, showsNames: true })).next().json, /LON/);
  const history = historyInPart(rule, [
    { alert: 1, at: 0, kind: 'raised', detail: 'warning: on PAR, LON' },
    { alert: 1, at: 1, kind: 'acknowledged', detail: 'on it', by: 'doc' },
  ]);
  assert.doesNotMatch(JSON.stringify(history), /LON/);
  assert.match(JSON.stringify(history), /on it/);
});

test('a wall is told whom an alert is about only where that was allowed', () => {
  const { feed, slices } = stage();
  const about = { user: 'marty', source: '198.51.100.7', pool: 'vpnpool' };
  const [raisedAt, changedAt, value, threshold, peak, count] = [0, 0, 1, 1, 1, 1];
  const alert = { id: 1, rule: 'xauth.ratio', severity: 'warning', subject: 'marty', evidence: [] } as const;
  const text = 'marty fails from 198.51.100.7';
  feed.topic('alerts').put('1', { ...alert, about, text, raisedAt, changedAt, value, threshold, peak, count });
  feed.flush();
  const told = (showsNames: boolean) => slices.read('alerts', sliceOf({ sites: null, showsNames })).next().json;
  assert.match(told(true), /marty/);
  assert.doesNotMatch(told(false), /marty|198\.51/);
  assert.match(told(false), /vpnpool/);
});

test('what leaves the site is dropped, once', () => {
  const { feed, slices, told } = stage();
  slices.read('devices', paris).next();
  feed.topic('devices').put('1', device(1, 'PAR', 'London'));
  feed.flush();
  assert.equal(slices.haveMoved(), true);
  assert.equal(slices.haveMoved(), false);
  feed.topic('devices').put('1', { ...device(1, 'PAR', 'London'), messages: 1 });
  assert.deepEqual(
    told().map(({ delta }) => delta.drop),
    [['1']],
  );
  feed.topic('devices').put('1', { ...device(1, 'PAR', 'London'), messages: 2 });
  assert.deepEqual(
    told().map(({ delta }) => delta.drop),
    [[]],
  );
});

test('a head-end that has moved before somebody comes is seen where it is, and whoever was there before is told to come anew', () => {
  const { feed, slices } = stage();
  feed.topic('devices').put('2', device(2, 'LON', 'Paris'));
  feed.flush();
  slices.enter(paris);
  assert.ok(slices.read('chains', paris).next().json.includes('LON'));
  assert.equal(slices.haveMoved(), true);
});
