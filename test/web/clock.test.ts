import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../server/domain/clock.ts';
import { clockAdvice, clockTrouble, zoneDoubt, zoneText } from '../../web/words/clock.ts';
import { devicesVerdict } from '../../web/words/devices.ts';
import { deviceState } from '../../web/words/overview.ts';
import { device, now } from './rows.ts';

const clock = (given: Partial<Clock> = {}): Clock => ({
  ...{ says: 'time', stamp: 'Mar 03 2026 15:06:29', at: now, offset: 60, offsetIs: 'estimated', skew: 0 },
  ...given,
});

describe("a device's clock", () => {
  it('is wrong from 60 s on, ahead or behind', () => {
    const trouble = (skew: number) => clockTrouble(clock({ skew }));
    assert.equal(trouble(60_000), undefined);
    assert.equal(trouble(-60_000), undefined);
    assert.equal(trouble(61_000), 'clock 1 m 1 s ahead');
    assert.equal(trouble(-192_000), 'clock 3 m 12 s behind');
    assert.equal(trouble(73 * 365.25 * 86_400_000), 'clock 73 y ahead');
    assert.equal(clockTrouble(undefined), undefined);
  });

  it('says so where nobody has set it, and where it cannot be read', () => {
    const at = now;
    assert.equal(clockTrouble({ says: 'unset', at, stamp: 'Jan  1 1993 00:05:07' }), 'clock not set (says 1993)');
    assert.equal(
      clockTrouble({ says: 'unreadable', at, stamp: 'Feb 30\u202e' }),
      'time cannot be read (Feb 30\\u{202e})',
    );
    assert.equal(clockTrouble({ says: 'nothing', at }), undefined, 'it need not tell the time');
  });

  it('has a zone that somebody told, that it tells itself, or that is estimated', () => {
    assert.equal(zoneText({ clock: clock() }), 'UTC+01:00 (estimated)');
    assert.equal(zoneText({ clock: clock({ offset: -210 }) }), 'UTC-03:30 (estimated)');
    assert.equal(zoneText({ clock: clock({ offset: 0, offsetIs: 'told' }) }), 'UTC+00:00 (in its messages)');
    assert.equal(zoneText({ zone: 'Europe/Paris', clock: clock({ offsetIs: 'configured' }) }), 'Europe/Paris');
    assert.equal(zoneText({ zone: 'Europe/Paris' }), 'Europe/Paris');
    assert.equal(zoneText({ clock: { says: 'nothing', at: now } }), 'no timestamps in its messages');
    assert.equal(zoneText({ clock: { says: 'time', at: now, skew: 1e9 } }), 'fits no time zone');
    assert.equal(zoneText({}), 'zone not known');
  });

  it('is spoken of in the first line when it is wrong, unless the device is silent', () => {
    const wrong = device({ clock: clock({ skew: 300_000 }) });
    const said = devicesVerdict([wrong], now);
    assert.deepEqual([said.state, said.text], ['warn', 'HV-ASA: clock 5 m 0 s ahead.']);
    assert.equal(devicesVerdict([device({ clock: clock() })], now).state, 'ok');
    assert.equal(
      devicesVerdict([device({ clock: clock({ skew: 300_000 }), lastMessageAt: null })], now).state,
      'unknown',
    );
  });

  it('makes the state of its head-end a warning while it is wrong', () => {
    const state = (one: Clock) => deviceState(device({ clock: one }), [], now);
    assert.equal(state(clock()), 'ok');
    assert.equal(state(clock({ skew: 61_000 })), 'warn');
    assert.equal(state({ says: 'unset', at: now, stamp: 'Jan  1 1993 00:05:07' }), 'warn');
    assert.equal(state({ says: 'nothing', at: now }), 'ok');
    assert.equal(deviceState(device({ clock: clock({ skew: 61_000 }), lastMessageAt: null }), [], now), 'unknown');
  });

  it('may have another zone where it is whole hours wrong, and be whole hours wrong where its zone is estimated', () => {
    const configured = (skew: number) => clockTrouble(clock({ skew, offsetIs: 'configured' }));
    assert.equal(configured(3_601_000), 'clock 1 h 0 m ahead, or its zone is another');
    assert.equal(configured(-5 * 3_600_000 - 30 * 60_000), 'clock 5 h 30 m behind, or its zone is another');
    assert.equal(configured(3_300_000), 'clock 55 m ahead');
    assert.equal(zoneDoubt({ clock: clock() }), 'or its clock is hours wrong');
    assert.equal(zoneDoubt({ clock: clock({ offsetIs: 'told' }) }), undefined);
    assert.equal(zoneDoubt({ zone: 'Europe/Paris', clock: clock({ offsetIs: 'configured' }) }), undefined);
  });

  it('is not judged where a relay mixes several', () => {
    const several: Clock = { says: 'several', at: now };
    assert.equal(clockTrouble(several), undefined);
    assert.equal(zoneText({ zone: 'Europe/Paris', clock: several }), 'several clocks: through a relay');
    assert.deepEqual(clockAdvice([device({ clock: several })]), []);
  });

  it('has advice as far as something can be done', () => {
    const lines = (...clocks: (Clock | undefined)[]) =>
      clockAdvice(clocks.map((one) => device(one && { clock: one }))).map(({ line }) => line);
    assert.deepEqual(lines(undefined, clock({ offsetIs: 'configured' })), []);
    assert.deepEqual(lines(clock()), ['tunnelwatch device zone HV-ASA Europe/Paris']);
    assert.deepEqual(lines({ says: 'nothing', at: now }), ['logging timestamp']);
    assert.equal(lines({ says: 'unset', at: now, stamp: 'Jan  1 1993 00:05:07' })[0], 'ntp server ADDRESS');
    assert.equal(
      clockAdvice([device({ name: 'a;b', clock: clock() })])[0]?.line,
      'tunnelwatch device zone NAME Europe/Paris',
    );
  });
});
