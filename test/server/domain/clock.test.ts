import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clockOf, look, worstClock, type Clock } from '../../../server/domain/clock.ts';
import { civilTime, readStamp } from '../../../server/domain/stamp.ts';
import { instantOf, likelyOffset, zoneOf, type Zone } from '../../../server/domain/zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** When a stamp was made, in UTC, as read at its arrival in the zone (none: as if UTC). */
function instant(text: string, arrival: string, zone?: string): string | undefined {
  const at = Date.parse(arrival);
  const read = zone === undefined ? undefined : zoneOf(zone);
  const { says, ahead = NaN } = look({ from: 'x', at, stamp: text }, read);
  return says === 'time' ? new Date(at + ahead).toISOString().replace('.000Z', 'Z') : says;
}

test('a stamp is read in every form that devices and relays print', () => {
  const arrival = '2026-11-23T21:05:08Z';
  const forms = [
    ...['Nov 23 2026 21:05:07', 'Nov 23 21:05:07', '*Nov 23 21:05:07', '.Nov 23 2026 21:05:07', 'Nov 23 21:05:07 UTC'],
    ...['Nov 23 21:05:07 UTC:', 'Nov 23 2026 21:05:07 MSK:', 'Nov 23 21:05:07 CEST', '2026-11-23T21:05:07Z'],
    ...['2026-11-23T22:05:07+01:00', '2026-11-23T17:35:07-0330', '2026-11-23 21:05:07', '2026-11-23T21:05:07Z:'],
    ...['Mon Nov 23 21:05:07 2026', '2026 Nov 23 21:05:07', '23 Nov 2026 21:05:07', 'Nov 23, 2026 21:05:07'],
    ...['2026/11/23 21:05:07', '2026-11-23 22:05:07 +01:00', '2026-11-23\t21:05:07,000', '1795467907'],
    ...['Nov 23 21:05:07 GMT/BST', 'Nov 23 21:05:07 UTC+1'],
  ];
  for (const form of forms) assert.equal(instant(form, arrival), '2026-11-23T21:05:07Z', form);
  for (const form of ['May  5 07:51:17', 'May 05 07:51:17', 'May 5 7:51:17', 'May  5 2026 07:51:17'])
    assert.equal(instant(form, '2026-05-05T08:00:00Z'), '2026-05-05T07:51:17Z', form);
  for (const form of ['Nov 23 21:05:07.254798', '2026-11-23T21:05:07.254798Z', 'Nov 23 2026 21:05:07,254'])
    assert.equal(instant(form, arrival), '2026-11-23T21:05:07.254Z', form);
  assert.equal(instant('Dec 31 2026 23:59:60', arrival), '2027-01-01T00:00:00Z', 'a leap second');
});

test('a day or time that there is not, and any other text, is no stamp', () => {
  const wrong = [
    ...['Feb 30 2026 00:00:00', 'Feb 29 2026 00:00:00', 'Feb 29 2100 00:00:00', 'Nov 31 10:00:00', 'Nov 0 10:00:00'],
    ...['Nov 23 24:00:00', 'Nov 23 21:60:00', 'Nov 23 21:05:61', 'Nox 23 21:05:07', '2026-13-01T00:00:00Z'],
    ...['11-23-2026 21:05:07', '23/11/2026 21:05:07', '11/12/2026 09:05:07 PM', '179546790', '1795467907.'],
    ...['2026-00-01T00:00:00Z', '2026-11-23T21:05:07+24:00', '2026-11-23T21:05:07+01:60', '', 'soon', 'x'.repeat(1e6)],
  ];
  for (const text of wrong) assert.equal(readStamp(text), undefined, text.slice(0, 40));
});

test('without a year it is the year that brings the stamp nearest to its arrival', () => {
  assert.equal(instant('Dec 31 23:59:59', '2027-01-01T00:00:02Z'), '2026-12-31T23:59:59Z');
  assert.equal(instant('Jan  1 00:00:01', '2026-12-31T23:59:58Z'), '2027-01-01T00:00:01Z', 'a clock that is ahead');
  assert.equal(instant('Jan  1 00:30:00', '2026-12-31T23:30:00Z', 'Europe/Paris'), '2026-12-31T23:30:00Z');
  assert.equal(instant('Dec 31 19:30:00', '2027-01-01T00:30:00Z', 'America/New_York'), '2027-01-01T00:30:00Z');
  assert.equal(instant('Feb 29 23:59:59', '2028-03-01T00:00:01Z'), '2028-02-29T23:59:59Z');
  assert.equal(instant('Feb 29 12:00:00', '2027-12-31T12:00:00Z'), '2028-02-29T12:00:00Z');
  assert.equal(instant('Feb 29 12:00:00', '2026-03-01T12:00:00Z'), 'unreadable', 'no year about has one');
  assert.equal(instant('Feb 29 2028 12:00:00', '2026-03-01T12:00:00Z'), '2028-02-29T12:00:00Z');
});

test('of a repeated hour it is the time nearer to the arrival, and a skipped one is tolerated', () => {
  const table: readonly (readonly [stamp: string, arrival: string, zone: string, instant: string])[] = [
    ['Oct 25 2026 02:30:00', '2026-10-25T00:30:01Z', 'Europe/Paris', '2026-10-25T00:30:00Z'],
    ['Oct 25 2026 02:30:00', '2026-10-25T01:30:01Z', 'Europe/Paris', '2026-10-25T01:30:00Z'],
    ['Oct 25 02:30:00', '2026-10-25T01:29:00Z', 'Europe/Paris', '2026-10-25T01:30:00Z'],
    ['Mar 29 2026 02:30:00', '2026-03-29T01:30:01Z', 'Europe/Paris', '2026-03-29T01:30:00Z'],
    ['Mar 29 2026 02:30:00', '2026-03-29T00:30:01Z', 'Europe/Paris', '2026-03-29T00:30:00Z'],
    ['Nov 01 2026 01:30:00', '2026-11-01T05:30:01Z', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['Nov 01 2026 01:30:00', '2026-11-01T06:30:01Z', 'America/New_York', '2026-11-01T06:30:00Z'],
    ['Mar 08 2026 02:30:00', '2026-03-08T07:30:01Z', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['Apr 05 2026 01:45:00', '2026-04-04T14:45:01Z', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
    ['Apr 05 2026 01:45:00', '2026-04-04T15:15:01Z', 'Australia/Lord_Howe', '2026-04-04T15:15:00Z'],
    ['Oct 04 2026 02:15:00', '2026-10-03T15:45:01Z', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
    ['Nov 23 2026 21:05:07', '2026-11-23T15:35:07Z', 'Asia/Kolkata', '2026-11-23T15:35:07Z'],
    ['Nov 23 2026 21:05:07', '2026-11-23T15:20:07Z', 'Asia/Kathmandu', '2026-11-23T15:20:07Z'],
    ['Nov 23 21:05:07', '2026-11-24T00:35:07Z', 'America/St_Johns', '2026-11-24T00:35:07Z'],
    ['Nov 23 21:05:07', '2026-11-24T00:35:07Z', 'UTC-03:30', '2026-11-24T00:35:07Z'],
    ['2026-11-23T21:05:07Z', '2026-11-23T21:05:07Z', 'Asia/Tokyo', '2026-11-23T21:05:07Z'],
  ];
  for (const [stamp, arrival, zone, told] of table)
    assert.equal(instant(stamp, arrival, zone), told, `${stamp} ${zone}`);
});

test('a clock that nobody has set is no clock that is wrong', () => {
  for (const stamp of ['Jan  1 1993 00:05:07', 'Nov 30 1999 00:00:00', 'Jan 01 2003 01:02:03', '0000-01-01T00:00:00Z'])
    assert.equal(instant(stamp, '2026-11-23T21:05:08Z', 'Europe/Paris'), 'unset', stamp);
  assert.equal(instant('Jan 01 2099 00:00:00', '2026-11-23T21:05:08Z'), '2099-01-01T00:00:00Z');
});

const from = Date.UTC(2020, 0, 1);
const instants = fc.integer({ min: from, max: Date.UTC(2030, 0, 1) });
const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC', 'UTC+13:45');

test('a right clock in a zone that is told is right within a second at any instant, in every form', () => {
  fc.assert(
    fc.property(instants, zones, fc.integer({ min: 0, max: 5 }), (at, name, form) => {
      const zone = zoneOf(name);
      assert.ok(zone !== undefined);
      const { ahead = NaN } = look({ from: 'x', at, stamp: printed(at, zone, form) }, zone);
      assert.ok(Math.abs(ahead) < 1000, `${name} ${new Date(at).toISOString()}: ${ahead}`);
    }),
    { numRuns: 3000 },
  );
});

test('a right clock is right within a second around every change of the clocks, too', () => {
  const changing = ['Europe/Paris', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Antarctica/Troll'];
  for (const name of [...changing, 'Africa/Casablanca', 'Pacific/Chatham', 'Pacific/Apia', 'Europe/Volgograd']) {
    const zone = zoneOf(name);
    assert.ok(zone !== undefined);
    for (let day = from; day < Date.UTC(2030, 0, 1); day += 24 * HOUR) {
      if (zone(day) === zone(day + 24 * HOUR)) continue;
      for (let at = day - 3 * HOUR; at < day + 27 * HOUR; at += 7 * MINUTE) {
        const { ahead } = look({ from: 'x', at, stamp: printed(at, zone, (at / MINUTE) % 2) }, zone);
        assert.equal(ahead, 0, `${name} ${new Date(at).toISOString()}`);
      }
    }
  }
});

test('a right clock in no zone that is told has the offset of its zone, and no skew', () => {
  fc.assert(
    fc.property(instants, zones, fc.integer({ min: 0, max: 4 }), (at, name, form) => {
      const zone = zoneOf(name);
      assert.ok(zone !== undefined);
      const clock = clockOf([look({ from: 'x', at, stamp: printed(at, zone, form) }, undefined)]);
      assert.ok(Math.abs(clock?.skew ?? NaN) <= 1000, `${name} ${new Date(at).toISOString()}`);
      assert.equal((clock?.offset ?? NaN) * MINUTE, zone(at));
    }),
    { numRuns: 1000 },
  );
});

test('no text and no time of arrival is too strange', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.stringMatching(/^[*.]?[JFMASOND][a-z]{2} {1,2}\d{1,2}( \d{4})? \d\d?:\d\d:\d\d(\.\d{1,9})?( [A-Z]{1,7})?$/),
    fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 4e12 }), fc.option(zones), (stamp, at, name) => {
      const read = look({ from: 'x', at, stamp }, name === null ? undefined : zoneOf(name));
      assert.ok(read.says !== 'time' || Number.isSafeInteger(read.ahead));
    }),
    { numRuns: 2000 },
  );
});

test('an offset is estimated from arrivals, and what is left over is the skew', () => {
  const estimated = (minutes: number): string => {
    const { offset, skew } = observed([minutes * MINUTE], undefined) ?? {};
    return `${offset} ${(skew ?? NaN) / MINUTE}`;
  };
  assert.equal(estimated(60), '60 0');
  assert.equal(estimated(-210), '-210 0');
  assert.equal(estimated(345), '345 0');
  assert.equal(estimated(65), '60 5');
  assert.equal(estimated(-303), '-300 -3');
  assert.equal(estimated(20), '0 20', 'no zone is 15 minutes from UTC');
  assert.equal(estimated(3 * 24 * 60), 'undefined 4320', 'and none is three days');
  for (let offset = -720; offset <= 840; offset += 1) assert.notEqual(likelyOffset(offset * MINUTE), undefined);
});

test('single messages that come late, or tell another time, move no estimate', () => {
  const late = observed([HOUR, HOUR - 400_000, HOUR, HOUR - 30 * HOUR, HOUR], undefined);
  assert.deepEqual([late?.offset, late?.skew], [60, 0]);
  const paris = zoneOf('Europe/Paris');
  assert.deepEqual(observed([300_000 + HOUR, HOUR - 90_000, 300_000 + HOUR], paris)?.skew, 300_000);
});

test('what most of the latest messages carry is what the clock says', () => {
  const at = Date.UTC(2026, 10, 23, 21, 5, 7);
  const says = (...stamps: (string | null)[]) =>
    clockOf(stamps.map((stamp, index) => look({ from: 'x', at: at + index, stamp }, undefined)));
  const right = 'Nov 23 2026 21:05:07';
  assert.equal(says(), undefined);
  assert.deepEqual(says(null), { says: 'nothing', at });
  assert.deepEqual(says('Jan 01 1993 00:00:07'), { says: 'unset', at, stamp: 'Jan 01 1993 00:00:07' });
  assert.deepEqual(says('Feb 30 2026 00:00:07'), { says: 'unreadable', at, stamp: 'Feb 30 2026 00:00:07' });
  assert.equal(says(right, right, null)?.says, 'time');
  assert.equal(says(right, 'Jan 01 1993 00:00:07')?.says, 'unset', 'the latest of equals');
  const told = { says: 'time', at: at + 1, stamp: '2026-11-23T21:05:07Z', offset: 0, offsetIs: 'told', skew: 0 };
  assert.deepEqual(says('Nov 23 2026 22:05:07', '2026-11-23T21:05:07Z'), told);
});

test('of several clocks the worst is told', () => {
  const time = (skew: number): Clock => ({ says: 'time', at: 1, skew });
  assert.equal(worstClock([]), undefined);
  assert.equal(worstClock([time(1000), time(-2000)])?.skew, -2000);
  assert.equal(worstClock([time(1e9), { says: 'unset', at: 1 }])?.says, 'unset');
  assert.equal(worstClock([{ says: 'nothing', at: 1 }, time(0)])?.says, 'time');
});

test('a zone has an IANA name or is an offset', () => {
  for (const name of ['Europe/Paris', 'America/Argentina/Ushuaia', 'UTC', 'Etc/GMT+5', 'UTC+05:30', 'UTC-12:00'])
    assert.notEqual(zoneOf(name), undefined, name);
  for (const name of ['', '+01:00', '+01', 'UTC+1', 'UTC+01:60', 'UTC+15:00', 'Mars/Olympus', '__proto__', 'UTC\n'])
    assert.equal(zoneOf(name), undefined, name);
  const kolkata = zoneOf('Asia/Kolkata');
  assert.ok(kolkata !== undefined);
  assert.equal(kolkata(0), 5.5 * HOUR);
  const civil = Date.UTC(2026, 10, 23, 21, 5, 7);
  assert.equal(instantOf(civil, kolkata, 0), civil - 5.5 * HOUR);
  assert.equal(civilTime({ year: 2026, month: 11, day: 23, time: 0 }, 0), Date.UTC(2026, 10, 23));
});

/** The clock of messages that arrived a second apart, whose stamps were so many milliseconds ahead of UTC. */
function observed(ahead: readonly number[], zone: Zone | undefined): Clock | undefined {
  const noon = Date.UTC(2026, 10, 23, 12);
  const looks = ahead.map((one, index) => {
    const at = noon + index * 1000;
    return look({ from: 'x', at, stamp: printed(at + one, () => 0, 1) }, zone);
  });
  return clockOf(looks);
}

/** What a clock in that zone prints at an instant; the last form tells its offset. */
function printed(at: number, zone: Zone, form: number): string {
  const local = new Date(at + zone(at));
  const [date = '', clock = ''] = local.toISOString().split('T');
  const [, day = '', month = ''] = local.toUTCString().split(' ');
  const seconds = clock.slice(0, 8);
  const year = date.slice(0, 4);
  switch (form) {
    case 0:
      return `${month} ${day} ${year} ${seconds}`;
    case 1:
      return `${month} ${day} ${seconds}`;
    case 2:
      return `${month} ${day.replace(/^0/, ' ')} ${clock.slice(0, 12)}`;
    case 3:
      return `${month} ${day} ${seconds} CEST`;
    case 4:
      return `${date}T${seconds}`;
    default:
      return `${new Date(at).toISOString().slice(0, 19)}Z`;
  }
}
