import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { routePermits } from '../../server/domain/access/permits.ts';
import { topicNames, type Snapshot } from '../../server/domain/feed.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { fetchIn } from './let-in.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** What only one head-end tells, and in whose lines each stands. */
export const hill = { device: 'HILL-ASA', live: 'hillmarty', failed: 'hillbiff', address: '172.16.1.100', from: '127.0.0.1', shared: '172.16.1.101' }; // prettier-ignore
export const london = { device: 'LON-ASA', live: 'londoner', failed: 'lonfail', address: '172.16.9.100', from: '127.0.0.4', shared: '172.16.9.101' }; // prettier-ignore
export type Place = typeof hill;

/** Whoever is at both. */
export const BOTH = 'wanderer';

const refused = (user: string): readonly string[] => [
  `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${user} : user IP = 198.51.100.7`,
  `<163>%ASA-3-713167: Group = hillvalleyvpn, Username = ${user}, IP = 198.51.100.7, Remote peer has failed user authentication -  check configured username and password`,
];
const lockedOut = (user: string): string =>
  `<166>%ASA-6-113006: User '${user}' locked out on exceeding '3' successive failed authentication attempts`;

/** The routes of the table that are asked for data. */
export const routes = Object.keys(routePermits).filter(
  (route) => /^GET (?:\/api\/|\/metrics)/.test(route) && !/\/me|pairings/.test(route),
);

/** Two head-ends at two sites: sessions, failures and an alert of each, and a user who is at both. */
export async function seenLab() {
  const lab = await makeLab();
  const inventory = join(lab.folder, 'inventory.csv');
  await writeFile(
    inventory,
    `name,address,site,tags,owner\n${hill.device},${hill.from},Hill Valley,,\n${london.device},${london.from},London,,\n`,
  );
  await tunnelwatch(lab.database, 'device', 'import', inventory);
  const program = await startProgram(lab.database, { ADOPT: 'off', FAILED_NAMES: 'clear' });
  for (const { live, failed, address, from, shared } of [hill, london])
    await send(
      program.syslogPort,
      [
        ...[...login(live, address), ...login(BOTH, shared)],
        ...[...refused(failed), ...refused(BOTH), lockedOut(live)],
      ],
      { from },
    );
  await until(
    () => program.get<{ alerts: readonly unknown[] }>('/api/alerts?state=open&rule=xauth.lockout'),
    ({ alerts }) => alerts.length === 2,
  );

  /** The ids of what a list has of a head-end. */
  const idsOf = async (list: string, { device }: Place): Promise<readonly string[]> => {
    const told = await program.get<Record<string, readonly { readonly id: number }[]>>(`/api/${list}?device=${device}`);
    return (told[list] ?? []).map(({ id }) => String(id));
  };

  return {
    program,
    database: lab.database,
    idsOf,
    end: async () => {
      await program.kill();
      await lab.remove();
    },

    /** A token of a new account. */
    async tokenOf(name: string, role: string, ...more: readonly string[]): Promise<string> {
      await tunnelwatch(lab.database, 'user', 'add', name, '--role', role, '--no-password', ...more);
      return (await tunnelwatch(lab.database, 'user', 'token', name, 'test', '--role', role)).trim();
    },

    /** The cookie of a new wall. */
    async wall(told: object): Promise<string> {
      const asked = await fetch(`${program.url}/api/pairings`, { method: 'POST', headers: { origin: program.url } });
      const pairing = cookieOf(asked);
      const { code } = (await asked.json()) as { readonly code: string };
      const body = JSON.stringify({ code, name: 'NOC', showsNames: false, days: 1, ...told });
      assert.equal((await fetchIn(`${program.url}/api/walls`, { method: 'POST', body })).status, 200);
      return cookieOf(await fetch(`${program.url}/api/pairings/mine`, { headers: { cookie: pairing } }));
    },

    /** All topics as this viewer is shown them; absent where it was cut. */
    async topicsOf(headers: Record<string, string>): Promise<ReadonlyMap<string, string>> {
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
    },

    /** Questions to a route, with what would find that head-end's. */
    async questions(route: string, of: Place): Promise<readonly string[]> {
      const url = route.slice(4);
      const byId = /^\/api\/(sessions|attempts|alerts|messages)\/:id$/.exec(url)?.[1];
      if (byId !== undefined) return (await idsOf(byId, of)).map((id) => url.replace(':id', id));
      if (url.startsWith('/api/users/'))
        return [of.live, of.failed, BOTH].map((name) =>
          url.endsWith('/earlier')
            ? `${url.replace(':name', name)}?sessions=9000000000000.1&attempts=9000000000000.1`
            : url.replace(':name', name),
        );
      if (url.includes(':address'))
        return [of.address, of.shared, '198.51.100.23'].map((one) => url.replace(':address', one));
      if (url.includes(':name')) return [url.replace(':name', of.device)];
      if (url.includes(':')) return [];
      // So many exports an address may ask for at once.
      if (/\.(?:csv|json)$/.test(url)) return [url];
      const site = of === hill ? 'Hill%20Valley' : 'London';
      return [url, `${url}?device=${of.device}`, `${url}?site=${site}`, `${url}?user=${of.live}`, `${url}?user=${BOTH}`, `${url}?q=${of.live}`]; // prettier-ignore
    },
  };
}

export type SeenLab = Awaited<ReturnType<typeof seenLab>>;

/** The cookie that an answer gives, as it is sent back. */
function cookieOf(response: Response): string {
  const [given = ''] = response.headers.getSetCookie();
  return given.slice(0, given.indexOf(';'));
}
