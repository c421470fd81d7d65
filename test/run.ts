import { spawnSync } from 'node:child_process';

import { ensureChromium } from './chromium.ts';
import { compiled, isQuick, pathOf } from './compiled.ts';

// The quick tests. Files are named one by one: Node 20, 22 and 24 each take folders and globs differently.
// Words on the command line choose the files whose path has one of them.
const words = process.argv.slice(2);
const files = compiled().filter(
  (file) => isQuick(file) && (words.length === 0 || words.some((word) => file.includes(word))),
);
if (files.length === 0) {
  process.stderr.write(`no test file${words.length === 0 ? '' : ` has ${words.join(' or ')} in its path`}\n`);
  process.exit(1);
}
try {
  const env = { ...process.env, CHROMIUM: ensureChromium() };
  const flags = ['--test', '--test-concurrency=2', '--test-reporter=spec'];
  const { status } = spawnSync(process.execPath, [...flags, ...files.map(pathOf)], { stdio: 'inherit', env });
  process.exitCode = status ?? 1;
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
