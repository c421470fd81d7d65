import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright';

import { installDebian } from './debian.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of a Chromium that the browser tests can drive: the one CHROMIUM names, the system's, or Playwright's own. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...onPath, chromium.executablePath()].find(
    (path) => path !== '' && existsSync(path),
  );
}

/** As `findChromium`, but installs one where there is none: Debian's as root, else Playwright's. Throws when neither works. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (installDebian(['chromium'])) {
    const path = findChromium();
    if (path !== undefined) return path;
  }
  process.stderr.write('npx playwright install chromium\n');
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: ['ignore', 2, 2] });
  const path = findChromium();
  if (path !== undefined) return path;
  throw new Error('no Chromium: install one (Debian: apt-get install chromium), or name one in the variable CHROMIUM');
}
