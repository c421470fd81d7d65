import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionRow } from '../../../server/domain/feed.ts';
import { sessionFactNames } from '../../../server/domain/session-fact.ts';
import { fulfils, misread, readWhere, writeWhere, type Where } from '../../../server/domain/session-where.ts';
import { now, session } from '../../web/rows.ts';

const holds = (where: Where, given: Partial<SessionRow>): boolean => fulfils(where)(session(given), now);

test('a column of text is filtered by a part of it in any case, or by what must not be in it', () => {
  assert.ok(holds({ user: 'ART' }, { user: 'marty' }));
  assert.ok(!holds({ user: '!art' }, { user: 'marty' }));
  assert.ok(holds({ groupPolicy: '!staff' }, {}));
  assert.ok(holds({ state: 'closing' }, { closingAt: now }));
});

test('numbers, bytes, durations and times are compared; what is not known is never greater or less', () => {
  assert.ok(holds({ bytesTx: '>1M' }, { bytesTx: 2 ** 20 + 1 }));
  assert.ok(!holds({ bytesTx: '>1 MiB' }, { bytesTx: 2 ** 20 }));
  assert.ok(!holds({ bytesTx: '>0' }, {}) && !holds({ bytesTx: '<=0' }, {}));
  assert.ok(holds({ duration: '>=1h' }, { start: now - 3_600_000 }));
  assert.ok(!holds({ duration: '<59m' }, { start: now - 3_600_000 }));
  assert.ok(holds({ start: '>now-2h' }, { start: now - 3_600_000 }));
  assert.ok(holds({ start: '<2026-03-03T13:06:30Z' }, { start: now - 3_600_000 }));
  assert.ok(holds({ index: '7' }, { index: 7 }) && !holds({ index: '7' }, { index: 77 }));
});

test('a filter that cannot be read says so and holds nothing back', () => {
  const where = { bytesTx: '>much', start: 'soon', seenAt: '>now-', duration: '5x', user: '(' };
  assert.deepEqual(misread(where), ['bytesTx', 'start', 'seenAt', 'duration']);
  assert.ok(holds({ bytesTx: '>much' }, {}));
});

test('filters are read back from an address as they were written, whatever was typed', () => {
  const typed = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...sessionFactNames), typed, { noNullPrototype: true }), (where) => {
      assert.deepEqual(readWhere(writeWhere(where)), where);
    }),
  );
  assert.deepEqual(readWhere('constructor:x,user,:x,user:%,bytesTx:'), { user: '%' });
});
