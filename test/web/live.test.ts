import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Delta, Snapshot } from '../../server/domain/feed.ts';
import { boards } from '../../web/board.ts';
import { phase } from '../../web/pulse.ts';

const gap = (from: number) => ({ from, to: from + 1 });
const snapshot = (seq: number, ...froms: number[]): Snapshot<'gaps'> => ({
  topic: 'gaps',
  seq,
  rows: froms.map((from) => [String(from), gap(from)]),
});
const delta = (seq: number, from: number): Delta<'gaps'> => ({
  topic: 'gaps',
  seq,
  put: [[String(from), gap(from)]],
  drop: [],
});
const keys = (held: ReturnType<typeof boards>) => [...(held.of('gaps').get()?.rows.keys() ?? [])];

describe('the boards of a viewer', () => {
  it('begin with a snapshot and follow its deltas', () => {
    const held = boards();
    held.begin(snapshot(4, 1));
    assert.ok(held.follow(delta(5, 2)));
    assert.deepEqual(keys(held), ['1', '2']);
  });

  it('say when a delta was lost, and are whole again with the next snapshot', () => {
    const held = boards();
    held.begin(snapshot(4, 1));
    assert.ok(!held.follow(delta(6, 3)));
    assert.deepEqual(keys(held), ['1']);
    held.begin(snapshot(6, 1, 2, 3));
    assert.deepEqual(keys(held), ['1', '2', '3']);
  });

  it('wait for the snapshot before they take a delta in', () => {
    const held = boards();
    assert.ok(held.follow(delta(1, 1)));
    assert.equal(held.of('gaps').get(), undefined);
  });

  it('forget a topic that is no longer followed', () => {
    const held = boards();
    held.begin(snapshot(1, 1));
    held.forget('gaps');
    assert.equal(held.of('gaps').get(), undefined);
    assert.ok(held.follow(delta(2, 2)));
    assert.equal(held.of('gaps').get(), undefined);
  });

  it('stand still while paused, and show the latest afterwards', () => {
    const held = boards();
    held.begin(snapshot(1, 1));
    held.pause();
    held.follow(delta(2, 2));
    assert.deepEqual(keys(held), ['1']);
    held.resume();
    assert.deepEqual(keys(held), ['1', '2']);
  });

  it('show the parts of a first snapshot as they come, and say what is missing', () => {
    const held = boards();
    held.begin({ ...snapshot(4, 9), left: 2 });
    assert.deepEqual([keys(held), held.of('gaps').get()?.missing], [['9'], 2]);
    assert.ok(held.follow(delta(5, 10)));
    assert.ok(held.extend(snapshot(5, 1, 2)));
    assert.deepEqual([keys(held), held.of('gaps').get()?.missing], [['9', '10', '1', '2'], 0]);
    assert.ok(!held.extend(snapshot(7, 3)), 'a delta is missing');
  });

  it('keep showing what was whole until a later snapshot is', () => {
    const held = boards();
    held.begin(snapshot(4, 1, 2));
    held.begin({ ...snapshot(9, 3), left: 1 });
    assert.ok(held.follow(delta(10, 4)));
    assert.deepEqual(keys(held), ['1', '2']);
    held.pause();
    held.resume();
    assert.deepEqual(keys(held), ['1', '2']);
    assert.ok(held.extend(snapshot(10, 2)));
    assert.deepEqual(keys(held), ['3', '4', '2']);
  });

  it('become whole also while paused, and then stand still', () => {
    const held = boards();
    held.begin({ ...snapshot(4, 2), left: 1 });
    held.pause();
    held.extend(snapshot(4, 1));
    held.follow(delta(5, 3));
    assert.deepEqual(keys(held), ['2', '1']);
  });

  it('tell their listeners of each change, until these leave', () => {
    const held = boards();
    let heard = 0;
    const leave = held.of('gaps').listen(() => (heard += 1));
    held.begin(snapshot(1));
    held.follow(delta(2, 1));
    leave();
    held.follow(delta(3, 2));
    assert.equal(heard, 2);
  });
});

describe('the pulse', () => {
  const well = { now: 10_000, openedAt: 0, connectedAt: 500, tickedAt: 9_500, waiting: 0, wasLive: true };

  it('is live while the ticks come', () => {
    assert.equal(phase(well), 'live');
  });

  it('is lost once no tick has come for 3 s, even if the connection looks well', () => {
    assert.equal(phase({ ...well, tickedAt: 7_000 }), 'live');
    assert.equal(phase({ ...well, tickedAt: 6_999 }), 'lost');
  });

  it('is lost at once when the connection is closed', () => {
    assert.equal(phase({ ...well, connectedAt: null }), 'lost');
  });

  it('is not live again before every board has its new snapshot', () => {
    assert.equal(phase({ ...well, connectedAt: 9_000, waiting: 2 }), 'catching-up');
    assert.equal(phase({ ...well, connectedAt: 9_600 }), 'lost');
  });

  it('gives a page that has just been opened 3 s before it says that the server is lost', () => {
    const opened = { ...well, connectedAt: null, tickedAt: null, wasLive: false };
    assert.equal(phase({ ...opened, now: 3_000 }), 'joining');
    assert.equal(phase({ ...opened, now: 3_001 }), 'lost');
  });

  it('never calls live what was silent for more than 3 s', () => {
    const moment = fc.integer({ min: 0, max: 60_000 });
    fc.assert(
      fc.property(moment, moment, fc.option(moment), fc.boolean(), (now, tickedAt, connectedAt, wasLive) => {
        const told = phase({ now, openedAt: 0, connectedAt, tickedAt, waiting: 0, wasLive });
        if (now - tickedAt > 3_000) assert.notEqual(told, 'live');
      }),
    );
  });
});
