import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { SessionRow } from '../../server/domain/feed.ts';
import { answer } from '../asa/cli/answer.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { simulate } from '../asa/simulation.ts';
import { addHeadEnd, makeLab, tunnelwatch, type Lab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const MINUTE = 60_000;

/** A head-end of the lab, with somebody who is on it and nowhere else, and somebody whom only it refuses. */
export interface Side {
  readonly name: string;
  readonly from: string;
  readonly user: string;
  readonly refused: string;
  readonly address: string;
  /** Of the user. */
  readonly session: number;
}

const healthy = { name: 'HV-ASA', from: '127.0.0.1', user: 'strickland', refused: 'tannen', address: '172.16.1.198' };
const silenced = { name: 'LON2', from: '127.0.0.2', user: 'lorraine', refused: 'goldie', address: '172.16.1.199' };
type Told = typeof healthy;

/** Two head-ends that are heard and polled each minute, until one of them is not any more; ends with the test. */
export interface SilencedLab {
  readonly program: Program;
  readonly healthy: Side;
  readonly silenced: Side;
  /** Lets so many minutes of the program's clock go by, in each of which the healthy one alone is heard and polled. */
  readonly pass: (minutes: number) => Promise<void>;
}

export async function startSilencedLab(t: TestContext): Promise<SilencedLab> {
  const lab = await makeLab();
  t.after(lab.remove);
  const begun = Date.now();
  const polls = new Map<Told, Poll>();
  for (const side of [healthy, silenced]) {
    await addHeadEnd(lab, [], [side.name, side.from]);
    polls.set(side, await polled(lab, side, begun));
  }
  const feed = (side: Told): Promise<void> => polls.get(side)?.(clock.now()) ?? Promise.resolve();

  const clock = await movedClock(lab);
  const program = await startProgram(lab.database, clock.env);
  t.after(() => program.kill());
  for (const side of [healthy, silenced]) {
    await feed(side);
    await send(program.syslogPort, lines(side), { from: side.from });
  }
  const { sessions } = await until(
    () => program.get<{ sessions: SessionRow[] }>('/api/sessions?limit=200'),
    (told) => [healthy, silenced].every(({ user }) => told.sessions.some((one) => one.user === user)),
  );
  const sideOf = (told: Told): Side => {
    const session = sessions.find(({ user }) => user === told.user);
    if (session === undefined) throw new Error(`${told.user} is not there`);
    return { ...told, session: session.id };
  };
  return {
    program,
    healthy: sideOf(healthy),
    silenced: sideOf(silenced),
    pass: async (minutes) => {
      for (let n = 0; n < minutes; n += 1) {
        await clock.move(MINUTE);
        await send(program.syslogPort, [keepAlive], { from: healthy.from });
      }
      await feed(healthy);
      await until(
        () => program.get<{ at: number }>('/api/trend'),
        ({ at }) => at >= clock.now() - 5_000,
      );
    },
  };
}

/** Has a head-end listed as of that time, epoch milliseconds. */
export type Poll = (at: number) => Promise<void>;

/** A simulated ASA whose poll at a time is fed; it was polled for two minutes before `begun`. */
export async function polled({ folder, database }: Lab, { name }: Pick<Told, 'name'>, begun: number): Promise<Poll> {
  const story = { release: '9.1', scenario: 'everything', users: 12, sessionSeconds: 7200, seed: name.length } as const;
  const { asa, engine } = simulate(() => undefined, { ...story, start: begun - 32 * MINUTE });
  const device = deviceOf(asa);
  const asked = commands.filter((command) => !unasked[name]?.includes(command));
  const poll: Poll = async (at) => {
    await engine.run({ until: at });
    const said = asked.flatMap((command) => [`${name}# ${command}`, ...answer(device, command)]);
    const file = join(folder, `${name}.log`);
    await writeFile(file, [...said, `${name}# `, ''].join('\n'));
    await tunnelwatch(database, 'device', 'feed', name, file, '--at', new Date(at).toISOString());
  };
  await poll(begun - 2 * MINUTE);
  await poll(begun - MINUTE);
  return poll;
}

const keepAlive = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = strickland';

/** What each says before it is silent. */
function lines({ user, refused, address }: Told): readonly string[] {
  return [
    ...login(user, address).map((line) => line.replaceAll('198.51.100.23', `203.0.113.${address.split('.')[3] ?? ''}`)),
    `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${refused} : user IP = 198.51.100.7`,
    `<163>%ASA-3-713167: Group = hillvalleyvpn, Username = ${refused}, IP = 198.51.100.7, Remote peer has failed user authentication -  check configured username and password`,
    '<162>%ASA-2-113023: AAA Marking RADIUS server 172.16.1.20 in aaa-server group RAD as ACTIVE',
  ];
}

/** What a poll asks for. */
const commands = [
  'show version',
  'show cpu usage',
  'show memory',
  'show conn count',
  'show interface',
  'show logging',
  'show aaa-server',
  'show vpn-sessiondb summary',
  'show vpn-sessiondb detail ra-ikev1-ipsec',
  'show vpn-sessiondb detail anyconnect',
  'show vpn-sessiondb detail ra-ikev2-ipsec',
  'show vpn-sessiondb detail webvpn',
  'show ip local pool vpnpool',
  'show ip local pool acpool',
  'show vpn-sessiondb summary',
] as const;

/**
 * Its count of sent messages is not ours: they are sent by hand here. Who came by IKEv1 is told by messages alone, and not listed: so are
 * their addresses. */
const unasked: Readonly<Record<string, readonly string[]>> = {
  [healthy.name]: ['show logging', 'show vpn-sessiondb detail ra-ikev1-ipsec', 'show ip local pool vpnpool'],
};

/** A clock for a program that a test moves ahead: silence does not have to be waited for. */
async function movedClock({ folder }: Lab) {
  const file = join(folder, 'ahead');
  let ahead = 0;
  const tell = async (): Promise<void> => {
    // At once: the program reads it at any time.
    await writeFile(`${file}.new`, String(ahead));
    await rename(`${file}.new`, file);
  };
  await tell();
  const preload = pathToFileURL(join(import.meta.dirname, 'moved-clock.js')).href;
  return {
    env: { CLOCK_AHEAD: file, NODE_OPTIONS: `--import=${preload}` },
    now: () => Date.now() + ahead,
    move: async (by: number): Promise<void> => {
      ahead += by;
      await tell();
    },
  };
}
