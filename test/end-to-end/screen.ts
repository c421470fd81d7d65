import type { TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import { alarmsOf } from './browser.ts';
import { makeLab } from './lab.ts';
import { startProgram } from './program.ts';

/** The program with a database of its own, and a page that may use the clipboard; both are gone after the test. */
export async function startScreen(t: TestContext, browser: Browser) {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  t.after(() => context.close());
  const page: Page = await context.newPage();
  return { lab, program, page, alarms: alarmsOf(page) };
}
