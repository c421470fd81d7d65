import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { isPermitted, isSited, routePermits, topicPermits } from '../../server/domain/access/permits.ts';
import type { Role } from '../../server/domain/access/role.ts';
import { topicNames } from '../../server/domain/feed.ts';
import { COOKIE, fetchIn } from './let-in.ts';
import { BOTH, hill, london, routes, seenLab, type SeenLab } from './seen-lab.ts';

let lab: SeenLab;
/** What must not be told to whoever is bound to London: names, addresses and ids of Hill Valley's. */
let canaries: readonly string[];
/** What everybody is told, by question. */
const whole = new Map<string, string>();
before(async () => {
  lab = await seenLab();
  const ids = ['sessions', 'attempts', 'messages'].map((list) => lab.idsOf(list, hill));
  canaries = [...Object.values(hill), 'Hill Valley', ...(await Promise.all(ids)).flat()];
  for (const route of routes)
    for (const path of await lab.questions(route, hill))
      whole.set(path, await (await fetchIn(`${lab.program.url}${path}`)).text());
});
after(() => lab.end());

interface Bound {
  readonly role: Role;
  readonly headers: Record<string, string>;
  /** Before a question is asked that is permitted. */
  readonly first?: (path: string) => Promise<void>;
  readonly answers: number;
}

/** Asks all that the table has, by route and by topic, and looks for what is of Hill Valley. */
async function tellsOfLondonAlone(t: TestContext, { role, headers, first, answers }: Bound): Promise<void> {
  const { url } = lab.program;
  let [asked, told, own] = [0, 0, 0];
  for (const route of routes) {
    const isOpen = isSited('GET', route.slice(4)) && isPermitted(routePermits[route] ?? 'govern', role);
    for (const path of [...(await lab.questions(route, hill)), ...(await lab.questions(route, london))]) {
      if (/\.(?:csv|json)$/.test(path) && role !== 'viewer') continue;
      if (isOpen) await first?.(path);
      const response = await fetch(`${url}${path}`, { headers });
      const part = await response.text();
      asked += 1;
      if (!isOpen && response.status !== 400) assert.equal(response.status, 403, `${path}: ${part}`);
      for (const canary of canaries) {
        if (whole.get(path)?.includes(canary) === true) told += 1;
        // An address that was asked for is said again.
        const said = part.replace(`"address":"${canary}"`, '');
        assert.ok(!said.includes(canary), `${path} tells ${role} of ${canary}: ${part.slice(0, 300)}`);
      }
      if (response.ok && [london.device, london.live, london.shared].some((one) => part.includes(one))) own += 1;
    }
  }
  const topics = await lab.topicsOf(headers);
  for (const [topic, rows] of topics)
    for (const canary of canaries) assert.ok(!rows.includes(canary), `${topic} tells ${role} of ${canary}`);
  assert.deepEqual(
    topicNames.filter((topic) => topics.has(topic)),
    topicNames.filter((topic) => isPermitted(topicPermits[topic], role)),
  );
  t.diagnostic(
    `${role}: ${asked} questions, ${topics.size} topics; to everybody ${told} times something of Hill Valley was told, to London never; ${own} answers told of London`,
  );
  assert.ok(told >= 200, `${told} times told to others`);
  assert.ok(own >= answers, `${own} answers told of London`);
}

for (const role of ['viewer', 'operator'] as const)
  test(`whoever is bound to a site as ${role} is told of no other: not by any route, nor by the live feed`, async (t) => {
    const authorization = `Bearer ${await lab.tokenOf(`${role}-london`, role, '--sites', 'London')}`;
    await tellsOfLondonAlone(t, { role, headers: { authorization }, answers: 40 });
    const topics = await lab.topicsOf({ authorization });
    const everything = await lab.topicsOf({ cookie: COOKIE });
    for (const topic of ['sessions', 'alerts', 'devices', 'messages']) {
      assert.ok(topics.get(topic)?.includes(london.device), topic);
      assert.ok(everything.get(topic)?.includes(hill.device), topic);
    }
  });

test('helpdesk that is bound to a site looks up whom it likes, and is told of no other', async (t) => {
  const authorization = `Bearer ${await lab.tokenOf('helpdesk-london', 'helpdesk', '--sites', 'London')}`;
  const lookUp = async (user: string): Promise<void> => {
    const body = JSON.stringify({ user, reason: 'call 4711' });
    const headers = { authorization, 'content-type': 'application/json' };
    assert.equal((await fetch(`${lab.program.url}/api/look-ups`, { method: 'POST', headers, body })).status, 200);
  };
  let last = '';
  const first = async (path: string): Promise<void> => {
    const named = [hill.live, hill.failed, london.live, london.failed, BOTH].find((name) => path.includes(name));
    if (named === undefined || named === last) return;
    last = named;
    await lookUp(named);
  };
  await tellsOfLondonAlone(t, { role: 'helpdesk', headers: { authorization }, first, answers: 5 });
});

test('a user who is at two sites is told to whoever is bound as of one: figures, verdict and all', async () => {
  const authorization = `Bearer ${await lab.tokenOf('lorraine', 'viewer', '--sites', 'London')}`;
  const told = async (name: string, headers: Record<string, string>) => {
    const answer = await fetch(`${lab.program.url}/api/users/${name}`, { headers });
    return (await answer.json()) as {
      readonly standing: { readonly is: string };
      readonly inAll: { readonly sessions: number; readonly attempts: number };
      readonly sessions: readonly { readonly device: string }[];
    };
  };
  const all = await told(BOTH, { cookie: COOKIE });
  const part = await told(BOTH, { authorization });
  assert.deepEqual(new Set(all.sessions.map(({ device }) => device)), new Set([hill.device, london.device]));
  assert.deepEqual([...new Set(part.sessions.map(({ device }) => device))], [london.device]);
  assert.deepEqual([all.inAll.sessions, part.inAll.sessions], [2, 1]);
  assert.equal(all.inAll.attempts, 2 * part.inAll.attempts);
  assert.equal((await told(hill.live, { cookie: COOKIE })).standing.is, 'connected');
  assert.equal((await told(hill.live, { authorization })).standing.is, 'nothing');
});

test('an operator who is bound to a site acts on its alerts, and on no other', async () => {
  const authorization = `Bearer ${await lab.tokenOf('strickland', 'operator', '--sites', 'London')}`;
  const post = async (path: string, body: object): Promise<number> => {
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${lab.program.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    for (const canary of canaries) assert.ok(!(await answer.clone().text()).includes(canary), path);
    return answer.status;
  };
  const [theirs = ''] = await lab.idsOf('alerts', london);
  const [others = ''] = await lab.idsOf('alerts', hill);
  for (const what of ['acknowledge', 'release']) {
    assert.equal(await post(`/api/alerts/${theirs}/${what}`, {}), 200, what);
    assert.equal(await post(`/api/alerts/${others}/${what}`, {}), 404, what);
  }
  const until = Date.now() + 60_000;
  const silence = (site: string) => post('/api/alerts/silences', { matchers: { site }, reason: 'known', until });
  assert.deepEqual([await silence('London'), await silence('Hill Valley'), await silence('*')], [200, 403, 403]);
  const window = (devices: readonly string[]) =>
    post('/api/alerts/windows', { devices, sites: [], reason: 'update', from: Date.now(), until });
  assert.deepEqual([await window([london.device]), await window([hill.device]), await window([])], [200, 404, 403]);
});

test('a wall without names reaches no name of a user: not by any route, nor by the live feed', async (t) => {
  const cookie = await lab.wall({});
  let [answered, refusals] = [0, 0];
  const names = [hill.live, hill.failed, london.live, london.failed, BOTH];
  for (const route of routes)
    for (const path of [...(await lab.questions(route, hill)), ...(await lab.questions(route, london))]) {
      const response = await fetch(`${lab.program.url}${path}`, { headers: { cookie } });
      const text = await response.text();
      if (response.ok) answered += 1;
      else refusals += 1;
      if (!isPermitted(routePermits[route] ?? 'govern', 'wall')) assert.equal(response.status, 403, path);
      for (const name of names) assert.ok(!text.includes(name), `${path} tells of ${name}`);
    }
  const topics = await lab.topicsOf({ cookie });
  const everything = await lab.topicsOf({ cookie: COOKIE });
  for (const [topic, rows] of topics)
    for (const name of names) assert.ok(!rows.includes(name), `${topic} tells of ${name}`);
  assert.ok(everything.get('alerts')?.includes(hill.live), 'others are told whom an alert is about');
  assert.match(topics.get('alerts') ?? '', /xauth\.lockout/);
  assert.deepEqual(
    topicNames.filter((topic) => !topics.has(topic)),
    ['sessions', 'messages', 'logins'],
  );
  t.diagnostic(`${answered} answers, ${refusals} refusals, ${topics.size} topics: no name`);
});

test('a wall that is bound to a site shows the figures of that one, and is told of no other', async (t) => {
  const cookie = await lab.wall({ sites: ['London'], showsNames: true });
  await tellsOfLondonAlone(t, { role: 'wall', headers: { cookie }, answers: 5 });
  const summary = async (headers: Record<string, string>) =>
    (await (await fetch(`${lab.program.url}/api/summary`, { headers })).json()) as {
      readonly sessions: { readonly total: number };
      readonly users: number;
    };
  const [all, part] = [await summary({ cookie: COOKIE }), await summary({ cookie })];
  assert.deepEqual([all.sessions.total, all.users, part.sessions.total, part.users], [4, 3, 2, 2]);
  const { limit } = (await (await fetch(`${lab.program.url}/api/wall`, { headers: { cookie } })).json()) as {
    readonly limit: { readonly of: number };
  };
  assert.equal(limit.of, 1);
});

test('whoever is not known, or comes from a page of somebody else, is not connected to the feed', async () => {
  for (const headers of [
    {},
    { cookie: '__Host-tunnelwatch=nobody-is-known-by-this-0123456789abcdefghijk' },
    { authorization: 'Bearer nobody-is-known-by-this-0123456789' },
  ])
    assert.equal((await lab.topicsOf(headers)).size, 0, JSON.stringify(headers));
  const { url } = lab.program;
  for (const origin of ['https://evil.example', 'null', `${url}.evil.example`, 'http://localhost:1'])
    assert.equal((await lab.topicsOf({ cookie: COOKIE, origin })).size, 0, origin);
  for (const route of routes)
    if (routePermits[route] !== 'everybody')
      assert.equal((await fetch(`${url}${route.slice(4).replace(/:\w+/g, '1')}`)).status, 401, route);
});
