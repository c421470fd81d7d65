import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Maintenance, Matchers } from '../../../../server/domain/alert/mute.ts';
import {
  doesSilenceTouch,
  isSilenceWithin,
  isWindowWithin,
  windowThere,
} from '../../../../server/domain/alert/reach.ts';

const reach = { sites: ['London'], devices: ['LON1', 'LON2'] };

test('a silence holds at some sites alone where it names one of them, or a head-end there, by its whole name', () => {
  const within: readonly Matchers[] = [
    ...[{ site: 'London' }, { site: 'london' }, { device: 'LON1' }],
    ...[
      { device: 'lon2', user: 'marty', rule: 'xauth.*' },
      { device: 'LON1', site: 'London' },
    ],
  ];
  const wider: readonly Matchers[] = [
    ...[{ user: 'marty' }, { rule: 'xauth.*' }, { site: 'Paris' }, { device: 'PAR1' }, { site: 'Lon*' }],
    ...[{ device: 'LON*' }, { device: '*' }, { device: 'LON1', site: 'Paris' }, { device: 'PAR1', site: 'London' }],
  ];
  for (const one of within) assert.ok(isSilenceWithin(one, reach), JSON.stringify(one));
  for (const one of wider) assert.ok(!isSilenceWithin(one, reach), JSON.stringify(one));
  assert.ok(
    !isSilenceWithin({ device: 'LON1' }, { sites: ['London'], devices: [] }),
    'where the head-end is not there',
  );
});

test('a silence is told of where it may hold, unless it names what may be of another site', () => {
  const told: readonly Matchers[] = [
    ...[{ site: 'London', user: 'marty' }, { rule: 'xauth.*' }, { device: 'L*' }, { device: 'LON1', site: 'L*' }],
  ];
  const untold: readonly Matchers[] = [
    ...[
      { user: 'marty' },
      { source: '192.0.2.1' },
      { pool: 'p' },
      { tunnelGroup: 'g' },
      { device: '*', user: 'marty' },
    ],
    ...[{ site: 'Paris' }, { device: 'PAR1', rule: 'pool.*' }, { device: 'LON1', site: 'Paris' }, { device: 'P*' }],
  ];
  for (const one of told) assert.ok(doesSilenceTouch(one, reach), JSON.stringify(one));
  for (const one of untold) assert.ok(!doesSilenceTouch(one, reach), JSON.stringify(one));
});

test('a window that names other places, too, is told without them, and is of more than those sites', () => {
  const window = (devices: readonly string[], sites: readonly string[]): Maintenance => ({
    ...{ id: 1, devices, sites, reason: 'x', by: 'doc', at: 0, from: 0, until: 1 },
  });
  assert.ok(isWindowWithin(window(['LON1'], ['London']), reach));
  for (const one of [window([], []), window(['LON1', 'PAR1'], []), window(['LON1'], ['Paris']), window(['LON'], [])])
    assert.ok(!isWindowWithin(one, reach), JSON.stringify(one));
  assert.deepEqual(windowThere(window([], []), reach), window([], []), 'everything is there, too');
  assert.deepEqual(windowThere(window(['PAR1', 'LON1'], ['Paris']), reach), window(['LON1'], []));
  assert.equal(windowThere(window(['PAR1'], ['Paris']), reach), undefined);
});
