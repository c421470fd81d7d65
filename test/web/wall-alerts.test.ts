import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { conditions, wallVerdict } from '../../web/words/wall-conditions.ts';
import type { WallFacts } from '../../web/words/wall-facts.ts';
import { wallTiles } from '../../web/words/wall-tiles.ts';
import { typeSizes } from '../../web/words/wall-type.ts';
import { wallPage } from '../../web/words/wall-views.ts';
import { device, now, summary } from './rows.ts';

const row = (id: number, more: Partial<AlertRow> = {}): AlertRow => ({
  ...{ id, rule: 'xauth.spray_succeeded', subject: 'x', about: { user: 'marty', source: '198.51.100.7' } },
  ...{
    device: 'HV-ASA',
    severity: 'critical',
    raisedAt: now - 300_000,
    changedAt: now,
    value: 1,
    threshold: 1,
    peak: 1,
  },
  ...{ count: 1, text: 'marty got in from 198.51.100.7', evidence: [] },
  ...more,
});
const facts = (alerts?: readonly AlertRow[]): WallFacts => ({
  ...{ summary: summary(), devices: [device()], warnings: [], alerts },
});
const tileOf = (alerts: readonly AlertRow[]) =>
  wallTiles(facts(alerts), conditions(facts(alerts), now), now).find(({ id }) => id === 'alerts');

test('the wall tells open alerts with their age and owner, and never by a text that names a user', () => {
  const owner = { by: 'Doc', note: '', at: now };
  const alerts = [row(1), row(2, { rule: 'pool.exhausted', severity: 'warning', acknowledged: owner })];
  const tile = tileOf(alerts);
  assert.deepEqual([tile?.state, tile?.hero], ['crit', { value: '2', unit: '1 critical' }]);
  assert.deepEqual(tile?.lines.map(({ said }) => said[0]), [
    'HV-ASA: spray got in, 5 m 0 s, nobody has it',
    'HV-ASA: pools are full, 5 m 0 s, Doc',
  ]); // prettier-ignore
  const all = conditions(facts(alerts), now);
  assert.match(wallVerdict(facts(alerts), all, 200, now).text, /^HV-ASA: spray got in/);
  assert.doesNotMatch(JSON.stringify([tile, all]), /marty|198\.51/);
});

test('a wall that may name users tells whom an alert is about, and still nothing of its text', () => {
  const shown: WallFacts = { ...facts([row(1), row(2, { about: {}, severity: 'warning' })]), mayName: true };
  const all = conditions(shown, now);
  const tile = wallTiles(shown, all, now).find(({ id }) => id === 'alerts');
  assert.deepEqual(tile?.lines.map(({ said }) => said[0]), [
    'HV-ASA: spray got in, marty, 5 m 0 s, nobody has it',
    'HV-ASA: spray got in, 5 m 0 s, nobody has it',
  ]); // prettier-ignore
  assert.ok(all.some(({ said }) => said.includes('HV-ASA: spray got in, marty') && said.at(-1) === 'spray got in'));
  assert.doesNotMatch(JSON.stringify([tile, all]), /198\.51/);
});

test('what is muted, over, for information or on a head-end in maintenance does not hang on the wall', () => {
  const off = [row(1, { muted: 'silenced' }), row(2, { clearedAt: now }), row(3, { severity: 'information' })];
  assert.equal(tileOf(off), undefined);
  assert.equal(tileOf([]), undefined, 'a calm wall has no tile for it');
  const kept: WallFacts = { ...facts([row(4)]), devices: [device({ place: { tags: ['maintenance'] } })] };
  assert.deepEqual(conditions(kept, now).filter(({ key }) => key.startsWith('alert')), []); // prettier-ignore
});

test('what the wall finds by itself is no condition twice', () => {
  const silent = row(1, { rule: 'device.silent' });
  assert.deepEqual(conditions(facts([silent]), now).filter(({ key }) => key.startsWith('alert')), []); // prettier-ignore
  assert.equal(tileOf([silent])?.state, 'crit');
});

test('while an alert is critical the views do not take turns, and its tile is on every page', () => {
  const type = typeSizes({ inches: 55, metres: 5 }, { width: 1920, height: 1080 });
  const room = { width: 1920, height: 1080 };
  const choice = { views: ['state', 'pools', 'head-ends', 'logins'], dwell: 10_000 } as const;
  for (const rule of ['device.silent', 'xauth.spray_succeeded'] as const) {
    const shown = facts([row(1, { rule })]);
    const all = conditions(shown, now);
    for (let at = now; at < now + 300_000; at += 10_000) {
      const { tiles, said } = wallPage(choice, shown, all, { now: at, room, type });
      assert.ok(
        tiles.some(({ id, state }) => id === 'alerts' && state === 'crit'),
        rule,
      );
      assert.doesNotMatch(said.join(), /Pools|Head-ends|Failed/);
    }
  }
});

test('what hangs there anyway, as bad, needs no tile of its own until somebody takes it on', () => {
  const chain = { device: 'HV-ASA', tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool'], size: 100, used: 100, held: null } as const; // prettier-ignore
  const alert = row(1, { rule: 'pool.chain', about: { tunnelGroup: 'hillvalleyvpn' } });
  const tile = (one: AlertRow) => {
    const shown: WallFacts = { ...facts([one]), chains: [{ ...chain, utilization: 1, source: 'derived', at: now }] };
    return wallTiles(shown, conditions(shown, now), now).find(({ id }) => id === 'alerts');
  };
  assert.equal(tile(alert), undefined);
  assert.match(tile({ ...alert, acknowledged: { by: 'Doc', note: '', at: now } })?.lines[0]?.said[0] ?? '', /Doc$/);
});
