import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import type { SessionRow, Summary } from '../../server/domain/feed.ts';
import { openSyslogUdp, type SyslogUdp } from '../asa/syslog-udp.ts';
import { launchBrowser } from '../end-to-end/browser.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { startProgram, type Program } from '../end-to-end/program.ts';
import { until } from '../end-to-end/until.ts';

const SESSIONS = 10_000;
/** Rows that change a second: a session gets new SAs, and every tenth is a login or its end. */
const CHANGES = 500;
const LOADS = 5;
/** Logins whose way to the screen is measured, and how far apart they are sent, in milliseconds: no multiple of the feed's quarter of a second. */
const PROBES = 300;
const APART = 113;

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const ip = (first: number, n: number) => `${first}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
const who = (user: string, n: number) => `Group = hillvalleyvpn, Username = ${user}, IP = ${ip(100, n)}`;
const opened = (user: string, n: number): readonly string[] => [
  `<163>%ASA-3-713119: ${who(user, n)}, PHASE 1 COMPLETED`,
  `<166>%ASA-6-713228: ${who(user, n)}, Assigned private IP address ${ip(10, n)} to remote user`,
];
/** A rekey: one more pair of SAs. */
const rekeyed = (user: string, n: number, spi: number) =>
  `<166>%ASA-6-602303: IPSEC: An inbound remote access SA (SPI= 0x${spi.toString(16).toUpperCase().padStart(8, '0')}) between 10.10.10.2 and ${ip(100, n)} (user= ${user}) has been created.`;
const closed = (user: string, n: number) =>
  `<164>%ASA-4-113019: ${who(user, n)}, Session disconnected. Session Type: IPsec, Duration: 0h:00m:01s, Bytes xmt: 4000, Bytes rcv: 900, Reason: User Requested`;

interface Stage {
  readonly program: Program;
  readonly syslog: SyslogUdp;
}

async function crowd(t: TestContext): Promise<Stage> {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { LOG_LEVEL: 'warn' });
  t.after(() => program.kill());
  const syslog = await openSyslogUdp({ host: '127.0.0.1', port: program.syslogPort, from: '127.0.0.1', most: 5000 });
  t.after(() => syslog.close());
  for (let n = 0; n < SESSIONS; n += 1) for (const line of opened(`user${n}`, n)) syslog.send(line);
  await until(
    () => program.get<Summary>('/api/summary'),
    ({ sessions }) => sessions.total === SESSIONS,
    120,
  );
  return { program, syslog };
}

/** Sends changes evenly until it is stopped; tells how many rows they changed. */
function change({ syslog }: Stage): () => number {
  let sent = 0;
  const begun = performance.now();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) / 1000) * CHANGES);
    for (; sent < due; sent += 1) {
      const n = (sent * 7919) % SESSIONS;
      if (sent % 20 === 0) syslog.send(closed(`user${n}`, n));
      else if (sent % 20 === 10) for (const line of opened(`late${sent}`, SESSIONS + sent)) syslog.send(line);
      else syslog.send(rekeyed(`user${n}`, n, sent + 1));
    }
  }, 20);
  return () => {
    clearInterval(timer);
    return sent;
  };
}

/** In the page: when its first rows were painted, long tasks, and when a probe's row was painted. Times are epoch milliseconds. */
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
    for (const row of document.querySelectorAll('[data-user^=probe]')) {
      const { user } = row.dataset;
      if (window.seen.has(user)) continue;
      window.seen.set(user, undefined);
      afterPaint(() => window.seen.set(user, wall()));
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-user'] });
`;

const percentile = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
const ms = (value: number) => Math.round(value * 10) / 10;

/** Resolves when the first rows are painted. The page forbids to look for that inside of it by a text. */
const painted = (page: Page) =>
  until(
    () => page.evaluate<boolean>('window.painted > 0'),
    (isThere) => isThere,
  );

/** How long the page takes to show its first rows, and the longest task of that time. */
async function load(url: string): Promise<{ readonly paint: number; readonly task: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(`${url}/sessions`);
  await painted(page);
  const found = await page.evaluate<{ paint: number; task: number }>(
    '({ paint: window.painted, task: Math.max(0, ...window.long.map(([, duration]) => duration)) })',
  );
  await context.close();
  return found;
}

/** JavaScript and CSS that come over the wire for a page, in bytes as sent. */
async function sent(url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const assets = new Set<string>();
  let bytes = 0;
  cdp.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script' || type === 'Stylesheet') assets.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (assets.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(url);
  await page.waitForSelector('h1');
  await page.waitForLoadState('load');
  await context.close();
  return bytes;
}

/** Sends logins of users that are looked for, one by one, and resolves with how long each took to be painted. */
async function probes({ syslog }: Stage, page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < PROBES; n += 1) {
    const name = `probe${n}`;
    const begun = performance.timeOrigin + performance.now();
    for (const line of opened(name, 900_000 + n)) syslog.send(line);
    await new Promise((resolve) => setTimeout(resolve, APART));
    times.push(begun);
  }
  await until(
    () => page.evaluate<number>('[...window.seen.values()].filter((time) => time > 0).length'),
    (count) => count === PROBES,
  );
  const seen = await page.evaluate<[string, number][]>('[...window.seen]');
  return seen.map(([name, at]) => at - (times[Number(name.slice(5))] ?? NaN)).sort((one, other) => one - other);
}

test(`${SESSIONS} live sessions with ${CHANGES} changes a second: the page stays quick, small and near`, async (t) => {
  const stage = await crowd(t);
  const { program } = stage;
  const bytes = await sent(program.url);
  const stop = change(stage);
  t.after(stop);
  const loads: { readonly paint: number; readonly task: number }[] = [];
  for (let n = 0; n < LOADS; n += 1) loads.push(await load(program.url));

  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  await page.addInitScript(WATCH);
  await page.goto(`${program.url}/sessions`);
  await painted(page);
  // What comes with the beginning is counted above.
  const from = await page.evaluate<number>('new Promise((later) => setTimeout(() => later(performance.now()), 1000))');
  const ways = await probes(stage, page);
  const tasks = await page.evaluate<number[]>(
    `window.long.filter(([at]) => at > ${from}).map(([, duration]) => duration)`,
  );
  const lived = await page.evaluate<number>(`performance.now() - ${from}`);
  const most = await page.evaluate<number>(`(async () => {
    let most = 0;
    for (let down = 0; down < 40; down += 1) {
      scrollTo(0, down * 7000);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      most = Math.max(most, document.querySelectorAll('*').length);
    }
    return most;
  })()`);
  const changed = stop();
  const rekeys = await program.get<{ readonly sessions: readonly SessionRow[] }>(
    '/api/sessions?state=active&q=user9&limit=1000',
  );
  const figures = {
    sessions: SESSIONS,
    changesSent: changed,
    changesSeen: rekeys.sessions.filter(({ tunnels }) => tunnels.some(({ kind }) => kind === 'ipsec')).length,
    seconds: Math.round(lived / 1000),
    bytesForOverview: bytes,
    firstPaintMs: {
      median: ms(
        percentile(
          [...loads.map(({ paint }) => paint)].sort((a, b) => a - b),
          0.5,
        ),
      ),
      most: ms(Math.max(...loads.map(({ paint }) => paint))),
    },
    longestTaskWhileLoadingMs: Math.max(...loads.map(({ task }) => task)),
    longTasks: tasks.length,
    longestTaskMs: Math.max(0, ...tasks),
    domNodes: most,
    packetToPixelMs: { probes: ways.length, p50: ms(percentile(ways, 0.5)), p99: ms(percentile(ways, 0.99)) },
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.ok(bytes < 150_000, `${bytes} bytes of JavaScript and CSS for the overview`);
  assert.ok(figures.firstPaintMs.most <= 1000, `first rows after ${figures.firstPaintMs.most} ms`);
  assert.ok(figures.packetToPixelMs.p99 <= 500, `p99 of ${figures.packetToPixelMs.p99} ms from packet to pixel`);
  assert.ok(most < 5000, `${most} elements`);
  assert.ok(figures.changesSeen > 900, 'the changes were changes');
  assert.equal(figures.longestTaskMs, 0, 'no task is longer than 50 ms');
});
