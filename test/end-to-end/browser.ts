import { existsSync } from 'node:fs';
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
  // No process in advance for a tab that nobody opens.
  '--disable-features=SpareRendererForSitePerProcess',
];

/** The Chromium to use: the one named in `CHROMIUM`, the system's, or Playwright's own; `undefined` if there is none. */
export function executable(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') return named;
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()].find((path) => existsSync(path));
}

/** Starts Chromium without a window. Throws with what to do when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = executable();
  if (executablePath === undefined)
    throw new Error(
      'No Chromium found: install one (apt-get install chromium, or npx playwright install chromium), or name it in CHROMIUM',
    );
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags;
  return letIn(await chromium.launch({ executablePath, args }));
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
