import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rows as catalogue } from '../../collectors/syslog/tables.ts';
import type { SessionCount } from '../../server/domain/session-count.ts';
import type { Statistics } from '../../server/domain/statistics.ts';
import type { TunnelRow } from '../../server/domain/tunnel-rows.ts';
import { ratesOf, withUnwatched, zoomed } from '../../web/rates.ts';
import { readTrips, writeTrips } from '../../web/trips.ts';
import { sayings, trapName } from '../../web/words/evidence.ts';
import { gapWords, noRates } from '../../web/words/rates.ts';
import { pollFields, pollSaid, textHint } from '../../web/words/session-told.ts';
import { noReset, sinceTrip, tripOf, tripWords, type Trip } from '../../web/words/trip.ts';
import { cipherWords, idleWords, rekeyWords, spiWords, tunnelName } from '../../web/words/tunnels.ts';
import { now, session } from './rows.ts';

const SECOND = 1000;
const MINUTE = 60_000;

describe("a viewer's own baseline", () => {
  const counted = { value: 1240, is: 'measured', source: 'poll', at: now } as const;
  const unknown = { value: 'not listed yet', is: 'not listed yet', dueAt: now } as const;
  // The border: only what is counted is asked for.
  const told = {
    asa: { bytesTx: counted, bytesRx: { ...counted, value: 7 }, packetsTx: unknown },
  } as unknown as Statistics;
  const trip: Trip = { at: now, user: 'marty', from: { bytesTx: 1240, bytesRx: 7 } };

  it('is what is counted when Reset is pressed, and nothing where nothing is', () => {
    assert.deepEqual(tripOf(session({ user: 'marty' }), told, now), trip);
    assert.equal(tripOf(session(), undefined, now), undefined);
    assert.match(tripWords(trip, now), /^Since \d\d:\d\d:\d\d, your own baseline; the device is not touched\.$/);
  });

  it('is taken from what is counted later, but not where the device began to count anew', () => {
    assert.deepEqual(sinceTrip('bytesTx', 1300, trip), { text: '60', hover: '1,300 since login' });
    assert.deepEqual(sinceTrip('bytesTx', 1300, undefined), { text: '1,300' });
    const anew = { text: '30', note: 'since the ASA began to count anew' };
    assert.deepEqual(sinceTrip('bytesTx', 30, trip), anew);
    assert.deepEqual(sinceTrip('bytesRx', 30, trip, now + 1), anew, 'though it is above the baseline again');
    assert.equal(sinceTrip('bytesRx', 30, trip, now - 1).text, '23', 'it began before Reset');
    assert.match(sinceTrip('packetsTx', 5, trip).note ?? '', /not known when you reset/);
  });

  it('cannot be set where a session is over or no counter is known, and the reason is said', () => {
    assert.match(noReset(session({ state: 'ended', end: now }), told) ?? '', /session is over/);
    assert.equal(noReset(session(), undefined), 'Reset: not yet, no counter is known.');
    const never = { value: 'needs polling', is: 'not polled' } as const;
    // The border: as above.
    assert.match(noReset(session(), { asa: { bytesTx: never } } as unknown as Statistics) ?? '', /needs polling/);
    assert.equal(noReset(session(), told), undefined);
  });

  it('is kept by session, the latest 200 of them, and what is no baseline is left out', () => {
    const one = writeTrips(null, 7, trip);
    assert.deepEqual(readTrips(one).get('7'), trip);
    assert.equal(readTrips(writeTrips(one, 7, undefined)).size, 0);
    let many: string | null = null;
    for (let id = 1; id <= 201; id += 1) many = writeTrips(many, id, { ...trip, at: now + id });
    assert.equal(readTrips(many).size, 200);
    assert.equal(readTrips(many).has('1'), false);
    for (const text of ['{"7":{"at":1}}', '{"7":{"at":1,"user":"x","from":{"bytesTx":"9"}}}', '[1]', 'null', '"x"'])
      assert.equal(readTrips(text).size, 0, text);
  });
});

describe('the rate of a session', () => {
  const start = now - 20 * MINUTE;
  const count = (seconds: number, bytesTx: number, more: Partial<SessionCount> = {}): SessionCount => ({
    ...{ session: 1, at: start + seconds * SECOND, bytesTx, bytesRx: 0 },
    ...more,
  });
  const spots = (counts: readonly SessionCount[], until = now) =>
    ratesOf(counts, start, until, 60).lines[0]?.spots.map(({ at, value }) => [(at - start) / SECOND, value]);

  it('is the mean between two counts', () => {
    const counts = [count(60, 600), count(120, 1200), count(180, 4200)];
    assert.deepEqual(spots(counts), [[60, 10], [120, 10], [180, 50]]); // prettier-ignore
  });

  it('has a gap where nobody counted, and where the device began anew, which is never a rate below 0', () => {
    const counts = [count(60, 600), count(120, 1200), count(600, 6000), count(660, 60), count(720, 120, { anew: 1 })];
    assert.deepEqual(spots(counts), [[60, 10], [120, 10], [600, null], [660, null], [720, null]]); // prettier-ignore
    const { gaps } = ratesOf(counts, start, now, 60);
    assert.deepEqual(
      gaps.map(({ from, to, why }) => [(from - start) / SECOND, (to - start) / SECOND, why]),
      [[0, 60, 'not counted'], [120, 600, 'not counted'], [600, 660, 'counted anew'], [660, 720, 'counted anew'], [720, 1200, 'not counted']], // prettier-ignore
    );
    assert.match(gapWords(gaps, now), /no poll counted it from .*; and 2 more$/);
  });

  it('takes polls five minutes apart for no gap where the device is polled so', () => {
    const counts = [count(60, 600), count(360, 3600)];
    assert.equal(ratesOf(counts, start, start + 400 * SECOND, 300).gaps.length, 1, 'only the time before the first');
  });

  it('is hatched where nothing was collected, as far as that lies in its life, and the mean over it stands', () => {
    const rates = ratesOf([count(60, 600), count(120, 1200), count(180, 1800)], start, start + 200 * SECOND, 60);
    const gap = (from: number, to: number) => ({ from: start + from * SECOND, to: start + to * SECOND });
    const told = withUnwatched(rates, [gap(-100, 50), gap(130, 140), gap(190, 300), gap(300, 400)]);
    assert.deepEqual(
      told.gaps.map(({ from, to, why }) => [(from - start) / SECOND, (to - start) / SECOND, why]),
      [[0, 60, 'not counted'], [130, 140, 'not collected'], [190, 200, 'not collected']], // prettier-ignore
    );
    assert.deepEqual(told.lines, rates.lines);
    assert.match(gapWords(told.gaps, now), /nothing was collected from/);
  });

  it('is cut to what is zoomed into', () => {
    const rates = ratesOf([count(60, 600), count(120, 1200), count(180, 4200)], start, now, 60);
    const part = zoomed(rates, start + 100 * SECOND, start + 200 * SECOND);
    assert.deepEqual(part.lines[0]?.spots.map(({ value }) => value), [10, 50]); // prettier-ignore
    assert.deepEqual(part.gaps, [{ from: start + 180 * SECOND, to: start + 200 * SECOND, why: 'not counted' }]);
    const { from, to } = zoomed(rates, start - MINUTE, now + MINUTE);
    assert.deepEqual([from, to], [start, now], 'no more than its life');
    const before = zoomed(rates, start - 2 * MINUTE, start - MINUTE);
    assert.ok(before.to <= before.from, 'nothing of it');
  });

  it('says why there is none', () => {
    assert.equal(noRates(session(), 2, 60, now), undefined);
    assert.match(noRates(session(), 0, null, now) ?? '', /tunnelwatch device poll/);
    assert.match(noRates(session(), 1, 60, now) ?? '', /One poll has counted it so far.*each 1m/);
    const over = session({ state: 'ended', end: now - 25 * 60 * MINUTE });
    assert.match(noRates(over, 0, 60, now) ?? '', /go a day after the end/);
  });
});

describe('a tunnel', () => {
  const tunnel: TunnelRow = {
    ...{ kind: 'ipsec', listedAs: 'IPsecOverNatT', listedAt: now - MINUTE, encryption: '3DES', hashing: 'SHA1' },
    ...{ rekeyInterval: 28_800, rekeyLeft: 3600, idleTimeout: 1800, idleLeft: 1740, inboundSpi: '0xabc' },
  };

  it('has its SPIs, its cipher and its timers, each reckoned from when it was listed', () => {
    assert.deepEqual(tunnelName(tunnel), { name: 'IPsec', more: 'IPsecOverNatT' });
    assert.equal(spiWords(tunnel), '0xabc / not told');
    assert.equal(spiWords({ kind: 'ike' }), '—');
    assert.equal(cipherWords({ ...tunnel, dhGroup: '2' }), '3DES SHA1 group 2');
    assert.equal(cipherWords({ kind: 'ipsec' }), undefined);
    assert.equal(rekeyWords(tunnel, now).text, '59m');
    assert.equal(rekeyWords(tunnel, now + 60 * MINUTE).text, 'due');
    assert.equal(rekeyWords({ ...tunnel, closedAt: now }, now).text, '—');
    assert.equal(idleWords(tunnel, now).text, '29m of 30m');
    assert.deepEqual(idleWords({ kind: 'ike' }, now), {});
  });
});

describe('the timeline', () => {
  it('has words for every message that can tell of a session', () => {
    const others = /^(attempt\.refused|management|aaa\.|device\.|source\.|user\.|failover|config|license|limit)/;
    const wordless = catalogue.filter(({ id, kind }) => kind !== undefined && !others.test(kind) && !(id in sayings));
    assert.deepEqual([...new Set(wordless.map(({ id, kind }) => `${id} ${kind ?? ''}`))], []);
    assert.equal(trapName('trap cikeTunnelStart 1.3.6.1.4.1.9.9.171.2.0.1 v2c'), 'cikeTunnelStart');
  });

  it('says of what a poll told whether its text was kept', () => {
    const texts = [{ at: now }, { at: now + 1 }];
    assert.deepEqual([textHint(now, texts), textHint(now + 2, texts)], ['', 'its text was not kept']);
  });

  it('says of a poll which fields told what, and not what is ours alone', () => {
    const facts = { kind: 'ipsec', id: 'x', inboundSpi: '0xab\u202e', bytesTx: 1240, startIs: 'listed' };
    const told = { kind: 'tunnel.opened', source: 'poll', at: now, facts } as const;
    assert.equal(pollFields(told, now), 'tunnel: ipsec, inbound spi: 0xab\\u{202e}, Bytes Tx: 1,240');
    assert.match(pollSaid(told), /no message had told of/);
  });
});
