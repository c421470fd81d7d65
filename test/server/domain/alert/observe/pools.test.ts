import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Attempt } from '../../../../../server/domain/attempt.ts';
import type { Event } from '../../../../../server/domain/event.ts';
import type { PoolRow } from '../../../../../server/domain/feed.ts';
import { pools } from '../../../../../server/domain/alert/observe/pools.ts';
import { refusals } from '../../../../../server/domain/alert/observe/refusals.ts';
import { chain, device, envelope, T0, watch, type Brought } from './watch.ts';

const devices = [device(1), device(2)];
const pool = (name: string, used: number): PoolRow => ({
  ...{
    device: 'ASA1',
    name,
    first: null,
    last: null,
    size: 100,
    used,
    utilization: used / 100,
    tunnelGroups: [],
    changedAt: T0,
  },
});

describe('pools', () => {
  it('of a connection profile are told by what is used of all of them, and by their names', () => {
    const { turn, open, kinds } = watch(pools);
    turn(0, { estate: { devices, chains: [chain(80, 100)] } });
    assert.deepEqual(open(), ['pool.chain warning: hillvalleyvpn: 80 of 100 addresses used (80.0 %): vpnpool']);
    turn(1, { estate: { devices, chains: [chain(190, 200, { pools: ['first', 'second'], held: 3 })] } });
    assert.deepEqual(open(), [
      'pool.chain critical: hillvalleyvpn: 190 of 200 addresses used (95.0 %, 3 of them held): first, second',
    ]);
    turn(2, { estate: { devices, chains: [chain(20, 200)] } });
    turn(62, { estate: { devices, chains: [chain(20, 200)] } });
    assert.deepEqual(kinds(), ['1 raised', '1 changed', '1 cleared']);
  });

  it('a first pool that is full by design is information', () => {
    const { turn, open } = watch(pools);
    const both = chain(100, 200, { pools: ['first', 'second'] });
    turn(0, {
      estate: {
        devices,
        chains: [both, chain(100, 100, { tunnelGroup: 'x', pools: ['only'], utilization: 0 })],
        pools: [pool('first', 100), pool('second', 0), pool('only', 100)],
      },
    });
    assert.deepEqual(open(), [
      'pool.member information: first: 100 of 100 addresses used; one of those of hillvalleyvpn',
    ]);
  });

  it('that are unchanged are the same look, and write nothing', () => {
    const { turn, writes } = watch(pools);
    const first = turn(0, { estate: { devices, chains: [chain(50, 100)] } });
    const before = writes();
    assert.deepEqual(turn(1, { estate: { devices, chains: [chain(50, 100)] } }), first);
    assert.equal(writes(), before);
  });

  it('that are taken out of the configuration, or whose head-end is removed, are full no longer', () => {
    const { turn, open, memory } = watch(pools);
    turn(0, { estate: { devices, chains: [chain(100, 100), chain(100, 100, { device: 'ASA2' })] } });
    assert.equal(open().length, 2);
    turn(1, { estate: { devices: [device(1)], chains: [chain(100, 100, { device: 'ASA2' })] } });
    turn(61, { estate: { devices: [device(1)] } });
    assert.deepEqual([open(), memory()], [[], []]);
  });
});

describe('a refused address', () => {
  const refused = (tunnelGroup?: string, publicIp = '203.0.113.5'): Event => ({
    ...envelope(0, [7]),
    ...{ kind: 'address.refused', publicIp, ...(tunnelGroup !== undefined && { tunnelGroup }) },
  });
  const attempt: Attempt = {
    ...{
      id: 1,
      device: 1,
      publicIp: '203.0.113.5',
      start: T0,
      seenAt: T0,
      stage: 'address',
      outcome: 'failed',
      user: 'marty',
    },
  };
  const rows: readonly (readonly [string, Brought, readonly string[]])[] = [
    [
      'with none free is an exhausted pool, and says who got none',
      {
        events: [refused('hillvalleyvpn'), refused('hillvalleyvpn', '203.0.113.6')],
        attempts: [attempt],
        estate: { devices, chains: [chain(100, 100)] },
      },
      [
        'pool.exhausted critical: no address for marty from 203.0.113.5, 203.0.113.6 (hillvalleyvpn): 100 of 100 addresses of vpnpool used',
      ],
    ],
    [
      'with some free is another fault',
      {
        events: [refused('hillvalleyvpn')],
        estate: { devices, chains: [chain(40, 100), chain(9, 9, { tunnelGroup: 'other' })] },
      },
      ['address.none critical: no address for 203.0.113.5 (hillvalleyvpn): 40 of 100 addresses of vpnpool used'],
    ],
    [
      'of a connection profile that has no pool is another fault',
      { events: [refused('hillvalleyvpn')], estate: { devices, chains: [chain(9, 9, { tunnelGroup: 'other' })] } },
      ['address.none critical: no address for 203.0.113.5 (hillvalleyvpn): no pool is known for it'],
    ],
    [
      'that names no connection profile is judged by all of the head-end',
      {
        events: [refused()],
        estate: { devices, chains: [chain(4, 9), chain(9, 9, { tunnelGroup: 'other', pools: ['small'] })] },
      },
      ['pool.exhausted critical: no address for 203.0.113.5: 9 of 9 addresses of small used'],
    ],
    [
      'is no other fault because another head-end has free ones, nor where pools are not known',
      { events: [refused()], estate: { devices, chains: [chain(4, 9, { device: 'ASA2' })] } },
      ['pool.exhausted critical: no address for 203.0.113.5: no pool is known for it'],
    ],
    [
      'was refused before an address was freed in the same turn',
      {
        events: [refused('hillvalleyvpn'), { ...envelope(0), kind: 'address.freed', address: '172.16.1.100' }],
        estate: { devices, chains: [chain(99, 100)] },
      },
      ['pool.exhausted critical: no address for 203.0.113.5 (hillvalleyvpn): 99 of 100 addresses of vpnpool used'],
    ],
    [
      'of pools that messages alone tell is an exhausted pool when few are left: held ones are not told',
      {
        events: [refused('hillvalleyvpn')],
        estate: { devices, chains: [chain(96, 100, { source: 'derived', held: null })] },
      },
      ['pool.exhausted critical: no address for 203.0.113.5 (hillvalleyvpn): 96 of 100 addresses of vpnpool used'],
    ],
    ['of a head-end that is not watched is nothing', { events: [refused()], estate: {} }, []],
  ];
  for (const [what, brought, expected] of rows) {
    it(what, () => {
      const { turn, open, first } = watch(refusals);
      turn(0, brought);
      assert.deepEqual(open(), expected);
      assert.equal(
        first()?.count ?? 0,
        expected.length === 0 ? 0 : (brought.events ?? []).filter(({ kind }) => kind === 'address.refused').length,
      );
    });
  }
});
