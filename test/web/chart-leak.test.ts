import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { CDPSession } from 'playwright';
import { build } from 'vite';
import { launchBrowser } from '../end-to-end/browser.ts';

// A wall runs for months: what a chart leaves behind when it is drawn anew, or taken away, adds up.

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ENTRY = 'virtual:stage';
const MOUNTS = 300;
const UPDATES = 1_500;
/** A chart that stays holds some 50 kB with its scales and datasets. */
const ALLOWED = 1_000_000;

/** A page that mounts charts, draws them anew and takes them away, faster than frames come. */
const stage = `
import { h, options, render } from 'preact';
import { Chart as Canvas } from 'chart.js';
import { Chart } from '${root}web/parts/chart.tsx';
options.requestAnimationFrame = (run) => queueMicrotask(run);
options.debounceRendering = (run) => queueMicrotask(run);
const place = document.getElementById('stage');
const thresholds = [{ value: 80, label: 'warning at 80 %', state: 'warn' }];
const line = (name, n) => ({ name, spots: Array.from({ length: 60 }, (_, at) => ({ at: (n + at) * 60000, value: at % 9 === 0 ? null : (at * n) % 100 })) });
const drawing = (n) => ({ from: n * 60000, to: (n + 59) * 60000, lines: Array.from({ length: 1 + (n % 3) }, (_, m) => line('line ' + m, n + m)), gaps: [{ from: (n + 5) * 60000, to: (n + 9) * 60000 }] });
const settle = async () => { for (let n = 0; n < 5; n += 1) await Promise.resolve(); };
const show = async (n) => { render(h(Chart, { series: drawing(n), label: 'a chart', zoom: () => undefined, thresholds, stacked: n % 2 === 0 }), place); await settle(); };
window.stage = {
  Canvas,
  drawn: () => Object.keys(Canvas.instances).length,
  async mount(times) {
    let most = 0;
    for (let n = 0; n < times; n += 1) {
      for (let more = 0; more < 3; more += 1) await show(n + more);
      most = Math.max(most, Object.keys(Canvas.instances).length);
      render(null, place);
      await settle();
    }
    return most;
  },
  async update(times) { for (let n = 0; n < times; n += 1) await show(n); },
};
`;

async function bundle(): Promise<string> {
  const built = await build({
    ...{ configFile: false, logLevel: 'silent', root: `${root}web` },
    esbuild: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      {
        name: 'stage',
        resolveId: (id) => (id === ENTRY ? `${root}web/stage.js` : null),
        load: (id) => (id === `${root}web/stage.js` ? stage : null),
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: ENTRY } },
  });
  const [made] = Array.isArray(built) ? built : [built];
  const output = 'output' in made ? made.output : [];
  const [code] = output.flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  return code ?? assert.fail('nothing was built');
}

interface Held {
  readonly bytes: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Charts in memory, whether anybody knows of them or not. */
  readonly charts: number;
}

/** What the page holds after a collection. */
async function held(cdp: CDPSession): Promise<Held> {
  for (let times = 0; times < 3; times += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize: bytes } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners: listeners } = await cdp.send('Memory.getDOMCounters');
  const group = { objectGroup: 'charts' };
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'stage.Canvas.prototype', ...group });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '', ...group });
  const { result: length } = await cdp.send('Runtime.callFunctionOn', {
    ...{ objectId: objects.objectId ?? '', functionDeclaration: 'function () { return this.length }' },
  });
  await cdp.send('Runtime.releaseObjectGroup', group);
  return { bytes, nodes, listeners, charts: Number(length.value) };
}

test('a chart that is mounted, drawn anew and taken away hundreds of times leaves nothing behind', async (t) => {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.setContent('<div id="stage" style="position:relative;width:600px;height:240px"></div>');
  await page.addScriptTag({ content: await bundle(), type: 'module' });
  await page.waitForFunction('window.stage !== undefined');
  const cdp = await page.context().newCDPSession(page);
  assert.equal(await page.evaluate('stage.mount(50)'), 1, 'one chart while it is shown');
  const before = await held(cdp);
  assert.equal(before.charts, 0);
  await page.evaluate(`stage.mount(${MOUNTS})`);
  const mounted = await held(cdp);
  assert.equal(mounted.charts, 0, 'charts that nobody shows');
  assert.equal(await page.evaluate('stage.drawn()'), 0);
  assert.ok(mounted.nodes <= before.nodes + 20, `${mounted.nodes - before.nodes} nodes were left`);
  assert.ok(mounted.listeners <= before.listeners + 5, `${mounted.listeners - before.listeners} listeners were left`);
  assert.ok(mounted.bytes - before.bytes < ALLOWED, `${mounted.bytes - before.bytes} bytes were left`);

  await page.evaluate('stage.update(400)');
  const shown = await held(cdp);
  assert.equal(shown.charts, 1);
  await page.evaluate(`stage.update(${UPDATES})`);
  const updated = await held(cdp);
  assert.equal(updated.charts, 1, 'the same chart is drawn anew');
  assert.ok(updated.bytes - shown.bytes < ALLOWED, `${updated.bytes - shown.bytes} bytes were left`);
  assert.ok(updated.listeners <= shown.listeners + 5, `${updated.listeners - shown.listeners} listeners were left`);
  t.diagnostic(
    `${MOUNTS} mounts: ${mounted.bytes - before.bytes} B; ${UPDATES} updates: ${updated.bytes - shown.bytes} B`,
  );
});
