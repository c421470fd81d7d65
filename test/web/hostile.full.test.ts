import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test, type TestContext } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright';
import type { AttemptRow, SessionRow } from '../../server/domain/feed.ts';
import { launchBrowser } from '../end-to-end/browser.ts';
import { fetchIn } from '../end-to-end/let-in.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { startProgram, type Program } from '../end-to-end/program.ts';
import { send } from '../end-to-end/send.ts';
import { until } from '../end-to-end/until.ts';
import { hostileNames } from './hostile-names.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** Names that nobody would look at twice, of all lengths, and one who comes and goes all day. */
const harmless = [...Array.from({ length: 60 }, (_, n) => `marty${'y'.repeat(n)}`), ...Array<string>(24).fill('marty')];

const address = (n: number) => `${10 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;

/** The name in every field that the network fills: user, group, policy, client, address, reason, and in logins that fail. */
function lines(name: string, n: number): readonly string[] {
  const [publicIp, assignedIp] = [`198.${address(n)}`, `172.${address(n)}`];
  const who = `Group = hillvalleyvpn, Username = ${name}, IP = ${publicIp}`;
  const odd = `Group = ${name}, Username = user${n}, IP = 203.${address(n)}`;
  return [
    `<166>%ASA-6-113012: AAA user authentication Successful : local database : user = ${name}`,
    `<166>%ASA-6-713184: ${who}, Client Type: ${name}  Client Application Version: 5.0`,
    `<166>%ASA-6-713228: ${who}, Assigned private IP address ${assignedIp} to remote user`,
    `<163>%ASA-3-713119: ${who}, PHASE 1 COMPLETED`,
    `<166>%ASA-6-113039: Group <${name}> User <web${n}> IP <203.${address(n)}> AnyConnect parent session started.`,
    `<163>%ASA-3-713119: ${odd}, PHASE 1 COMPLETED`,
    ...(n % 3 === 0
      ? [
          `<164>%ASA-4-113019: ${who}, Session disconnected. Session Type: IPsec, Duration: 0h:00m:01s, Bytes xmt: 4000, Bytes rcv: 900, Reason: ${name}`,
        ]
      : []),
    `<166>%ASA-6-716039: Group <${name}> User <${name}> IP <192.${address(n)}> Authentication: rejected, Session Type: WebVPN.`,
    `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${name}`,
    `<166>%ASA-6-702999: ${name}`,
    name,
  ];
}

/** A session, as far as the export tells it. */
type Named = Pick<SessionRow, 'id' | 'user'>;

interface Stage {
  readonly program: Program;
  readonly sessions: readonly Named[];
  readonly attempts: readonly AttemptRow[];
}

/** A server that was told of these names over UDP. */
async function told(t: TestContext, names: readonly string[]): Promise<Stage> {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { FAILED_NAMES: 'clear' });
  t.after(() => program.kill());
  for (const [n, name] of names.entries()) await send(program.syslogPort, lines(name, n));
  // Of each name one session at the least, and what is last has come.
  await until(
    () => program.get<{ messages: { text: string }[] }>('/api/messages?limit=1'),
    ({ messages }) => messages[0]?.text === names.at(-1),
  );
  const { attempts } = await until(
    () => program.get<{ attempts: readonly AttemptRow[] }>('/api/attempts?limit=1000'),
    (found) => found.attempts.some(({ outcome }) => outcome === 'failed'),
  );
  return { program, sessions: await program.get<readonly Named[]>('/api/sessions.json'), attempts };
}

/** What a page holds: each kind of element with the names of its attributes; text that nobody sees; what went wrong. */
const LOOK = `(() => {
  const kinds = new Set([...document.querySelectorAll('*')].map((one) => one.tagName + ' ' + one.getAttributeNames().sort().join(' ')));
  const unseen = (document.body.innerText.match(/[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]/g) ?? []).length;
  const links = [...document.querySelectorAll('[href], [src]')].filter((one) => !['', location.origin].includes(new URL(one.href?.baseVal ?? one.href ?? one.src, location.href).origin)).length;
  return { kinds: [...kinds], unseen, links, pwned: window.pwned === undefined ? 0 : 1, reports: window.reports };
})()`;
interface Look {
  readonly kinds: readonly string[];
  readonly unseen: number;
  readonly links: number;
  readonly pwned: number;
  readonly reports: number;
}

const everyColumn =
  'state,user,tunnelGroup,groupPolicy,assignedIp,publicIp,sessionType,client,start,end,endReason,duration,device';

/** Goes through every page, to the end of its rows, and looks at each; of so many sessions `together`, for they are in several states. */
async function walk(
  { program, sessions, attempts }: Stage,
  together = 1,
): Promise<{ readonly looks: readonly Look[]; readonly dialogs: number; readonly csv: string }> {
  const page = await browser.newPage({ viewport: { width: 2400, height: 1400 } });
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await page.addInitScript(
    `window.reports = 0; addEventListener('securitypolicyviolation', () => { window.reports += 1; });`,
  );
  const looks: Look[] = [];
  const look = async () => looks.push(await page.evaluate<Look>(LOOK));
  const go = async (path: string) => {
    await page.goto(`${program.url}${path}`);
    await page.waitForSelector('h1');
    await page.waitForSelector('main:not([aria-busy])');
    await page.getByText('Asking for the tunnels').waitFor({ state: 'detached' });
  };
  const every = Math.ceil(sessions.length / 12);
  const some = sessions.filter((_, n) => n % every < together);
  const paths = ['/', '/pools', '/devices', '/messages', '/messages?messageId=702999', '/messages/unknown'];
  const ones = [...some.map(({ id }) => `/sessions/${id}`), ...attempts.slice(0, 5).map(({ id }) => `/attempts/${id}`)];
  const searches = some.flatMap(({ user }) =>
    ['/sessions?q=', '/attempts?user=', '/messages?user=', '/users/'].map((start) => start + encodeURIComponent(user)),
  );
  for (const path of [...paths, ...ones, ...searches]) {
    await go(path);
    await page.waitForSelector('main :is([data-session], [data-attempt], .lines, table, .kv, .panel, .toolbar)');
    await look();
  }
  for (const list of [
    `/sessions?state=any&columns=${everyColumn}`,
    '/attempts?outcome=any',
    '/messages?outcome=misfit',
    '/messages?outcome=claim',
  ])
    await throughList(page, () => go(list), look);
  await go(`/sessions?state=any&columns=${everyColumn}`);
  await page.locator('[data-session]').first().waitFor();
  await page.locator('summary', { hasText: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV', exact: true }).click(),
  ]);
  const csv = await readFile(await file.path(), 'utf8');
  await page.close();
  return { looks, dialogs, csv };
}

/** Fetches all pages of a list and scrolls through it. */
async function throughList(page: Page, go: () => Promise<void>, look: () => Promise<unknown>): Promise<void> {
  await go();
  const more = page.getByRole('button', { name: 'Fetch earlier ones' });
  await page
    .locator('h1')
    .filter({ hasNotText: /^(?:Searching|Asking)/ })
    .waitFor();
  for (let pages = 0; pages < 4 && (await more.count()) > 0; pages += 1) {
    const asked = page.waitForResponse((response) => response.url().includes('cursor='));
    await more.click();
    await asked;
  }
  for (let down = 0; ; down += 1200) {
    const height = await page.evaluate<number>(`scrollTo(0, ${down}), document.documentElement.scrollHeight`);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await look();
    if (down > height) return;
  }
}

/** All cells of a CSV file. */
function cellsOf(text: string): readonly string[] {
  const rows: readonly (readonly string[])[] = parse(text);
  return rows.flat();
}

const isFormula = (cell: string) => /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/.test(cell) && !/^-?\d+$/.test(cell);

test(`${hostileNames.length} hostile names go through every field by UDP: no dialog, no report, no element that harmless names do not make, no formula`, async (t) => {
  assert.ok(hostileNames.length >= 500, `${hostileNames.length} names`);
  const tame = await walk(await told(t, harmless), 3);
  const stage = await told(t, hostileNames);
  const wild = await walk(stage);
  const known = new Set(tame.looks.flatMap(({ kinds }) => kinds));
  const created = [...new Set(wild.looks.flatMap(({ kinds }) => kinds))].filter((kind) => !known.has(kind));
  const sum = (of: (look: Look) => number) => wild.looks.reduce((all, look) => all + of(look), 0);
  const all = await (await fetchIn(`${stage.program.url}/api/sessions.csv`)).text();
  const cells = [wild.csv, all].flatMap(cellsOf);
  const named = new Set([...stage.sessions, ...stage.attempts].map(({ user }) => user));
  const figures = {
    names: hostileNames.length,
    asUsers: hostileNames.filter((name) => named.has(name)).length,
    looks: wild.looks.length,
    dialogs: wild.dialogs,
    reports: sum(({ reports }) => reports),
    scripts: sum(({ pwned }) => pwned),
    newElements: created.length,
    foreignLinks: sum(({ links }) => links),
    unseenCharacters: sum(({ unseen }) => unseen),
    cells: cells.length,
    formulas: cells.filter(isFormula).length,
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.deepEqual(created, []);
  const { dialogs, reports, scripts, newElements, foreignLinks, unseenCharacters, formulas } = figures;
  assert.deepEqual(
    { dialogs, reports, scripts, newElements, foreignLinks, unseenCharacters, formulas },
    { dialogs: 0, reports: 0, scripts: 0, newElements: 0, foreignLinks: 0, unseenCharacters: 0, formulas: 0 },
  );
  assert.ok(figures.asUsers >= 500, `${figures.asUsers} of the names were taken for users`);
});
