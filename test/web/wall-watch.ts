import type { CDPSession, Page } from 'playwright';
import { angleOf, screenHeight, type Geometry } from '../../web/words/wall-type.ts';

/** The smallest text that is seen on a page, in arc minutes for the wall declared, and whether anything scrolls. */
export async function smallest(
  page: Page,
  { inches, metres }: Geometry,
): Promise<{ angle: number; text: string; scrolls: boolean }> {
  const { size, text, scrolls, width, height } = await page.evaluate<{
    size: number;
    text: string;
    scrolls: boolean;
    width: number;
    height: number;
  }>(`(() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let found = { size: Infinity, text: '' };
    while (words.nextNode()) {
      const { data, parentElement } = words.currentNode;
      if (data.trim() === '' || parentElement.getClientRects().length === 0) continue;
      const size = parseFloat(getComputedStyle(parentElement).fontSize);
      if (size < found.size) found = { size, text: data };
    }
    const root = document.documentElement;
    const scrolls = root.scrollHeight > innerHeight || root.scrollWidth > innerWidth;
    return { ...found, scrolls, width: screen.width, height: screen.height };
  })()`);
  return { angle: angleOf((size * screenHeight(inches, width / height)) / height, metres), text, scrolls };
}

/** What a wall holds after its garbage was collected. */
export interface Held {
  readonly minute: number;
  readonly bytes: number;
  /** Of JavaScript, whatever their kind: code that is compiled when it is used the more is none. */
  readonly objects: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Collects garbage, and measures what is left. */
export async function heldBy(session: CDPSession, minute: number): Promise<Held> {
  // Twice: finalizers of the first time free more.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { minute, bytes: usedSize, objects: await objectsIn(session), nodes, listeners: jsEventListeners };
}

/** How many objects are alive in a page. */
async function objectsIn(session: CDPSession): Promise<number> {
  const objectGroup = 'counted';
  const { result } = await session.send('Runtime.evaluate', { expression: 'Object.prototype', objectGroup });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const functionDeclaration = 'function () { return this.length; }';
  const counted = await session.send('Runtime.callFunctionOn', { functionDeclaration, objectId: objects.objectId ?? '', returnByValue: true }); // prettier-ignore
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(counted.result.value);
}

/** Texts of a wall of which a part has no room: lines, names of tiles, figures, the first line and the band. */
export async function cutOn(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('.wall__line, .wall__name, .wall__state, .wall__hero, .wall__stale, .wall__verdict, .wall__clock, .wall__band')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 0.35 * parseFloat(getComputedStyle(one).fontSize) || one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.className + ': ' + one.textContent)`,
  );
}

/** The slope of the line that fits the points best. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

/** The states that are to be seen on a wall now: of tiles, of the first line, and of single lines. */
export async function statesOn(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(
    `[...new Set([...document.querySelectorAll('[data-state]')].map((one) => one.dataset.state)
      .concat([...document.querySelectorAll('.wall__line')].flatMap((one) => one.className.match(/wall__line--(crit|warn|unknown|maint)/)?.[1] ?? [])))]`,
  );
}
