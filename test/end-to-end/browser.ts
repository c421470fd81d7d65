import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { CREDENTIAL } from './let-in.ts';

/** What keeps Chromium quiet and off the network, on machines without a graphics card too. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium to use: the one named in `CHROMIUM`, the system's, or Playwright's own; `undefined` if there is none. */
export function executable(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') return named;
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()].find((path) => existsSync(path));
}

/**
 * Starts Chromium without a window. Throws with what to do when there is none. `asUsers`: as on a desk, where nobody is root, and a graphics
 * card draws: what draws here may not go before the pages, and has one processor at most.
 */
export async function launchBrowser({ asUsers = false } = {}): Promise<Browser> {
  const executablePath = executable();
  if (executablePath === undefined)
    throw new Error(
      'No Chromium found: install one (apt-get install chromium, or npx playwright install chromium), or name it in CHROMIUM',
    );
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags;
  if (!asUsers) return letIn(await chromium.launch({ executablePath, args }));
  return letIn(await chromium.launch({ executablePath: await asUser(executablePath), args: [...args, '--num-raster-threads=1'] })); // prettier-ignore
}

/** A program that starts another one without the right to raise its priority, which root has. */
async function asUser(program: string): Promise<string> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/setpriv')) return program;
  const script = join(await mkdtemp(join(tmpdir(), 'tunnelwatch-')), 'chromium');
  const drop = 'setpriv --bounding-set=-sys_nice --inh-caps=-sys_nice';
  await writeFile(script, `#!/bin/sh\nexec ${drop} -- '${program}' "$@"\n`, { mode: 0o755 });
  return script;
}

/** The browser, each of whose windows has the cookie of the tests' visit, unless one brings a state of its own. */
function letIn(browser: Browser): Browser {
  const open = browser.newContext.bind(browser);
  const cookie = { name: '__Host-tunnelwatch', value: CREDENTIAL, path: '/', expires: -1, httpOnly: true, secure: true, sameSite: 'Strict' as const }; // prettier-ignore
  const cookies = ['localhost', '127.0.0.1'].map((domain) => ({ ...cookie, domain }));
  browser.newContext = (options = {}) => open({ storageState: { cookies, origins: [] }, ...options });
  return browser;
}

/** What a page does that it must not, as it happens: opens a dialog, throws, or is refused something by its Content-Security-Policy. */
export function alarmsOf(page: Page): readonly string[] {
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (said) => {
    if (/Content Security Policy|Trusted ?Types?/i.test(said.text())) alarms.push(said.text());
  });
  page.on('pageerror', (error) => alarms.push(error.message));
  return alarms;
}
