import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whither } from '../../web/place.ts';
import { isAddress, readSearch, readSpan, writeSpan } from '../../web/words/asked.ts';
import { now } from './rows.ts';

const utc = (...parts: Parameters<typeof Date.UTC>) => Date.UTC(...parts);
const span = (text: string, at = now) => {
  const found = readSpan(text, at, utc);
  return found && [new Date(found.from).toISOString().slice(0, 19), (found.to - found.from) / 1000];
};

describe('the search', () => {
  it('leads to messages, to a user, or to who had an address', () => {
    assert.equal(whither(' 113019 ', now), '/messages?messageId=113019');
    assert.equal(whither('%ASA-4-113019:', now), '/messages?messageId=113019');
    assert.equal(whither('HILL\\marty', now), '/users/HILL%5Cmarty');
    assert.equal(whither('marty@', now), '/users/marty');
    assert.equal(whither('marty@hill.example', now), '/users/marty%40hill.example');
    assert.equal(whither('172.16.1.137', now), '/who?address=172.16.1.137');
    assert.equal(whither('2001:DB8::1', now), '/who?address=2001%3Adb8%3A%3A1');
    assert.equal(whither('', now), '/users');
  });

  it('takes a whole question about an address and a time', () => {
    const wanted = { what: 'address', address: '172.16.1.137', when: '14:05 3 March' };
    assert.deepEqual(readSearch('Who had 172.16.1.137 at 14:05 on 3 March?'), wanted);
    assert.deepEqual(readSearch('172.16.1.137, 14:05 3 March'), wanted);
    assert.match(whither('Who had 172.16.1.137 at 14:05Z on 3 March?', now), /^\/who\?address=172\.16\.1\.137&at=2026-03-0[34]T/);
    assert.equal(whither('172.16.1.137 last tuesday', now), '/who?address=172.16.1.137&at=last+tuesday', 'is told as not understood');
  }); // prettier-ignore

  it('takes no time and no name for an address', () => {
    for (const text of ['14:05:09', '14:05', 'marty', '1.2.3', '1.2.3.256', 'dead:beef', 'face', '::x'])
      assert.equal(isAddress(text), false, text);
    for (const text of ['1.2.3.4', '::1', '2001:db8::', '1:2:3:4:5:6:7:8']) assert.equal(isAddress(text), true, text);
    assert.deepEqual(readSearch('O’Brien at home'), { what: 'user', name: 'O’Brien at home' });
  });
});

describe('a time that somebody types', () => {
  it('is a minute, a second or a day, in any usual way to write it', () => {
    for (const text of ['14:05 on 3 March', '3 March 14:05', 'Mar 3 14:05', '3rd march 2026 14:05', '2026-03-03 14:05', '2026-03-03T14:05', '2026-03-03T14:05Z', '2:05pm 3 Mar', '15:05+01:00 3 Mar', '2026-03-03T15:05+01:00'])
      assert.deepEqual(span(text), ['2026-03-03T14:05:00', 60], text);
    assert.deepEqual(span('2026-03-03T14:05:09'), ['2026-03-03T14:05:09', 1]);
    assert.deepEqual(span('3 March'), ['2026-03-03T00:00:00', 86_400]);
    assert.deepEqual(span('12:30am 3 Mar'), ['2026-03-03T00:30:00', 60]);
  }); // prettier-ignore

  it('is of today or yesterday where the browser is', () => {
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    assert.equal(readSpan('today', now)?.from, midnight);
    assert.equal(readSpan('yesterday', now)?.to, midnight);
    assert.equal(readSpan('00:05 today', now)?.from, new Date(now).setHours(0, 5, 0, 0));
  });

  it('is the last such time where the day or the year is not told', () => {
    assert.deepEqual(span('14:06'), ['2026-03-03T14:06:00', 60]);
    assert.deepEqual(span('14:07'), ['2026-03-02T14:07:00', 60]);
    assert.deepEqual(span('3 December 09:00'), ['2025-12-03T09:00:00', 60]);
    assert.deepEqual(span('29 Feb'), ['2024-02-29T00:00:00', 86_400]);
    assert.deepEqual(span('23:59', Date.UTC(2026, 2, 1, 12)), ['2026-02-28T23:59:00', 60]);
  });

  it('is not guessed', () => {
    for (const text of ['', '25:00', '14:60', '31 February', '2026-02-30', '3/4 14:05', 'lunch', '14:05 3 March please', '14:05 15:05', '3 Smarch'])
      assert.equal(span(text), undefined, text);
  }); // prettier-ignore

  it('is written so that it means the same tomorrow', () => {
    const written = (text: string, offset = 60) => writeSpan(text, now, () => offset);
    assert.equal(written('14:05Z 3 March'), '2026-03-03T15:05+01:00');
    assert.equal(written('14:05:09Z 3 March', -210), '2026-03-03T10:35:09-03:30');
    assert.equal(written('no time'), 'no time');
    assert.deepEqual(span(written('14:05Z 3 March')), span('14:05Z 3 March'));
  });
});
