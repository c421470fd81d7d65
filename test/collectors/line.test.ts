import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { isBlank, withoutEnd } from '../../collectors/syslog/line.ts';

const lines = fc
  .array(fc.constantFrom('x', ' ', '\t', '\0', '\r', '\n', '\uFEFF', '\u00A0', '\u0085', '%'), { maxLength: 6 })
  .map((parts) => parts.join(''));

test('one end of a datagram is left out, and nothing else', () => {
  fc.assert(fc.property(lines, (line) => assert.equal(withoutEnd(line), line.replace(/(?:\r?\n|\0)$/, ''))));
});

test('a line is blank that has nothing but white space', () => {
  fc.assert(fc.property(lines, (line) => assert.equal(isBlank(line), line.trim() === '')));
});
