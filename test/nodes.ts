import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// The quick tests on every Node that we support; the npm package `node` brings them.
const majors = [20, 22, 24];
const run = fileURLToPath(new URL('./run.js', import.meta.url));

const outcomes = majors.map((major) => {
  const node = (...args: readonly string[]): readonly string[] => [
    'exec',
    '--yes',
    `--package=node@${major}`,
    '--',
    'node',
    ...args,
  ];
  const asked = spawnSync('npm', node('-p', 'process.version'), { encoding: 'utf8' });
  const version = asked.stdout.trim();
  if (!version.startsWith(`v${major}.`))
    return { version: `v${major}`, words: `could not be had: ${asked.stderr.trim()}`, ok: false };
  process.stdout.write(`\nNode ${version}\n`);
  const ok = spawnSync('npm', node(run, ...process.argv.slice(2)), { stdio: 'inherit' }).status === 0;
  return { version, words: ok ? 'passed' : 'failed', ok };
});
for (const { version, words } of outcomes) process.stdout.write(`Node ${version}: ${words}\n`);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
