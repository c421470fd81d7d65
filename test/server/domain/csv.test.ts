import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvCell, csvLine } from '../../../server/domain/csv.ts';
import { plain } from '../../../server/domain/plain.ts';

const cellsOf = (line: string, delimiter = ','): readonly string[] =>
  parse(line, { delimiter, relax_quotes: true })[0] ?? [];

test('a cell that a spreadsheet would take for a formula is text', () => {
  for (const sign of ['=', '+', '-', '@', '\t=', '\r=', '\u200b=', ' =', '\uff1d'])
    assert.match(cellsOf(csvLine([`${sign}1+1`]))[0] ?? '', /^(?:'|\\u\{)/, JSON.stringify(sign));
  assert.equal(csvCell(-7), '-7', 'a number is none');
  assert.equal(csvCell(undefined), '');
});

test('no text becomes a formula, whichever sign the spreadsheet takes for the end of a cell', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('=+-@;,|"\' \t\r\nab\u202e\0')) });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (values) => {
      const line = csvLine(values);
      assert.equal(line.indexOf('\r'), line.length - 2, 'one line');
      for (const delimiter of [',', ';', '|'])
        for (const cell of line.trimEnd().split(delimiter)) assert.doesNotMatch(cell, /^\s*"?\s*[=+\-@]/, line);
    }),
  );
});

test('text without signs of formulas comes back as it was, but for what cannot be seen', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), (values) => {
      fc.pre(values.every((value) => !/[=+\-@\uff0b\uff0d\uff1d\uff20]/.test(value)));
      assert.deepEqual(cellsOf(csvLine(values)), values.map(plain));
    }),
  );
});
