import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { io } from 'socket.io-client';
import { isSited, routePermits, isPermitted } from '../../server/domain/access/permits.ts';
import { topicNames, type Snapshot } from '../../server/domain/feed.ts';
import { makeLab, tunnelwatch, type Lab } from './lab.ts';
import { COOKIE, fetchIn } from './let-in.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** What only the head-end in Hill Valley tells, and in whose lines each stands. */
const hill = { device: 'HILL-ASA', live: 'hillmarty', failed: 'hillbiff', address: '172.16.1.100' };
const london = { device: 'LON-ASA', live: 'londoner', failed: 'lonfail', address: '172.16.9.100' };

const refused = (user: string): readonly string[] => [
  `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${user} : user IP = 198.51.100.7`,
  `<163>%ASA-3-713167: Group = hillvalleyvpn, Username = ${user}, IP = 198.51.100.7, Remote peer has failed user authentication -  check configured username and password`,
];
const lockedOut = (user: string): string =>
  `<166>%ASA-6-113006: User '${user}' locked out on exceeding '3' successive failed authentication attempts`;

let lab: Lab;
let program: Program;
before(async () => {
  lab = await makeLab();
  const inventory = join(lab.folder, 'inventory.csv');
  await writeFile(
    inventory,
    `name,address,site,tags,owner\n${hill.device},127.0.0.1,Hill Valley,,\n${london.device},127.0.0.4,London,,\n`,
  );
  await tunnelwatch(lab.database, 'device', 'import', inventory);
  program = await startProgram(lab.database, { ADOPT: 'off', FAILED_NAMES: 'clear' });
  for (const [place, from] of [
    [hill, '127.0.0.1'],
    [london, '127.0.0.4'],
  ] as const)
    await send(
      program.syslogPort,
      [...login(place.live, place.address), ...refused(place.failed), lockedOut(place.live)],
      { from },
    );
  await until(
    () => program.get<{ alerts: readonly unknown[] }>('/api/alerts?state=open&rule=xauth.lockout'),
    ({ alerts }) => alerts.length === 2,
  );
});
after(async () => {
  await program.kill();
  await lab.remove();
});

/** A token of a new account. */
async function tokenOf(name: string, role: string, ...more: readonly string[]): Promise<string> {
  await tunnelwatch(lab.database, 'user', 'add', name, '--role', role, '--no-password', ...more);
  return (await tunnelwatch(lab.database, 'user', 'token', name, 'test', '--role', role)).trim();
}

/** All topics as this viewer is shown them; `undefined` where it was cut. */
async function topicsOf(headers: Record<string, string>): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  for (const topic of topicNames) {
    const socket = io(program.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    const snapshot = await new Promise<Snapshot | undefined>((resolve) => {
      socket.once('connect_error', () => resolve(undefined));
      socket.once('disconnect', () => resolve(undefined));
      socket.once('connect', () => void socket.emit('subscribe', topic, resolve));
    });
    socket.disconnect();
    if (snapshot !== undefined) seen.set(topic, JSON.stringify(snapshot));
  }
  return seen;
}

/** Questions to a route, with what would find that head-end's. */
async function questions(route: string, of: typeof hill): Promise<readonly string[]> {
  const url = route.slice(4);
  const ids = async (path: string, list: string): Promise<readonly string[]> =>
    ((await program.get<Record<string, readonly { readonly id: number }[]>>(path))[list] ?? []).map(({ id }) =>
      url.replace(':id', String(id)),
    );
  if (url === '/api/sessions/:id') return ids('/api/sessions', 'sessions');
  if (url === '/api/attempts/:id') return ids('/api/attempts', 'attempts');
  if (url === '/api/alerts/:id') return ids('/api/alerts', 'alerts');
  if (url.startsWith('/api/users/')) return [url.replace(':name', of.live)];
  if (url.includes(':address')) return [url.replace(':address', of.address)];
  if (url.includes(':name')) return [url.replace(':name', of.device)];
  if (url.includes(':')) return [];
  // So many exports an address may ask for at once.
  if (/\.(?:csv|json)$/.test(url)) return [url];
  return [url, `${url}?device=${of.device}`, `${url}?site=Hill%20Valley`, `${url}?user=${of.live}`];
}

const routes = Object.keys(routePermits).filter(
  (route) => /^GET (?:\/api\/|\/metrics)/.test(route) && !/\/me|pairings/.test(route),
);

test('whoever is bound to a site is told of no other: not by any route, nor by the live feed', async (t) => {
  const token = await tokenOf('lorraine', 'viewer', '--sites', 'London');
  const authorization = `Bearer ${token}`;
  let [asked, told, own] = [0, 0, 0];
  for (const route of routes)
    for (const path of await questions(route, hill)) {
      const whole = await (await fetchIn(`${program.url}${path}`)).text();
      const response = await fetch(`${program.url}${path}`, { headers: { authorization } });
      const part = await response.text();
      asked += 1;
      if (!isSited('GET', route.slice(4)) && response.status !== 400)
        assert.equal(response.status, 403, `${path}: ${part}`);
      for (const canary of Object.values(hill)) {
        if (whole.includes(canary)) told += 1;
        assert.ok(!part.includes(canary), `${path} tells of ${canary}: ${part.slice(0, 300)}`);
      }
      if (response.ok && Object.values(london).some((canary) => part.includes(canary))) own += 1;
    }
  t.diagnostic(
    `${asked} questions; to everybody ${told} times something of Hill Valley was told, to London never; ${own} answers told of London`,
  );
  assert.ok(told >= 40, `${told} times told to others`);
  assert.ok(own >= 10, `${own} answers told of London`);
  const topics = await topicsOf({ authorization });
  const whole = await topicsOf({ cookie: COOKIE });
  for (const [topic, rows] of topics)
    for (const canary of Object.values(hill)) assert.ok(!rows.includes(canary), `${topic} tells of ${canary}`);
  assert.ok(topics.get('sessions')?.includes(london.live));
  assert.ok(whole.get('sessions')?.includes(hill.live));
});

test('a wall without names reaches no name of a user: not by any route, nor by the live feed', async (t) => {
  const asked = await fetch(`${program.url}/api/pairings`, { method: 'POST', headers: { origin: program.url } });
  const pairing = cookieOf(asked);
  const { code } = (await asked.json()) as { readonly code: string };
  const body = JSON.stringify({ code, name: 'NOC', showsNames: false, days: 1 });
  assert.equal((await fetchIn(`${program.url}/api/walls`, { method: 'POST', body })).status, 200);
  const cookie = cookieOf(await fetch(`${program.url}/api/pairings/mine`, { headers: { cookie: pairing } }));
  let [answered, refusals] = [0, 0];
  const names = [hill.live, hill.failed, london.live, london.failed];
  for (const route of routes)
    for (const path of [...(await questions(route, hill)), ...(await questions(route, london))]) {
      const response = await fetch(`${program.url}${path}`, { headers: { cookie } });
      const text = await response.text();
      if (response.ok) answered += 1;
      else refusals += 1;
      if (!isPermitted(routePermits[route] ?? 'govern', 'wall')) assert.equal(response.status, 403, path);
      for (const name of names) assert.ok(!text.includes(name), `${path} tells of ${name}`);
    }
  const topics = await topicsOf({ cookie });
  const whole = await topicsOf({ cookie: COOKIE });
  for (const [topic, rows] of topics)
    for (const name of names) assert.ok(!rows.includes(name), `${topic} tells of ${name}`);
  assert.ok(whole.get('alerts')?.includes(hill.live), 'others are told whom an alert is about');
  assert.match(topics.get('alerts') ?? '', /xauth\.lockout/);
  assert.deepEqual(
    topicNames.filter((topic) => !topics.has(topic)),
    ['sessions', 'messages', 'logins'],
  );
  t.diagnostic(`${answered} answers, ${refusals} refusals, ${topics.size} topics: no name`);
});

test('whoever is not known, or comes from a page of somebody else, is not connected to the feed', async () => {
  for (const headers of [
    {},
    { cookie: '__Host-tunnelwatch=nobody-is-known-by-this-0123456789abcdefghijk' },
    { authorization: 'Bearer nobody-is-known-by-this-0123456789' },
  ])
    assert.equal((await topicsOf(headers)).size, 0, JSON.stringify(headers));
  for (const origin of ['https://evil.example', 'null', `${program.url}.evil.example`, 'http://localhost:1'])
    assert.equal((await topicsOf({ cookie: COOKIE, origin })).size, 0, origin);
  for (const route of routes)
    if (routePermits[route] !== 'everybody')
      assert.equal((await fetch(`${program.url}${route.slice(4).replace(/:\w+/g, '1')}`)).status, 401, route);
});

/** The cookie that an answer gives, as it is sent back. */
function cookieOf(response: Response): string {
  const [given = ''] = response.headers.getSetCookie();
  return given.slice(0, given.indexOf(';'));
}
