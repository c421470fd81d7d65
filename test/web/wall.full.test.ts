import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { SessionRow } from '../../server/domain/feed.ts';
import { launchBrowser } from '../end-to-end/browser.ts';
import { addHeadEnd, makeLab, tunnelwatch } from '../end-to-end/lab.ts';
import { login } from '../end-to-end/lines.ts';
import { startProgram } from '../end-to-end/program.ts';
import { send } from '../end-to-end/send.ts';
import { startSimulator } from '../end-to-end/simulator.ts';
import { openNetwork } from './wall-network.ts';
import { cutOn, heldBy, slope, smallest, statesOn, type Held } from './wall-watch.ts';

// The wall for 30 hours of the simulator's clock, in so many minutes of ours: a part may take 25, and what is cut comes after it. Beside it a
// second wall whose only head-end falls silent, for 10 minutes of ours: how old a figure is goes by our clock.

const MINUTES = Number(process.env['WALL_MINUTES'] ?? 22);
const HOURS = 30;
const SPEED = Math.round((HOURS * 60) / MINUTES);
const MINUTE = 60_000;
/** So long the page may take to settle before its heap is judged, in minutes of ours. */
const SETTLING = Math.min(4, MINUTES / 4);

const geometries = [
  { inches: 43, metres: 3 },
  { inches: 55, metres: 5 },
  { inches: 75, metres: 8 },
] as const;
const hung = geometries[1];
const pathOf = ({ inches, metres }: (typeof geometries)[number]) => `/wall?inches=${inches}&metres=${metres}`;

const [lab, other] = [await makeLab(), await makeLab()];
await addHeadEnd(lab);
const inventory = join(lab.folder, 'inventory.csv');
await writeFile(inventory, 'name,address,tags\nEDGE,127.0.0.2,\nUPGRADED,127.0.0.3,maintenance\nQUIET,127.0.0.4,\n');
await tunnelwatch(lab.database, 'device', 'import', inventory);
await tunnelwatch(other.database, 'device', 'add', 'ALONE', '127.0.0.5');
// Two polls a minute apart tell how often they are to be heard of; without any, silence means nothing for ten minutes.
const told = join(lab.folder, 'logging.txt');
await writeFile(told, (await readFile('test/golden/show/logging-9-emblem/input.txt', 'utf8')).trimEnd());
const feeding = Date.now();
for (const ago of [120_000, 60_000]) {
  const at = ['--at', new Date(feeding - ago).toISOString(), '--command', 'show logging'];
  await tunnelwatch(lab.database, 'device', 'feed', 'QUIET', told, ...at);
  await tunnelwatch(other.database, 'device', 'feed', 'ALONE', told, ...at);
}

let program = await startProgram(lab.database);
const second = await startProgram(other.database);
const network = await openNetwork(program.url);
const browser = await launchBrowser();
const begun = Date.now();
const since = () => (Date.now() - begun) / MINUTE;
const view = { viewport: { width: 1920, height: 1080 } };

const keepAlive = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty';
await send(program.syslogPort, [keepAlive], { from: '127.0.0.4' });
await send(second.syslogPort, login('marty'), { from: '127.0.0.5' });
const silencedAt = Date.now();
const edge = setInterval(() => void send(program.syslogPort, [keepAlive], { from: '127.0.0.2' }), 10_000);
const story = [
  '--scenario',
  'full-pool',
  '--users',
  '130',
  '--speed',
  String(SPEED),
  '--header',
  'none',
  '--aaa',
  'radius',
];
const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), story);

/** Milliseconds until the page shows the band over its whole width. */
async function lostWithin(page: Page): Promise<number> {
  const from = performance.now();
  const band = page.locator('[data-testid=lost]');
  await band.waitFor({ timeout: 30_000 });
  const took = performance.now() - from;
  const box = await band.boundingBox();
  assert.ok((box?.width ?? 0) >= 1900, `the band is ${box?.width ?? 0} px wide`);
  return Math.round(took);
}

try {
  const wall = await browser.newPage(view);
  const faults: string[] = [];
  wall.on('pageerror', (error) => faults.push(error.message));
  wall.on('console', (line) => {
    if (/Content.Security.Policy/i.test(line.text())) faults.push(line.text());
  });
  await wall.goto(`${network.url}${pathOf(hung)}`);
  await wall.locator('[data-tile=sessions]').waitFor();
  const session = await wall.context().newCDPSession(wall);
  await session.send('HeapProfiler.enable');
  const alone = await browser.newPage(view);
  await alone.goto(`${second.url}${pathOf(hung)}`);

  const angles: Record<string, number> = {};
  const checkType = async (page: Page, name: string, geometry: (typeof geometries)[number]): Promise<void> => {
    const { angle, text, scrolls } = await smallest(page, geometry);
    angles[name] = Math.min(angles[name] ?? Infinity, Math.round(angle * 100) / 100);
    assert.ok(angle >= 16, `${JSON.stringify(text)} is seen under ${angle} arc minutes at ${name}`);
    assert.ok(!scrolls, `${name} scrolls`);
    assert.deepEqual(await cutOn(page), [], `nothing is cut at ${name}`);
  };
  for (const geometry of geometries) {
    const page = await browser.newPage(view);
    await page.goto(`${network.url}${pathOf(geometry)}`);
    await page.locator('[data-tile=sessions]').waitFor();
    await checkType(page, `${geometry.inches}" at ${geometry.metres} m`, geometry);
    await page.close();
  }

  const seen = new Set<string>();
  const held: Held[] = [];
  /** When the page of the silent head-end first said so, in seconds after its last word. */
  const silence: { stale?: number; unknown?: number; quietStale?: number } = {};
  let names = 0;
  while (since() < MINUTES) {
    // Sampling: there is no event to be awaited but the end of the time.
    await new Promise((next) => setTimeout(next, 5_000));
    for (const state of await statesOn(wall)) seen.add(state);
    const text = await alone.locator('[data-tile=sessions]').innerText();
    const after = Math.round((Date.now() - silencedAt) / 1000);
    if (/STALE \d+ m/.test(text)) silence.stale ??= after;
    if (/UNKNOWN/.test(text)) silence.unknown ??= after;
    if (/unknown: .*QUIET|QUIET/.test(await wall.locator('main').innerText())) silence.quietStale ??= after;
    if (held.length === 0 || since() - (held.at(-1)?.minute ?? 0) >= 0.5) {
      held.push(await heldBy(session, since()));
      await checkType(wall, 'the long one', hung);
      const shown = await wall.locator('main').innerText();
      const { sessions } = await program.get<{ sessions: SessionRow[] }>('/api/sessions?limit=200');
      for (const { user } of sessions) {
        names += 1;
        assert.ok(user.length < 4 || !shown.includes(user), `${user} is on the wall`);
      }
    }
  }

  const judged = held.filter(({ minute }) => minute >= SETTLING);
  const perMinute = slope(judged.map(({ minute, bytes }) => [minute, bytes]));
  const mean = judged.reduce((sum, { bytes }) => sum + bytes, 0) / judged.length;
  const grown = perMinute * (MINUTES - SETTLING);
  // Code that is used the more is compiled, and the browser keeps its last 250 questions: what is left of that grows ever less.
  const late = judged.slice(Math.floor(judged.length / 2));
  const lately = slope(late.map(({ minute, bytes }) => [minute, bytes]));
  const objects = judged.reduce((sum, one) => sum + one.objects, 0) / judged.length;
  const moreObjects = slope(judged.map((one) => [one.minute, one.objects]));

  await checkType(wall, 'the long one', hung);
  const cut: Record<string, number> = {};
  for (const how of ['drop', 'hang'] as const) {
    network.cut(how);
    cut[how] = await lostWithin(wall);
    await checkType(wall, `lost (${how})`, hung);
    network.mend();
    await wall.locator('[data-testid=lost]').waitFor({ state: 'detached', timeout: 60_000 });
  }
  await simulator.stop();
  clearInterval(edge);
  const { port } = new URL(program.url);
  await program.kill();
  cut['killed'] = await lostWithin(wall);
  program = await startProgram(lab.database, { PORT: port });
  await wall.locator('[data-testid=lost]').waitFor({ state: 'detached', timeout: 60_000 });

  const figures = {
    ...{ minutes: MINUTES, speed: SPEED, simulatedHours: Math.round(((MINUTES * SPEED) / 60) * 10) / 10 },
    heap: {
      ...{ samples: judged.length, meanKiB: Math.round(mean / 1024) },
      ...{
        slopeKiBPerMinute: round(perMinute / 1024),
        slopeKiBPerMinuteInTheSecondHalf: round(lately / 1024),
        ...{ meanObjects: Math.round(objects), slopeObjectsPerMinute: round(moreObjects) },
        slopeKiBPerSimulatedHour: round((perMinute / 1024 / SPEED) * 60),
      },
      ...{
        firstKiB: Math.round((judged[0]?.bytes ?? 0) / 1024),
        lastKiB: Math.round((judged.at(-1)?.bytes ?? 0) / 1024),
      },
      ...{ nodesMost: Math.max(...judged.map(({ nodes }) => nodes)), listenersMost: Math.max(...judged.map(({ listeners }) => listeners)) }, // prettier-ignore
    },
    ...{ smallestArcMinutes: angles, states: [...seen].sort(), namesLookedFor: names },
    ...{ silentForSeconds: silence, bandAfterMilliseconds: cut, faults },
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.deepEqual(faults, []);
  assert.deepEqual(figures.states, ['crit', 'maint', 'ok', 'unknown', 'warn']);
  assert.ok(names > 0);
  for (const took of Object.values(cut)) assert.ok(took <= 5_000, `the band came after ${took} ms`);
  const within = (second: number | undefined, from: number) =>
    assert.ok(
      second !== undefined && second >= from && second <= from + 20,
      `${second ?? 'never'} s, due at ${from} s`,
    );
  within(silence.stale, 180);
  within(silence.quietStale, 180);
  if (MINUTES > 10.5) within(silence.unknown, 600);
  assert.ok(
    Math.abs(grown) < 0.1 * mean,
    `the heap has changed by ${Math.round(grown / 1024)} KiB of ${Math.round(mean / 1024)}`,
  );
  const more = moreObjects * (MINUTES - SETTLING);
  assert.ok(Math.abs(more) < 0.1 * objects, `${Math.round(more)} objects more than ${Math.round(objects)}`);
  const nodes = judged.map((one) => one.nodes);
  assert.ok(Math.max(...nodes) < 1_000, `${Math.max(...nodes)} nodes`);
} finally {
  clearInterval(edge);
  simulator.child.kill('SIGTERM');
  await browser.close();
  await network.close();
  await program.kill();
  await second.kill();
  await lab.remove();
  await other.remove();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
