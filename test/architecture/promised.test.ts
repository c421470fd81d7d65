import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { brokenPromises, promisedIn, testNames } from './promised.ts';

test('each item of ASVS that SECURITY.md lists names a test that there is, or says that it is not yet met', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const names = new Set(files.flatMap((path) => testNames(readFileSync(`test/${path}`, 'utf8'))));
  const text = readFileSync('SECURITY.md', 'utf8');
  const rows = promisedIn(text);
  const written = [...text.matchAll(/^\| \d/gm)];
  assert.ok(rows.length >= 40);
  assert.equal(rows.length, written.length, 'a row of the table cannot be read');
  assert.deepEqual(brokenPromises(rows, names), []);
});

test('a promise without a test, twice or of no level is told', () => {
  const rows = promisedIn('| 1.2.4 | 1 | bound | a test |\n| 1.2.4 | 1 | x | not yet |\n| 2.1.1 | 3 | x | none |\n');
  assert.deepEqual(brokenPromises(rows, new Set(testNames("test('a test', () => {})"))), [
    '1.2.4 stands behind 1.2.4',
    '2.1.1: level 3',
    '2.1.1: there is no test "none"',
  ]);
});
