import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AttemptRow, SessionRow } from '../../server/domain/feed.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { putLetters } from './letters.ts';
import { login, logout } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** A password that Xauth refuses. */
const refused = (user: string, ip: string): readonly string[] => [
  `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${user} : user IP = ${ip}`,
  `<163>%ASA-3-713167: Group = hillvalleyvpn, Username = ${user}, IP = ${ip}, Remote peer has failed user authentication -  check configured username and password`,
];

/** Nothing tells what it was about. */
const nobodys =
  '<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = admin';

/** What a running program shows of everything: live and past sessions, logins that failed, and all that is abnormal. */
export interface Estate {
  readonly program: Program;
  readonly database: string;
  readonly live: SessionRow;
  readonly past: SessionRow;
  readonly failed: AttemptRow;
}

/** A program with a head-end that talks, one that never did, and one to adopt; ends with the test. */
export async function startEstate(t: TestContext): Promise<Estate> {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const inventory = join(lab.folder, 'inventory.csv');
  await writeFile(inventory, 'name,address,site,tags,owner\nQUIET,127.0.0.4,London,edge,Lorraine\n');
  await tunnelwatch(lab.database, 'device', 'import', inventory);
  // Nobody listens there.
  await tunnelwatch(lab.database, 'channel', 'add', 'siem', 'syslog', '--host', '127.0.0.1', '--port', '9', '--transport', 'tcp'); // prettier-ignore
  await putLetters(lab.database);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  await send(program.syslogPort, [
    ...login('biff', '172.16.1.102'),
    ...logout('biff', '172.16.1.102'),
    ...login('marty'),
    ...[7, 8, 9].flatMap((n) => refused('einstein', `198.51.100.${n}`)),
    nobodys,
    '<166>%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : user = *****',
    '<166>%ASA-6-702999: what nobody knows <b>',
    `<165>%ASA-5-111010: User 'doc', running 'CLI' from IP 172.16.1.9, executed 'username marty password flux'`,
    '<162>%ASA-2-113022: AAA Marking RADIUS server 172.16.1.20 in aaa-server group RAD as FAILED',
  ]);
  await send(program.syslogPort, login('needles'), { from: '127.0.0.9' });
  const { sessions } = await until(
    () => program.get<{ sessions: SessionRow[] }>('/api/sessions'),
    (told) => told.sessions.some(({ state }) => state === 'ended') && told.sessions.length === 2,
  );
  const { attempts } = await until(
    () => program.get<{ attempts: AttemptRow[] }>('/api/attempts?outcome=failed'),
    (told) => told.attempts.length === 3,
  );
  const [live, past] = ['active', 'ended'].map((state) => sessions.find((session) => session.state === state));
  const [failed] = attempts;
  if (live === undefined || past === undefined || failed === undefined) throw new Error('the estate is not whole');
  return { program, database: lab.database, live, past, failed };
}

/** Every screen of the dashboard with what it shows best: the route of `web/main.tsx`, and an address of it. */
export function screensOf({ live, past, failed }: Estate): readonly (readonly [route: string, path: string])[] {
  return [
    ['/', '/'],
    ['/alerts', '/alerts'],
    ['/alerts/:id', '/alerts/1'],
    ['/alerts/:id', '/alerts/999'],
    ['/alerts/rules', '/alerts/rules?rule=pool.chain'],
    ['/alerts/silences', '/alerts/silences'],
    ['/alerts/channels', '/alerts/channels'],
    ['/alerts/handover', '/alerts/handover'],
    ['/sessions', '/sessions'],
    ['/sessions/:id', `/sessions/${live.id}`],
    ['/sessions/:id', `/sessions/${past.id}`],
    ['/users', '/users'],
    ['/users/:name', '/users/marty'],
    ['/users/:name', '/users/einstein'],
    ['/users/:name', '/users/nobody'],
    ['/who', `/who?address=172.16.1.100`],
    ['/attempts', '/attempts'],
    ['/attempts/:id', `/attempts/${failed.id}`],
    ['/pools', '/pools'],
    ['/devices', '/devices'],
    ['/devices/:name', '/devices/HV-ASA'],
    ['/devices/add', '/devices/add'],
    ['/messages', '/messages'],
    ['/messages/unknown', '/messages/unknown'],
    ['/account', '/account'],
    ['/accounts', '/accounts'],
    ['/walls', '/walls'],
    ['/look-up', '/look-up'],
    ['WALL', '/wall'],
    ['WALL', '/wall?inches=55&metres=3'],
    ['default', '/nowhere'],
  ];
}
