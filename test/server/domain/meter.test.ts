import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { grown, metered, rate, toldIn, type Meter } from '../../../server/domain/meter.ts';

const told = { session: 1, device: 1, listing: 'ikev1', listedAt: 0 } as const;
const read = (before: Meter | undefined, second: number, bytesTx: number, bits: 32 | 64 = 64, anew = false): Meter =>
  metered(before, told, { at: second * 1000, bytesTx }, { bits, anew });

test('a rate is never below 0 and never impossible, whatever a device counts', () => {
  const steps = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 600 }),
      fc.nat(2 ** 31).map((n) => n * 3),
      fc.boolean(),
    ),
  );
  fc.assert(
    fc.property(steps, fc.constantFrom(32, 64), (all, bits) => {
      let meter: Meter | undefined;
      let second = 0;
      for (const [pause, count, anew] of all) {
        second += pause;
        meter = read(meter, second, bits === 32 ? count % 2 ** 32 : count, bits, anew);
        const now = rate(meter, 'bytesTx');
        if (now !== undefined) assert.ok(now >= 0 && now <= (bits === 32 ? 1.25e7 : 1.25e10), String(now));
      }
    }),
  );
});

test('a counter of 32 bits that grows no faster than a client can is counted on past its end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1.2e7 * 60 }), { maxLength: 40 }),
      fc.nat(2 ** 31),
      (grows, base) => {
        let [meter, total] = [read(undefined, 0, base, 32), base];
        grows.forEach((growth, n) => {
          total += growth;
          meter = read(meter, (n + 1) * 60, total % 2 ** 32, 32);
          assert.equal(meter.latest.bytesTx, total);
          assert.equal(rate(meter, 'bytesTx'), growth / 60);
        });
      },
    ),
  );
});

test('a counter that fell begins anew, and has a rate again at the poll after it', () => {
  const fell = read(read(undefined, 0, 5000), 60, 100);
  assert.deepEqual([fell.latest.bytesTx, rate(fell, 'bytesTx')], [100, undefined]);
  assert.equal(rate(read(fell, 120, 700), 'bytesTx'), 10);
});

test('after a switchover nothing is compared', () => {
  assert.equal(rate(read(read(undefined, 0, 5000), 60, 6000, 64, true), 'bytesTx'), undefined);
});

test('a counter that is asked for less often stays, as old as it is, and grows from when it was told before', () => {
  const at = (before: Meter | undefined, second: number, count: object): Meter =>
    metered(before, told, { at: second * 1000, bytesTx: second, ...count }, { bits: 64, anew: false });
  const first = at(undefined, 0, { encaps: 100 });
  const between = at(at(first, 60, {}), 120, {});
  assert.deepEqual(toldIn(between.latest, 'encaps'), { value: 100, at: 0 });
  assert.deepEqual([rate(between, 'encaps'), rate(between, 'bytesTx')], [undefined, 1]);
  const again = at(at(between, 180, {}), 300, { encaps: 400 });
  assert.deepEqual([rate(again, 'encaps'), grown(again, 'encaps')], [1, 300]);
  const after = at(again, 360, {});
  assert.deepEqual(
    [toldIn(after.latest, 'encaps')?.at, grown(after, 'encaps'), rate(after, 'encaps')],
    [300_000, 300, undefined],
  );
  assert.deepEqual(JSON.parse(JSON.stringify(after)), after);
});

test('what was counted past the end of 32 bits is not forgotten while nobody asks', () => {
  const start = read(read(undefined, 0, 2 ** 32 - 100, 32), 60, 900, 32);
  const silent = metered(start, told, { at: 120_000 }, { bits: 32, anew: false });
  const next = read(silent, 180, 1900, 32);
  assert.deepEqual([next.latest.bytesTx, rate(next, 'bytesTx')], [2 ** 32 + 1900, 1000 / 120]);
});
