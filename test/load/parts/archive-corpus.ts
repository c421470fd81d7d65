import { closeSync, openSync, writeSync } from 'node:fs';

/** A corpus of archived syslog: of four head-ends, 20 kinds of messages, some lines of people who come and go and the others of the firewall's own. */
export interface Corpus {
  readonly lines: number;
  /** Of all lines those that people cause: 0.38 as of the kit of `npm run bench`, if left out. */
  readonly share?: number;
  /** Epoch milliseconds of the first line, and how far apart two are. */
  readonly start: number;
  readonly apart: number;
  readonly seed: number;
}

export const corpusDevices = ['asa-hq-01', 'asa-hq-02', 'asa-dc-01', 'asa-br-17'] as const;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const GROUPS = ['VPN-EMPLOYEES', 'VPN-CONTRACTORS', 'VPN-ADMIN', 'VPN-PARTNER'];
const USERS = 3000;
const SHARE = 0.38;
/** How many lines a visit has. */
const VISIT = 10;
/** Of a visit, in seconds, on the average. */
const STAY = 3600;

interface Due {
  readonly device: string;
  readonly tag: string;
  readonly text: string;
}

/** The lines, each with its time: the same for the same corpus. */
export function* corpusLines({
  lines,
  start,
  apart,
  seed,
  share = SHARE,
}: Corpus): Generator<{ readonly at: number; readonly line: string }> {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const int = (from: number, to: number): number => from + Math.floor(random() * (to - from));
  const of = <T>(all: readonly T[]): T => all[int(0, all.length)] as T;
  const ip = (prefix: string): string => `${prefix}.${int(0, 255)}.${int(1, 255)}`;
  const user = (): string => `user${String(int(0, USERS)).padStart(4, '0')}`;
  const port = (): number => int(1024, 65_535);
  const due = new Map<number, Due[]>();
  const waiting: Due[] = [];
  let second = Math.floor(start / 1000);

  const chatter: readonly (readonly [number, string, () => string])[] = [
    [22, '6-302013', () => `Built inbound TCP connection ${int(1e6, 9e6)} for outside:${ip('203.0')}/${port()} (${ip('203.0')}/${port()})(LOCAL\\${user()}) to inside:${ip('10.1')}/443 (${ip('10.1')}/443) (${user()})`],
    [22, '6-302014', () => `Teardown TCP connection ${int(1e6, 9e6)} for outside:${ip('203.0')}/${port()}(LOCAL\\${user()}) to inside:${ip('10.1')}/443 duration 0:0${int(0, 9)}:${int(10, 59)} bytes ${int(100, 1e7)} TCP FINs (${user()})`],
    [10, '4-106023', () => `Deny tcp src outside:${ip('198.51')}/${port()} dst inside:${ip('10.2')}/${int(1, 1024)} by access-group "outside_access_in" [0x${int(1e8, 9e8).toString(16)}, 0x0]`],
    [5, '6-106100', () => `access-list inside_access_in permitted tcp inside/${ip('10.3')}(${port()}) -> outside/${ip('93.184')}(443) hit-cnt 1 first hit [0x${int(1e8, 9e8).toString(16)}, 0x00000000]`],
    [1, '5-111008', () => `User '${user()}' executed the 'show running-config' command.`],
    [1, '5-111010', () => `User '${user()}', running 'CLI' from IP ${ip('10.0')}, executed 'write memory'`],
    [1, '6-605005', () => `Login permitted from ${ip('10.0')}/${port()} to management:${ip('10.0')}/ssh for user "${user()}"`],
  ]; // prettier-ignore
  const weights = chatter.reduce((sum, [weight]) => sum + weight, 0);

  const plan = (at: number, one: Due): void => {
    const here = due.get(at);
    if (here === undefined) due.set(at, [one]);
    else here.push(one);
  };

  const visit = (at: number): void => {
    const device = of(corpusDevices);
    const say = (after: number, tag: string, text: string): void => plan(at + after, { device, tag, text });
    const [name, group, source] = [user(), of(GROUPS), ip('198.51')];
    const who = `Group <${group}> User <${name}> IP <${source}>`;
    const kind = random();
    if (kind < 0.12) {
      say(
        0,
        '6-113005',
        `AAA user authentication Rejected : reason = AAA failure : server = ${ip('10.9')} : user = ${name} : user IP = ${source}`,
      );
      say(
        3,
        '6-113015',
        `AAA user authentication Rejected : reason = Invalid password : local database : user = ${name} : user IP = ${source}`,
      );
    }
    const stay = Math.ceil(-Math.log(1 - random()) * STAY) + 5;
    const record = (type: string, reason: string): void =>
      say(
        stay,
        '4-113019',
        `Group = ${group}, Username = ${name}, IP = ${source}, Session disconnected. Session Type: ${type}, Duration: ${Math.floor(stay / 3600)}h:${String(Math.floor(stay / 60) % 60).padStart(2, '0')}m:${String(stay % 60).padStart(2, '0')}s, Bytes xmt: ${int(1e4, 1e9)}, Bytes rcv: ${int(1e4, 1e9)}, Reason: ${reason}`,
      );
    say(0, '6-113004', `AAA user authentication Successful : server = ${ip('10.9')} : user = ${name}`);
    if (kind > 0.85) {
      // The VPN client: its end alone is among the 20 kinds.
      say(
        stay,
        '5-713050',
        `Group = ${group}, Username = ${name}, IP = ${source}, Connection terminated for peer ${name}.  Reason: Peer Terminate  Remote Proxy ${ip('10.4')}, Local Proxy ${ip('10.5')}`,
      );
      record('IPsec', 'User Requested');
      return;
    }
    say(
      0,
      '6-734001',
      `DAP: User ${name}, Addr ${source}, Connection AnyConnect: The following DAP records were selected for this connection: DfltAccessPolicy`,
    );
    say(0, '6-113039', `${who} AnyConnect parent session started.`);
    if (kind > 0.7) say(0, '6-716001', `${who} WebVPN session started.`);
    say(1, '5-722033', `${who} First TCP SVC connection established for SVC session.`);
    say(1, '6-722022', `${who} TCP SVC connection established without compression`);
    say(
      1,
      '4-722051',
      `${who} IPv4 Address <10.8.${int(0, 255)}.${int(1, 255)}> IPv6 address <::> assigned to session`,
    );
    say(stay, '6-722023', `${who} TCP SVC connection terminated without compression`);
    if (kind > 0.7) say(stay, '6-716002', `${who} WebVPN session terminated: User Requested.`);
    record('AnyConnect-Parent', 'User Requested');
  };

  for (let n = 0; n < lines; n += 1) {
    const at = start + n * apart;
    for (; second <= Math.floor(at / 1000); second += 1) {
      waiting.push(...(due.get(second) ?? []));
      due.delete(second);
    }
    if (random() < share / VISIT) visit(second);
    const next = waiting.shift();
    let pick = random() * weights;
    const [, tag, text] = chatter.find(([weight]) => (pick -= weight) < 0) ?? [0, '6-302013', () => ''];
    const told = next ?? { device: of(corpusDevices), tag, text: text() };
    yield { at, line: `${stampOf(at)} ${told.device} : %ASA-${told.tag}: ${told.text}` };
  }
}

/** Writes a corpus, and returns how many bytes it has. */
export function writeCorpus(path: string, corpus: Corpus): number {
  const file = openSync(path, 'w');
  let [text, bytes] = ['', 0];
  const flush = (): void => {
    bytes += writeSync(file, text);
    text = '';
  };
  for (const { line } of corpusLines(corpus)) {
    text += `${line}\n`;
    if (text.length > 1e6) flush();
  }
  flush();
  closeSync(file);
  return bytes;
}

let stamped = { second: NaN, text: '' };

function stampOf(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== stamped.second) {
    const iso = new Date(second * 1000).toISOString();
    const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? '';
    stamped = { second, text: `${month} ${iso.slice(8, 10)} ${iso.slice(0, 4)} ${iso.slice(11, 19)}` };
  }
  return stamped.text;
}
