import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { aaa } from '../../../../../server/domain/alert/observe/aaa.ts';
import type { AaaListed } from '../../../../../server/domain/alert/observer.ts';
import type { Claim } from '../../../../../server/domain/claim.ts';
import { device, T0, watch } from './watch.ts';

const [A, B] = ['10.0.0.1', '10.0.0.2'];
type Told = readonly [device: number, claim: Claim];
const failed = (id: number, aaaServer: string): Told => [id, { kind: 'aaa.failed', aaaServer, aaaGroup: 'VPN-AAA' }];
const active = (id: number, aaaServer: string): Told => [id, { kind: 'aaa.active', aaaServer, aaaGroup: 'VPN-AAA' }];
const silent = (id: number, aaaServer: string): Told => [id, { kind: 'aaa.silent', aaaServer }];
const accepted = (id: number, aaaServer: string): Told => [id, { kind: 'aaa.accepted', aaaServer, user: 'marty' }];
const unreachable = (id: number, aaaServer: string): Told => [id, { kind: 'aaa.rejected', aaaServer, user: 'marty', reason: 'No active server found' }]; // prettier-ignore

function rig(listed: readonly AaaListed[] = []) {
  const { turn, ...rest } = watch(aaa);
  const estate = { devices: [device(1), device(2)], aaaListed: listed };
  const go = (seconds: number, ...claims: readonly Told[]) => turn(seconds, { claims, estate });
  return { go, turn, ...rest };
}

function list(id: number, seconds: number, ...servers: readonly (readonly [string, boolean])[]): AaaListed {
  return {
    device: id,
    group: 'VPN-AAA',
    at: T0 + seconds * 1000,
    servers: servers.map(([address, is]) => ({ address, active: is })),
  };
}

describe('an AAA server', () => {
  it('that is marked as failed is a warning, and is over when it is active', () => {
    const { go, open, kinds } = rig([list(1, -60, [A, true], [B, true])]);
    go(0, failed(1, A));
    assert.deepEqual(open(), [
      'aaa.server warning: 10.0.0.1 is marked as failed in group VPN-AAA on ASA1 since 2026-11-29 20:00 UTC',
    ]);
    go(600);
    assert.equal(open().length, 1, 'the other one answers');
    go(601, active(1, A));
    go(661);
    assert.deepEqual(kinds(), ['1 raised', '1 cleared']);
  });

  it('of several head-ends is one alert that names them', () => {
    const { go, open } = rig([list(1, -60, [A, true], [B, true]), list(2, -60, [A, true], [B, true])]);
    go(0, failed(1, A));
    go(5, failed(2, A));
    assert.deepEqual(open(), [
      'aaa.server warning: 10.0.0.1 is marked as failed in group VPN-AAA on ASA1, ASA2 since 2026-11-29 20:00 UTC',
    ]);
    for (const seconds of [125, 126]) go(seconds, failed(1, B), failed(2, B));
    go(246);
    assert.deepEqual(
      open().filter((one) => one.startsWith('aaa.group')),
      [
        'aaa.group critical: nobody answers in group VPN-AAA on ASA1, ASA2: 10.0.0.1 failed, 10.0.0.2 failed, since 2026-11-29 20:02 UTC',
      ],
    );
  });

  it('that a listing marks as failed is failed, until a later message says otherwise', () => {
    const listed = [list(1, 0, [A, false], [B, true])];
    const { go, open } = rig(listed);
    go(1);
    assert.equal(open().length, 1);
    go(30, accepted(1, A));
    go(90);
    assert.deepEqual(open(), []);
    go(100, failed(1, A));
    assert.equal(open().length, 1, 'the listing is older than that');
  });

  it('that answers and fails all day writes nothing while it goes on as it was', () => {
    const { go, writes } = rig();
    go(0, accepted(1, A), failed(1, B));
    const before = writes();
    for (let seconds = 1; seconds < 600; seconds += 1) go(seconds, accepted(1, A), failed(1, B));
    assert.equal(writes(), before);
  });
});

describe('an AAA group', () => {
  it('of which no server is active for two minutes is critical', () => {
    const { go, open } = rig([list(1, -60, [A, true], [B, true])]);
    go(0, failed(1, A));
    go(60, failed(1, B));
    go(179);
    assert.equal(open().filter((one) => one.startsWith('aaa.group')).length, 0);
    go(180);
    assert.equal(open().filter((one) => one.startsWith('aaa.group')).length, 1);
  });

  it('that is silent for two minutes without an accept is critical', () => {
    const { go, open } = rig();
    go(0, silent(1, A));
    for (const seconds of [40, 80]) go(seconds, unreachable(1, A));
    go(119);
    assert.deepEqual(open(), []);
    go(121, silent(1, A));
    assert.deepEqual(open(), [
      'aaa.group critical: nobody answers on ASA1: 10.0.0.1 silent, since 2026-11-29 20:00 UTC',
    ]);
    go(130, accepted(1, A));
    go(429);
    assert.equal(open().length, 1);
    go(430);
    assert.deepEqual(open(), []);
  });

  it('is not dead by a single silence that nobody repeats, nor while another server accepts', () => {
    const { go, open } = rig();
    go(0, silent(1, A));
    go(4000);
    assert.deepEqual(open(), []);
    go(4001, accepted(1, B));
    for (let seconds = 4010; seconds < 5000; seconds += 30) go(seconds, silent(1, A));
    assert.deepEqual(open(), []);
  });

  it('that marks all servers as active again and finds none goes on to be dead', () => {
    const { go, kinds } = rig([list(1, -60, [A, true])]);
    go(0, failed(1, A));
    for (let seconds = 10; seconds < 3600; seconds += 10) {
      if (seconds % 600 === 0) go(seconds, active(1, A));
      else if (seconds % 600 === 50) go(seconds, failed(1, A));
      else go(seconds, silent(1, A));
    }
    assert.deepEqual(
      kinds().filter((one) => one.startsWith('2')),
      ['2 raised'],
    );
  });

  it('by messages alone is dead when all that were ever told of it have failed', () => {
    const { go, open } = rig();
    go(0, accepted(1, B), failed(1, A));
    go(200);
    assert.deepEqual(open().length, 1, 'one that only logins have named may be of the group');
    go(210, failed(1, B));
    go(330);
    assert.equal(open().filter((one) => one.startsWith('aaa.group')).length, 1);
  });

  it('of a head-end that is removed is over', () => {
    const { go, turn, open, memory } = rig();
    go(0, failed(1, A));
    go(130);
    assert.equal(open().length, 2);
    for (const seconds of [200, 600]) turn(seconds);
    assert.deepEqual([open(), memory()], [[], []]);
  });

  it('is remembered in a bounded memory, whatever servers messages name', () => {
    const { turn, memory } = rig();
    const claims = Array.from({ length: 5_000 }, (_, one) => failed(1, `10.${one}`));
    turn(0, { claims, estate: { devices: [device(1)] } });
    turn(1, { estate: { devices: [device(1)] } });
    assert.ok(memory().length <= 4_001);
  });
});
