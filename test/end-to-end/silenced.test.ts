import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { alarmsOf, launchBrowser } from './browser.ts';
import { each, never, none, untrue, type Claim } from './page-claims.ts';
import { startSilencedLab, type Side, type SilencedLab } from './silenced-lab.ts';
import { until } from './until.ts';

type Word = 'STALE' | 'UNKNOWN';
type Screen = readonly [path: string, claims: readonly Claim[]];

/** The first line is not that of something that is well. */
const notWell = none('h1.verdict--ok');

test('a head-end that falls silent is marked on every page, in every total, and the one that goes on is not', async (t) => {
  const lab = await startSilencedLab(t);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const shots = process.env['SHOTS'];
  for (const [word, minutes] of [
    ['STALE', 5],
    ['UNKNOWN', 10],
  ] as const) {
    await lab.pass(minutes);
    for (const [path, claims] of screensOf(lab, word))
      await t.test(`${path} while it is ${word}`, async () => {
        const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
        const alarms = alarmsOf(page);
        await page.goto(`${lab.program.url}${path}`);
        await holds(page, claims);
        if (shots !== undefined)
          await page.screenshot({ path: `${shots}/silenced-${path.replace(/\W+/g, '-')}-${word}.png`, fullPage: true });
        if (path === '/') await asTable(page);
        assert.deepEqual(alarms, []);
        await page.close();
      });
  }
});

async function holds(page: Page, claims: readonly Claim[]): Promise<void> {
  await until(
    () => untrue(page, claims),
    (found) => found.length === 0,
  );
}

/** Every screen with numbers, and what has to be true of it. */
function screensOf({ healthy, silenced }: SilencedLab, word: Word): readonly Screen[] {
  return [...totals(healthy.name, silenced.name, word), ...ofSilenced(silenced), ...ofHealthy(healthy)];
}

function totals(healthy: string, silenced: string, word: Word): readonly Screen[] {
  const named = new RegExp(`${silenced} ${word}`);
  const mentioned = new RegExp(silenced);
  return [
    [
      '/',
      [
        notWell,
        each('h1', mentioned),
        each('.nav a:is([href^="/sessions"], [href^="/users"], [href^="/attempts"])', /\d\?$/),
        never('.nav a:is([href^="/pools"], [href^="/devices"])', /\?$/),
        each('.tile', new RegExp(`${named.source}|UNKNOWN`)),
        none('.tile:not(.tile--stale, .tile--unknown)'),
        each(`[data-pool^="${silenced}/"]`, /when last heard/),
        never(`[data-pool^="${healthy}/"]`, /when last heard/),
        each(`[data-aaa^="${silenced}/"]`, /Unknown.* when last heard/),
        each(`[data-aaa^="${healthy}/"]`, /OK.* answers/),
        each('.panel:has([data-limit])', named),
        each('.panel:has([data-census])', named),
        each(`[data-load="${silenced}"]`, /Unknown/),
        never(`[data-load="${healthy}"]`, /Unknown/),
        each('.chart:not([data-over-time] *) canvas', new RegExp(`with ${silenced} as of \\d\\d:\\d\\d`)),
        each('[data-over-time] .chart canvas', new RegExp(`without ${silenced} since \\d\\d:\\d\\d`)),
      ],
    ],
    [
      '/sessions',
      [
        notWell,
        each('.verdict__more', mentioned),
        each('[data-session]', new RegExp(`Unknown.*${silenced}|Active.*${healthy}`)),
      ],
    ],
    [
      '/users',
      [
        notWell,
        each('.verdict__more', mentioned),
        each('tr[data-user]:has(.status--ok)', new RegExp(`${healthy}|left|nothing`)),
        each('tr[data-user=lorraine]', /when last heard/),
        never('tr[data-user=strickland]', /last heard/),
      ],
    ],
    [
      '/pools',
      [
        notWell,
        each('h1', mentioned),
        each(`[data-chain^="${silenced}/"]`, /when last heard/),
        never(`[data-chain^="${healthy}/"]`, /when last heard/),
        each(`[data-pool^="${silenced}/"]`, /Not heard/),
        never(`[data-pool^="${healthy}/"]`, /Not heard/),
        each(`[data-pool^="${healthy}/"]`, /OK/),
      ],
    ],
    [
      '/attempts',
      [
        notWell,
        each('.verdict__more', mentioned),
        each('.chart canvas', new RegExp(`without ${silenced} since \\d\\d:\\d\\d`)),
      ],
    ],
    ['/messages', [notWell, each('h1', new RegExp(`none of ${silenced}`)), never('h1', new RegExp(healthy))]],
    [
      '/devices',
      [
        notWell,
        each('h1', new RegExp(`${silenced} cannot be seen`)),
        each(`tr[data-device="${silenced}"]`, /^Unknown/),
        never(`tr[data-device="${healthy}"]`, /^Unknown/),
      ],
    ],
    [
      '/wall?inches=55&metres=3',
      [
        each('h1', mentioned),
        each('[data-tile=sessions], [data-tile=failed]', new RegExp(`Unknown.*without ${silenced}`)),
        each('[data-tile=pools]', /Unknown.*not seen/),
        each('[data-tile=aaa]', /Unknown.*not seen/),
        each('[data-tile=head-ends]', new RegExp(`1 OK of 2.*1 unknown: ${silenced}`)),
        none('[data-tile][data-state=ok]'),
      ],
    ],
  ];
}

function ofSilenced({ name, session, user, address }: Side): readonly Screen[] {
  return [
    [
      `/sessions/${session}`,
      [
        notWell,
        each('h1', new RegExp(`${name} when it was last heard`)),
        each('tr[data-tunnel]', /Up as of .* ago/),
        none('main .status--ok'),
      ],
    ],
    [
      `/users/${user}`,
      [
        notWell,
        each('h1', /when it was last heard/),
        each('tr[data-session]', /Active, as of .* ago/),
        each('.kv__row:first-child', /Connected.* when it was last heard/),
      ],
    ],
    [
      `/who?address=${address}`,
      [notWell, each('h1', /when it was last heard/), each('tr[data-holder]', /there when last heard.*perhaps/)],
    ],
    [
      `/devices/${name}`,
      [notWell, each('main > section:first-of-type', new RegExp(`Of ${name} no messages are heard`))],
    ],
  ];
}

function ofHealthy({ name, session, user, address }: Side): readonly Screen[] {
  return [
    [`/sessions/${session}`, [never('main', /last heard|as of/), each('tr[data-tunnel]', /Up since/)]],
    [`/users/${user}`, [never('main', /last heard/), each('tr[data-session]', /Active(?!,)/)]],
    [
      `/who?address=${address}`,
      [never('main', /last heard/), each('h1', / now\.$/), each('tr[data-holder]', /still there.*sure/)],
    ],
    [`/devices/${name}`, [each('main', /Messages Last one/), never('main', /silent|STALE|UNKNOWN/)]],
  ];
}

async function asTable(page: Page): Promise<void> {
  await page.locator('.panel:has(.chart):not(:has([data-over-time])) .chart-tools button').click();
  // The switch is that of all charts.
  await holds(page, [
    each('.chart-table:not([data-over-time] *) tbody tr:first-child', /with LON2 as of/),
    each('[data-over-time] .chart-table tbody tr:first-child', /without LON2 since/),
  ]);
}
