import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { collector } from '../../../../../server/domain/alert/observe/collector.ts';
import { limits } from '../../../../../server/domain/alert/observe/limits.ts';
import { unparsed } from '../../../../../server/domain/alert/observe/unparsed.ts';
import type { Event } from '../../../../../server/domain/event.ts';
import type { HealthRow } from '../../../../../server/domain/feed.ts';
import { device, envelope, T0, watch } from './watch.ts';

const DAY = 86_400_000;
const health = (name: string, buckets: Readonly<Record<string, number>>): HealthRow => ({
  ...{ collector: name, buckets, outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 } },
  ...{ receiveBuffer: { effective: null, wanted: 0 }, queuedBytes: 0, warnings: [] },
});

describe('the collector', () => {
  it('tells what was lost since the turn before, and of another start from the beginning', () => {
    const { turn, open, first } = watch(collector);
    const lost = (seconds: number, kernelDropped: number, overflow: number) =>
      turn(seconds, {
        estate: {
          collectors: [health('syslog', { stored: 9, kernelDropped, overflow }), health('traps', { limited: 4 })],
        },
      });
    lost(0, 0, 0);
    assert.deepEqual(open(), []);
    lost(1, 12, 3);
    assert.deepEqual(open(), [
      'collector.drops critical: lost by syslog: 12 that came faster than they were read, 3 that came faster than they were stored',
    ]);
    assert.deepEqual(lost(2, 12, 3), []);
    lost(3, 14, 3);
    lost(4, 5, 3);
    assert.equal(first()?.count, 22);
    lost(604, 5, 3);
    assert.deepEqual(open(), []);
  });

  it('that is behind, or has no room, says how far and how much', () => {
    const { turn, open } = watch(collector);
    turn(0, { estate: { behind: 14_900, diskUsed: 0.9519 } });
    assert.deepEqual(open(), [
      'collector.disk critical: 95.1 % of the disk of the database is used',
      'collector.stuck warning: what came in 14 s ago is written only now',
    ]);
    const [stuck] = turn(1, { estate: { behind: 14_200, diskUsed: 0.9511 } });
    assert.equal(stuck?.value, 14);
    for (const seconds of [2, 62]) turn(seconds, { estate: { behind: 300 } });
    assert.deepEqual(open(), ['collector.disk critical: 95.1 % of the disk of the database is used']);
    for (const seconds of [63, 123]) turn(seconds, { estate: { behind: 300, diskUsed: 0.5 } });
    assert.deepEqual(open(), []);
  });

  it('counts down to the end of the certificate by days, and is content with a new one', () => {
    const { turn, open } = watch(collector);
    const at = (days: number): readonly string[] => {
      turn(days * 86_400, { estate: { certificates: [{ of: 'syslog', end: T0 + 20 * DAY }] } });
      return open();
    };
    const said = 'the certificate of the syslog listener ends 2026-12-19 20:00 UTC';
    assert.deepEqual(at(5.9), []);
    assert.deepEqual(at(6), [`collector.certificate warning: ${said}`]);
    assert.deepEqual(at(16.9), [`collector.certificate warning: ${said}`]);
    assert.deepEqual(at(17), [`collector.certificate critical: ${said}`]);
    assert.deepEqual(at(21), [`collector.certificate critical: ${said}`]);
    turn(22 * 86_400, { estate: { certificates: [{ of: 'syslog', end: T0 + 400 * DAY }] } });
    assert.deepEqual(open(), []);
  });

  it('tells the certificate of the dashboard apart from that of the syslog listener', () => {
    const { turn, open } = watch(collector);
    const dashboard = { of: 'dashboard', end: T0 + 10 * DAY } as const;
    turn(0, { estate: { certificates: [{ of: 'syslog', end: T0 + 2 * DAY }, dashboard] } });
    assert.deepEqual(open(), [
      'collector.certificate warning: the certificate of the dashboard ends 2026-12-09 20:00 UTC',
      'collector.certificate critical: the certificate of the syslog listener ends 2026-12-01 20:00 UTC',
    ]);
    turn(1, { estate: { certificates: [dashboard] } });
    assert.deepEqual(open(), [
      'collector.certificate warning: the certificate of the dashboard ends 2026-12-09 20:00 UTC',
    ]);
  });
});

describe('messages that are not understood', () => {
  it('are told by their share of the latest ones, when those are many', () => {
    const { turn, open } = watch(unparsed);
    const count = (seconds: number, messages: number, misfits: number) =>
      turn(seconds, { estate: { devices: [device(1)], understood: [{ device: 1, messages, misfits }] } });
    count(0, 100_000, 0);
    count(300, 100_100, 50);
    assert.deepEqual(open(), [], 'too few');
    count(310, 101_000, 50);
    count(610, 101_010, 50);
    assert.deepEqual(open(), [
      'collector.unparsed warning: 50 of 1000 messages (5.0 %) are in words that are not known',
    ]);
    count(700, 0, 0); // another start
    assert.equal(open().length, 1);
    count(1000, 5_000, 0);
    count(4599, 5_000, 0);
    assert.equal(open().length, 1);
    count(4600, 5_000, 0);
    assert.deepEqual(open(), []);
  });
});

describe('a limit', () => {
  it('of sessions is told as it comes near', () => {
    const { turn, open } = watch(limits);
    const at = (seconds: number, sessions: number) =>
      turn(seconds, {
        estate: { devices: [device(1, { sessions }), device(2, { sessions })], limits: new Map([[1, 250]]) },
      });
    at(0, 224);
    assert.deepEqual(open(), []);
    at(1, 225);
    assert.deepEqual(open(), ['limit.sessions warning: 225 of 250 sessions (90.0 %)']);
    at(2, 245);
    for (const seconds of [3, 300]) turn(seconds, { estate: { devices: [device(1, { sessions: 245 })] } });
    assert.deepEqual(open(), ['limit.sessions critical: 245 of 250 sessions (98.0 %)'], 'not told yet after a start');
    for (const seconds of [301, 421]) at(seconds, 20);
    assert.deepEqual(open(), []);
  });

  it('that refuses a login is told at once, and each login once', () => {
    const { turn, open, first } = watch(limits);
    const refused = (attempt: number, cause: 'limit.license' | 'limit.simultaneous' = 'limit.license'): Event => ({
      ...envelope(0, [attempt]),
      ...{ kind: 'attempt.ended', attempt, publicIp: '203.0.113.5', stage: 'xauth', outcome: 'failed', cause },
      facts: { user: 'marty', detail: '250' },
    });
    turn(0, { events: [refused(1, 'limit.simultaneous')], estate: { devices: [device(1)] } });
    assert.deepEqual(open(), []);
    turn(1, { events: [refused(2), refused(3)], estate: { devices: [device(1)] } });
    turn(2, { events: [refused(3)], estate: { devices: [device(1)] } });
    assert.deepEqual(open(), ['limit.refused critical: refused: marty from 203.0.113.5 (250)']);
    assert.equal(first()?.count, 2);
    turn(601, { estate: { devices: [device(1)] } });
    assert.deepEqual(open(), []);
  });
});
