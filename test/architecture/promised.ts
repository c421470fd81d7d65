/** A row of the table in SECURITY.md: an item of ASVS 5.0, its level, how it is met, and the name of the test that shows it. */
export interface Promised {
  readonly item: string;
  readonly level: string;
  readonly how: string;
  readonly test: string;
}

/** What stands for a test where nothing is promised yet. */
export const NOT_YET = 'not yet';

/** The rows of the table. */
export function promisedIn(text: string): readonly Promised[] {
  const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) +\| (\d) +\| (.+?) +\| (.+?) +\|$/gm)];
  return rows.map(([, item = '', level = '', how = '', test = '']) => ({ item, level, how, test }));
}

/** The names of the tests in a source. */
export function testNames(source: string): readonly string[] {
  const named = /\b(?:test|it)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  return [...source.matchAll(named)].map(([, single, double]) => (single ?? double ?? '').replaceAll(/\\(.)/g, '$1'));
}

/** What is wrong with the rows, in words: an item that comes twice or out of order, a level that is none, a test that there is not. */
export function brokenPromises(rows: readonly Promised[], names: ReadonlySet<string>): readonly string[] {
  const number = (item: string): number => item.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
  return rows.flatMap(({ item, level, test }, place) => {
    const before = rows[place - 1];
    return [
      ...(before !== undefined && number(before.item) >= number(item) ? [`${item} stands behind ${before.item}`] : []),
      ...(level === '1' || level === '2' ? [] : [`${item}: level ${level}`]),
      ...(test === NOT_YET || names.has(test) ? [] : [`${item}: there is no test "${test}"`]),
    ];
  });
}
