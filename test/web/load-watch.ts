import { setPriority } from 'node:os';
import type { Browser, CDPSession, Page } from 'playwright';
import { until } from '../end-to-end/until.ts';

/** In the page: when its first rows were painted, all long tasks, and when a probe's row was painted. Times are epoch milliseconds. */
const WATCH = `
  window.seen = new Map();
  window.long = [];
  window.painted = undefined;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.long.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  const wall = () => performance.timeOrigin + performance.now();
  const afterPaint = (then) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = then; channel.port2.postMessage(0); });
  new MutationObserver(() => {
    if (window.painted === undefined && document.querySelector('[data-session]') !== null) {
      window.painted = 0;
      afterPaint(() => { window.painted = performance.now(); });
    }
    if (window.whole === undefined && document.querySelector('.table--sessions[aria-busy=false]') !== null) window.whole = performance.now();
    for (const row of document.querySelectorAll('[data-user^=probe]')) {
      const { user } = row.dataset;
      if (window.seen.has(user)) continue;
      window.seen.set(user, undefined);
      afterPaint(() => window.seen.set(user, wall()));
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-user', 'aria-busy'] });
`;

async function renderers(browser: Browser): Promise<readonly number[]> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Has a process' main thread run when it has something to do, as where there are more than two processors; the kernel lets only root. */
function goFirst(pid: number): void {
  if (process.getuid?.() === 0) setPriority(pid, -20);
}

/** A tab whose next page is watched from its beginning. */
export interface Watched {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** Milliseconds from the beginning of the navigation to its first painted rows, and to all rows. */
  readonly loaded: (seconds?: number) => Promise<{ readonly paint: number; readonly whole: number }>;
  /** Durations in milliseconds of all tasks above 50 ms that it has had so far, of the first load, too. */
  readonly longTasks: () => Promise<readonly number[]>;
  readonly close: () => Promise<void>;
}

/** In a page without a script: resolves when the browser has nothing more to do for it. */
const AT_REST = `(async () => {
  for (let idle = 0; idle < 10;)
    idle = await new Promise((rest) => requestIdleCallback((deadline) => rest(deadline.timeRemaining() > 40 ? idle + 1 : 0)));
})()`;

/**
 * Opens a tab in a browser of its own cache, at 1/`slower` of the speed of this machine, which stands at the picture of a server as one that
 * was there before does, so that its process is there already.
 */
export async function watch(browser: Browser, origin: string, slower = 1): Promise<Watched> {
  const others = new Set(await renderers(browser));
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(`${origin}/mark.svg`);
  await page.evaluate(AT_REST);
  for (const pid of await renderers(browser)) if (!others.has(pid)) goFirst(pid);
  await page.addInitScript(WATCH);
  return {
    page,
    cdp,
    // The page forbids to look for that inside of it by a text.
    loaded: (seconds = 120) =>
      until(
        () => page.evaluate<{ paint: number; whole: number }>('({ paint: window.painted, whole: window.whole })'),
        ({ paint, whole }) => paint > 0 && whole > 0,
        seconds,
      ),
    longTasks: () => page.evaluate<number[]>('window.long.map(([, duration]) => duration)'),
    close: () => context.close(),
  };
}

/** Resolves with when each of the probes was painted, by name, once so many are. */
export async function paintedProbes(page: Page, probes: number, seconds = 120): Promise<ReadonlyMap<string, number>> {
  await until(
    () => page.evaluate<number>('[...window.seen.values()].filter((time) => time > 0).length'),
    (count) => count === probes,
    seconds,
  );
  return new Map(await page.evaluate<[string, number][]>('[...window.seen]'));
}

/** The tasks of a page's main thread, the busiest there is: how many, and the longest in milliseconds of the clock and of the processor. */
export interface Tasks {
  readonly tasks: number;
  readonly wallMs: number;
  /** Without what other programs, or the machine under this one, had the processor for: it is the page's own. */
  readonly processorMs: number;
}

/** Runs `run`, and tells of the tasks meanwhile. */
export async function traced<T>(browser: Browser, run: () => Promise<T>): Promise<Tasks & { readonly value: T }> {
  await browser.startTracing(undefined, { categories: ['toplevel', '__metadata'] });
  const value = await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: readonly Traced[] };
  const threadOf = ({ pid, tid }: Traced) => `${pid} ${tid}`;
  const mains = new Set(traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf));
  const tasks = traceEvents.filter((one) => one.name === 'ThreadControllerImpl::RunTask' && mains.has(threadOf(one)));
  const busy = new Map<string, number>();
  for (const one of tasks) busy.set(threadOf(one), (busy.get(threadOf(one)) ?? 0) + (one.tdur ?? 0));
  // The page before is still being put away by a main thread of its own.
  const [main] = [...busy].sort(([, one], [, other]) => other - one)[0] ?? [];
  const its = tasks.filter((one) => threadOf(one) === main);
  const most = (times: readonly (number | undefined)[]) =>
    Math.round(times.reduce<number>((max, time = 0) => Math.max(max, time), 0) / 100) / 10;
  return {
    ...{ tasks: its.length, wallMs: most(its.map(({ dur }) => dur)), value },
    // The thread's own clock may run ahead: a task never took longer than it lasted.
    processorMs: most(its.map(({ dur = 0, tdur = 0 }) => Math.min(dur, tdur))),
  };
}

/** Of Chromium's trace; durations are microseconds. */
interface Traced {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** How long at most this machine lets a program wait that does nothing but look at the clock for some seconds, in milliseconds. */
export function longestGap(seconds: number): number {
  let [longest, last] = [0, performance.now()];
  for (const until = last + seconds * 1000; last < until;) {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return Math.round(longest * 10) / 10;
}
