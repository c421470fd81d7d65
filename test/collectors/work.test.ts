import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../collectors/syslog/parse.ts';
import { repeated } from './repeated.ts';

/** How many characters are gone through in searches while a line is parsed. */
function searched(line: string): number {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- each is called with its string
  const { indexOf, lastIndexOf } = String.prototype;
  let characters = 0;
  String.prototype.indexOf = function (this: string, what, from = 0) {
    const found = indexOf.call(this, what, from);
    characters += Math.max(1, (found < 0 ? this.length : found) - from);
    return found;
  };
  String.prototype.lastIndexOf = function (this: string, what, from = Infinity) {
    const found = lastIndexOf.call(this, what, from);
    characters += Math.max(1, Math.min(from, this.length) - Math.max(found, 0));
    return found;
  };
  try {
    parse(line);
  } finally {
    Object.assign(String.prototype, { indexOf, lastIndexOf });
  }
  return characters;
}

test('a message that says its own words again and again is searched no further than in proportion to its length', () => {
  for (const { what, line } of repeated()) {
    const once = searched(line(1024));
    const twice = searched(line(2048));
    assert.ok(twice <= 2.2 * once + 2048, `${what}: ${once} characters of 1024, ${twice} of 2048`);
  }
});
