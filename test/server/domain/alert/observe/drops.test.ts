import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Observation } from '../../../../../server/domain/alert/alert.ts';
import { drops } from '../../../../../server/domain/alert/observe/drops.ts';
import type { Claim } from '../../../../../server/domain/claim.ts';
import type { Event } from '../../../../../server/domain/event.ts';
import type { Session } from '../../../../../server/domain/session.ts';
import { device, ended, opened, session, watch, type Brought } from './watch.ts';

const estate = { devices: [device(1)] };
const numbers = (count: number, from = 0): readonly number[] => Array.from({ length: count }, (_, one) => from + one);
const users: readonly Session[] = numbers(300).map((one) => session(one, `user${one}`));
const endsAt = (seconds: number, ids: readonly number[], reason: string): readonly Event[] =>
  ids.map((id) => ended(seconds, id, reason));

function rig() {
  const { turn, ...rest } = watch(drops);
  const go = (seconds: number, events: readonly Event[] = [], more: Brought = {}): readonly Observation[] =>
    turn(seconds, { events, sessions: users, estate, ...more });
  return { go, ...rest };
}

describe('dropped sessions', () => {
  it('are told from the twentieth within two minutes on, with the reasons', () => {
    const { go, open, kinds, first } = rig();
    go(0, endsAt(0, numbers(10), 'Lost Service'));
    go(119, endsAt(119, numbers(9, 10), 'Lost Carrier'));
    assert.deepEqual(open(), []);
    go(120, endsAt(120, [19], 'Lost Carrier'));
    assert.deepEqual(open(), [
      'sessions.dropped critical: 20 sessions ended within 2 min otherwise than by the user or time: Lost Service 10, Lost Carrier 10',
    ]);
    assert.equal(first()?.count, 20);
    go(125, endsAt(125, numbers(7, 20), 'Lost Carrier'));
    assert.equal(first()?.peak, 20, 'the first ten are longer ago than that');
    go(246);
    go(845);
    assert.deepEqual(kinds(), ['1 raised']);
    go(846);
    assert.deepEqual(kinds(), ['1 raised', '1 cleared']);
  });

  it('are none when they come slowly', () => {
    const { go, open } = rig();
    for (const one of numbers(200)) go(one * 7, endsAt(one * 7, [one], 'Lost Service'));
    assert.deepEqual(open(), []);
  });

  const wished = ['User Requested', 'User requested', 'Idle Timeout', 'IPSec SA Idle Timeout', 'Max time exceeded', 'Max Time Exceeded', 'IPsec SA Max Time Exceeded', 'Peer Terminate', 'The user has requested to disconnect the connection.']; // prettier-ignore
  for (const reason of [...wished, 'not listed any more', 'unknown', 'the user logged in anew']) {
    it(`are none that ended by "${reason}"`, () => {
      const { go, open } = rig();
      go(0, endsAt(0, numbers(100), reason));
      assert.deepEqual(open(), []);
    });
  }

  it('of one head-end and of another are not taken together', () => {
    const { go, open } = rig();
    const others = endsAt(0, numbers(15, 20), 'Lost Service').map((event) => ({ ...event, device: 2 }));
    go(0, [...endsAt(0, numbers(15), 'Lost Service'), ...others], { estate: { devices: [device(1), device(2)] } });
    assert.deepEqual(open(), []);
  });

  it('with any number of reasons are remembered in a bounded memory', () => {
    const { go, memory } = rig();
    for (const one of numbers(300)) go(one, [ended(one, one, `reason ${one}`), ended(one, one, `again ${one}`)]);
    assert.ok(JSON.stringify(memory()).length < 6_000);
  });
});

describe('a restart', () => {
  const reload: readonly (readonly [number, Claim])[] = [[1, { kind: 'device.restarted', step: 'reload' }]];
  const started: readonly (readonly [number, Claim])[] = [[1, { kind: 'device.restarted', step: 'started' }]];
  const switched: readonly (readonly [number, Claim])[] = [[1, { kind: 'failover.switched', role: 'active' }]];

  it('is one alert, which counts those who come back while it is open', () => {
    const { go, open, kinds, first, memory } = rig();
    go(0, endsAt(0, numbers(120), 'device restarted'), { claims: reload });
    assert.deepEqual(open(), ['device.restarted warning: it restarted: 120 users dropped, 0 back']);
    go(240, [], { claims: started });
    go(
      300,
      numbers(87).map((one) => opened(300, 500 + one, `USER${one}`)),
    );
    go(
      310,
      numbers(87).map((one) => opened(310, 700 + one, `user${one}`)),
    );
    assert.deepEqual(open(), ['device.restarted warning: it restarted: 120 users dropped, 87 back']);
    go(1140);
    assert.deepEqual(kinds(), ['1 raised']);
    assert.equal(first()?.count, 120);
    go(1141);
    assert.deepEqual(kinds(), ['1 raised']);
    go(1142);
    assert.deepEqual([kinds(), memory()], [['1 raised', '1 cleared'], []]);
  });

  it('drops no sessions beside it, and ends what was told of them before', () => {
    const { go, open } = rig();
    go(0, endsAt(0, numbers(30), 'Lost Service'));
    assert.equal(open().length, 1);
    go(5, endsAt(5, numbers(100, 30), 'Administrator Reboot'));
    go(6, endsAt(6, numbers(100, 130), 'Lost Service'));
    assert.equal(open().filter((one) => one.startsWith('device.restarted')).length, 1);
    go(700);
    assert.deepEqual(open(), ['device.restarted warning: it restarted: 200 users dropped, 0 back']);
  });

  it('that a poll finds by the uptime is one, and of nobody as well', () => {
    const { go, open } = rig();
    go(0, [], { claims: started });
    assert.deepEqual(open(), ['device.restarted warning: it restarted: 0 users dropped, 0 back']);
    go(60, endsAt(60, numbers(3), 'device restarted'));
    assert.deepEqual(open(), ['device.restarted warning: it restarted: 3 users dropped, 0 back']);
  });

  it('a failover that keeps its sessions is none, one that loses them is', () => {
    const kept = rig();
    const full = { devices: [device(1, { sessions: 100 })] };
    kept.go(0, [], { claims: switched, estate: full });
    kept.go(60, endsAt(60, numbers(3), 'Lost Service'), { estate: full });
    assert.deepEqual(kept.open(), []);
    const lost = rig();
    lost.go(0, [], { claims: switched, estate: full });
    // They log in anew before the listing lacks what they had.
    lost.go(30, [opened(30, 400, 'user7'), opened(30, 401, 'somebody')], { estate: full });
    lost.go(60, endsAt(60, numbers(100), 'not listed any more'), { estate: full });
    assert.deepEqual(lost.open(), ['device.restarted warning: it failed over: 100 users dropped, 1 back']);
  });

  it('does not count who left as wished, nor a user twice', () => {
    const { go, open } = rig();
    go(0, [], { claims: reload });
    const twice = [session(1, 'marty'), session(2, 'marty'), session(3, 'einstein')];
    go(1, [ended(1, 1, 'device restarted'), ended(1, 2, 'device restarted'), ended(1, 3, 'User Requested')], {
      sessions: twice,
    });
    go(2, [opened(2, 9, 'marty'), opened(2, 10, 'marty')]);
    assert.deepEqual(open(), ['device.restarted warning: it restarted: 1 users dropped, 1 back']);
  });
});
