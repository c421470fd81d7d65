import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Every compiled file beside this one, by its path from here. The build empties the folder first: what is gone from the sources is not here. */
export function compiled(): readonly string[] {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length)).sort();
}

/** The path to run of a compiled file. */
export const pathOf = (file: string): string => root + file;

/** Whether it is one of the quick tests, which `npm test` runs. */
export const isQuick = (file: string): boolean => file.endsWith('.test.js') && !isPart(file);

/**
 * Whether it is a long part, which `npm run test:full` runs: a file right in `load/` or `fault/` (what they share lies in folders below),
 * or a `*.full.test.js` anywhere.
 */
export const isPart = (file: string): boolean =>
  /^(?:load|fault)\/[^/]+\.js$/.test(file) || file.endsWith('.full.test.js');
