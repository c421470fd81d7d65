import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { ensureChromium } from './chromium.ts';
import { compiled, isPart, pathOf } from './compiled.ts';

/** What `test/results/<part>.json` holds. It stays valid as long as the sources are what they were. */
interface Result {
  readonly part: string;
  readonly commit: string;
  /** SHA-256 of all that the product and its tests are made of. */
  readonly sources: string;
  readonly date: string;
  readonly node: string;
  readonly seconds: number;
  readonly ok: boolean;
  /** What the part measured: its last line `FIGURES {...}`. */
  readonly figures: unknown;
}

const LONGEST = 25 * 60_000;
const results = 'test/results';

const { values } = parseArgs({
  options: { part: { type: 'string' }, missing: { type: 'boolean' }, list: { type: 'boolean' } },
});
const parts = compiled()
  .filter(isPart)
  .map((file) => ({ name: file.replace(/(?:\.full)?(?:\.test)?\.js$/, '').replaceAll('/', '-'), file }));
const sources = hashSources();
const chosen = parts.filter(
  ({ name }) => (values.part === undefined || name === values.part) && !(values.missing && isValid(name)),
);

if (values.list) {
  for (const { name } of parts) process.stdout.write(`${name}${isValid(name) ? ' (valid)' : ''}\n`);
} else if (values.part !== undefined && !parts.some(({ name }) => name === values.part)) {
  process.stderr.write(`no part ${values.part}; there are: ${parts.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 2;
} else {
  process.env['CHROMIUM'] = ensureChromium();
  for (const { name, file } of chosen) if (!(await run(name, file))) process.exitCode = 1;
}

async function run(part: string, file: string): Promise<boolean> {
  process.stdout.write(`\n${part}\n`);
  const begun = Date.now();
  const { ok, output } = await watch(file);
  const [, figures = 'null'] = [...output.matchAll(/^FIGURES (\{.*\})\s*$/gm)].at(-1) ?? [];
  const result: Result = {
    part,
    commit: git('rev-parse', 'HEAD').trim(),
    sources,
    date: new Date(begun).toISOString(),
    node: process.version,
    seconds: Math.round((Date.now() - begun) / 1000),
    ok,
    figures: JSON.parse(figures) as unknown,
  };
  mkdirSync(results, { recursive: true });
  writeFileSync(`${results}/${part}.json`, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${part}: ${ok ? 'passed' : 'failed'} in ${result.seconds} s\n`);
  return ok;
}

/** Runs a part in a process group of its own, so that what it started ends with it. */
async function watch(file: string): Promise<{ readonly ok: boolean; readonly output: string }> {
  const child = spawn(process.execPath, [pathOf(file)], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const interrupted = (): void => {
    end();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const late = setTimeout(() => {
    process.stderr.write(`${file}: not done after ${LONGEST / 60_000} minutes\n`);
    end();
  }, LONGEST);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    output = (output + text).slice(-1_000_000);
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearTimeout(late);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  return { ok: code === 0, output };
}

function isValid(part: string): boolean {
  const path = `${results}/${part}.json`;
  if (!existsSync(path)) return false;
  const result = JSON.parse(readFileSync(path, 'utf8')) as Result; // written above
  return result.ok && result.sources === sources;
}

function hashSources(): string {
  const of = ['server', 'collectors', 'web', 'migrations', 'test', 'package-lock.json', 'tsconfig.json'];
  const not = [`:!${results}`, ':!*.md', ':!*.png'];
  const hash = createHash('sha256');
  const listed = git('ls-files', '-coz', '--exclude-standard', '--', ...of, ...not).split('\0');
  for (const path of [...new Set(listed)].filter((one) => existsSync(one)).sort()) {
    if (path !== '') hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
