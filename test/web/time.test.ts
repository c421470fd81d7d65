import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { age, asaTime, clientTime, clock, duration, iso, when } from '../../web/words/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const at = Date.UTC(2026, 2, 3, 13, 6, 29);

describe('time on screen', () => {
  it('tells how long something lasted by its two greatest units', () => {
    assert.equal(duration(39 * second), '39s');
    assert.equal(duration(45 * minute + 59 * second), '45m');
    assert.equal(duration(2 * hour + 21 * minute + 7 * second), '2h 21m');
    assert.equal(duration(2 * hour + 3 * minute), '2h 03m');
    assert.equal(duration(3 * day + 4 * hour + 59 * minute), '3d 4h');
  });

  it('tells ages with the seconds while they matter', () => {
    assert.equal(age(400), '< 1 s');
    assert.equal(age(12 * second), '12 s');
    assert.equal(age(2 * minute + 10 * second), '2 m 10 s');
    assert.equal(age(41 * minute + 8 * second), '41 m');
    assert.equal(age(11 * hour + 4 * minute), '11 h 4 m');
    assert.equal(age(-5 * second), '< 1 s');
  });

  it('is written as the VPN client writes it', () => {
    assert.equal(clientTime(91), '0 day(s), 00:01.31');
    assert.equal(clientTime(2 * 3600 + 21 * 60 + 7), '0 day(s), 02:21.07');
    assert.equal(clientTime(86_400 + 3_600), '1 day(s), 01:00.00');
  });

  it('is written as the ASA writes it', () => {
    assert.equal(asaTime(91), '0h:01m:31s');
    assert.equal(asaTime(86_400 + 19 * 3600 + 41 * 60 + 14), '1d 19h:41m:14s');
  });

  it('is ISO 8601 with the offset of its zone', () => {
    assert.equal(iso(at, 60), '2026-03-03T14:06:29+01:00');
    assert.equal(iso(at, 0), '2026-03-03T13:06:29+00:00');
    assert.equal(iso(at, -210), '2026-03-03T09:36:29-03:30');
  });

  it('names the day only where it is another one', () => {
    assert.equal(clock(at, 60), '14:06:29');
    assert.equal(when(at, at + hour, 60), '14:06:29');
    assert.equal(when(at, at + 11 * hour, 60), '3 Mar 14:06:29');
  });
});
