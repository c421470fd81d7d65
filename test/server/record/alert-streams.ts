import type { Batch } from '../../../server/domain/batch.ts';
import { range } from '../../asa/address.ts';
import { Random } from '../../asa/random.ts';
import { simulate } from '../../asa/simulation.ts';
import { Ear, type Heard } from './watchman.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TURNS = 36;

/** The head-end that a simulated ASA is, and the one whose lines are made here; with their pools. */
export const headEnds = [
  { name: 'SIM', address: '10.10.10.2', pool: ['vpnpool', '172.16.1.100', '172.16.1.107'] },
  { name: 'TOLD', address: '10.10.10.3', pool: ['oldpool', '172.16.3.1', '172.16.3.9'] },
] as const;
const [simulated, told] = headEnds;

/** Batches of some hours, the same for a seed: all that alerts are about, with second copies, other orders, and silence. */
export async function streamOf(seed: number, begin: number): Promise<readonly Batch[]> {
  const random = new Random(seed);
  const ear = new Ear(begin);
  let heard: Heard[] = [];
  let at = begin;
  const { engine } = simulate((line) => heard.push({ from: simulated.address, line }), {
    ...{ scenario: random.pick(['wrong-passwords', 'full-pool', 'everything']), release: '9.1', seed, start: begin },
    ...{ users: 14, anyconnect: 0.4, sessionSeconds: 1500 },
    ...{ vpnpool: range('172.16.1.100', '172.16.1.107'), acpool: range('172.16.2.1', '172.16.2.6') },
  });
  // Its lines tell the time, so that two alike are two, and a second copy is one.
  const tell = teller(random, (line) => heard.push({ from: told.address, line: line.replace('>', `>${stamp(at)}: `) }));
  const batches: Batch[] = [];
  while (batches.length < TURNS) {
    at += pause(random);
    // What is said while nothing arrives for minutes is lost: a day of lines in one moment is nothing that happens.
    if (at - engine.now() > 2 * MINUTE) await engine.run({ until: at - 10 * SECOND });
    heard = [];
    await engine.run({ until: at });
    for (let n = random.int(0, 3); n > 0; n -= 1) tell();
    batches.push(ear.hear(at, disturbed(heard, random)));
  }
  return batches;
}

/** `Nov 23 2026 12:00:00`, as an ASA prints it. */
function stamp(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${month} ${day} ${year} ${time}`;
}

function pause(random: Random): number {
  const [least, most] = random.weighted([
    [[SECOND, 5 * SECOND], 5],
    [[10 * SECOND, 90 * SECOND], 4],
    [[2 * MINUTE, 12 * MINUTE], 2],
    [[60 * MINUTE, 180 * MINUTE], 0.3],
  ] as const);
  return random.int(least, most);
}

/** Some lines come twice, some in another order, and of the head-end that is told none for a while. */
function disturbed(lines: readonly Heard[], random: Random): readonly Heard[] {
  const all = lines.flatMap((line) => (random.chance(0.05) ? [line, line] : [line]));
  if (all.length > 1 && random.chance(0.2)) all.push(...all.splice(random.int(0, all.length - 2), 1));
  return all;
}

/** Says something at random of the head-end that is told. */
function teller(random: Random, say: (line: string) => void): () => void {
  const home = (user: number): string => `198.51.100.${user}`;
  const stranger = (): string => `203.0.113.${random.int(1, 3)}`;
  const who = (user: string, ip: string): string => `Group = oldgroup, Username = ${user}, IP = ${ip}`;
  const someone = (): readonly [user: string, ip: string] => {
    const n = random.int(1, 9);
    return [`user${n}`, home(n)];
  };
  const login = ([user, ip]: readonly [string, string]): void => {
    say(
      `<166>%ASA-6-713228: ${who(user, ip)}, Assigned private IP address 172.16.3.${random.int(1, 9)} to remote user`,
    );
    say(`<163>%ASA-3-713119: ${who(user, ip)}, PHASE 1 COMPLETED`);
  };
  const refused = (user: string, ip: string, reason = 'AAA failure'): void => {
    say(`<166>%ASA-6-113005: AAA user authentication Rejected : reason = ${reason} : server = 172.16.1.20 : user = ${user} : user IP = ${ip}`); // prettier-ignore
    say(`<163>%ASA-3-713167: ${who(user, ip)}, Remote peer has failed user authentication -  check configured username and password`); // prettier-ignore
  };
  const closed = ([user, ip]: readonly [string, string], reason: string): void => {
    say(`<164>%ASA-4-113019: ${who(user, ip)}, Session disconnected. Session Type: IPsec, Duration: 0h:09m:0${random.int(0, 9)}s, Bytes xmt: 4000, Bytes rcv: 900, Reason: ${reason}`); // prettier-ignore
  };
  const server = (): string => `172.16.1.${random.int(20, 21)}`;
  const deeds = {
    login: () => login(someone()),
    'login from elsewhere': () => login([someone()[0], stranger()]),
    guess: () => {
      const from = stranger();
      for (let n = random.int(2, 9); n > 0; n -= 1) refused(`nobody${random.int(1, 20)}`, from);
    },
    'guess a known name': () => {
      const [[user], from] = [someone(), stranger()];
      for (let n = random.int(1, 11); n > 0; n -= 1) refused(user, from);
    },
    mistype: () => {
      for (let n = random.int(1, 7); n > 0; n -= 1) refused(...someone());
    },
    close: () => closed(someone(), 'User Requested'),
    drop: () => {
      for (let n = 100; n < 122; n += 1) closed([`guest${n}`, home(n)], 'Lost Service');
    },
    lock: () => say(`<166>%ASA-6-113006: User '${someone()[0]}' locked out on exceeding '5' successive failed authentication attempts`), // prettier-ignore
    'lock by AAA': () => refused(...someone(), 'Account has been locked out'),
    silent: () => say(`<166>%ASA-6-113014: AAA authentication server not accessible : server =  ${server()} : user = ${someone()[0]}`), // prettier-ignore
    mark: () => say(`<162>%ASA-2-${random.pick(['113022', '113023'])}: AAA Marking RADIUS server ${server()} in aaa-server group RAD-GRP as ${random.pick(['FAILED', 'ACTIVE'])}`), // prettier-ignore
    probe: () => {
      const from = stranger();
      for (let n = 0; n < 11; n += 1)
say(`<164>%ASA-4-713255: IP = ${from}, Received ISAKMP Aggressive Mode message 1 with unknown tunnel group name 'g${n}'`); // prettier-ignore
    },
    'no address': () => {
      login(someone());
      const [user, ip] = someone();
      say(`<163>%ASA-3-713132: ${who(user, ip)}, Cannot obtain an IP address for remote peer`);
    },
    restart: () => say('<166>%ASA-6-199002: Startup completed. Beginning operation.'),
    strange: () => say('<166>%ASA-6-713228: in words that nobody knows'),
  };
  return () => {
    deeds[
      random.weighted([
        ...([['login', 6], ['mistype', 4], ['guess', 3], ['guess a known name', 2], ['login from elsewhere', 2]] as const), // prettier-ignore
        ...([['close', 3], ['drop', 0.7], ['lock', 1], ['lock by AAA', 1], ['silent', 2], ['mark', 2]] as const), // prettier-ignore
        ...([
          ['probe', 1],
          ['no address', 1],
          ['restart', 0.3],
          ['strange', 1],
        ] as const),
      ])
    ]();
  };
}
