import { addressText } from './address.ts';
import { firewallOf } from './firewall.ts';
import type { Firewall } from './firewall.ts';
import type { Protocol } from './ledger.ts';
import { Random } from './random.ts';
import type { Release } from './dialect.ts';

/** A place from which one user logs in: a user with two clients has two seats. */
export interface Seat {
  readonly user: string;
  readonly publicIp: string;
  readonly protocol: Protocol;
  readonly clientType: string;
  readonly clientVersion: string;
  /** What the VPN Client reports of it. */
  readonly firewall?: Firewall;
  readonly behindNat: boolean;
  /** IPsec travels in UDP or TCP of Cisco's own (not NAT-T). */
  readonly wrapped?: 'udp' | 'tcp';
  /** The ASA's AAA knows the user. */
  readonly known: boolean;
}

/** Seats for so many people; the first are the lab's, and the same seed makes the same people. */
export function people(count: number, anyconnectShare: number, release: Release, seed: number): readonly Seat[] {
  const random = new Random(seed ^ 0x5ea7);
  const seats: Seat[] = [];
  for (let number = 0; number < count; number += 1) {
    const twin = number > 20 && number % 97 === 0 ? seats[number - 1] : undefined;
    const protocol = random.chance(anyconnectShare) ? 'anyconnect' : 'ikev1';
    const [clientType, clientVersion] = random.weighted(clients[protocol][release]);
    const firewall = firewallOf(number, clientType, clientVersion);
    seats.push({
      user: twin?.user ?? userName(number),
      publicIp: homeAddress(number),
      protocol,
      clientType,
      clientVersion,
      ...(firewall === undefined ? {} : { firewall }),
      behindNat: homeAddress(number) === office || (number >= lab.length && random.chance(0.7)),
      known: true,
    });
  }
  return seats;
}

/** Somebody whom the ASA does not know, from this address. */
export function stranger(user: string, publicIp: string): Seat {
  return {
    user,
    publicIp,
    protocol: 'ikev1',
    clientType: 'WinNT',
    clientVersion: '4.0.5 (Rel)',
    behindNat: false,
    known: false,
  };
}

/** The same seat on the road: behind another address of a mobile network (100.64.0.0/10). */
export function roaming(seat: Seat, random: Random): Seat {
  return { ...seat, publicIp: addressText(0x64400000 + random.int(1, 0x3ffffe)), behindNat: true };
}

const lab = ['marty', 'docbrown', 'einstein'];
/** What user names may hold besides letters: blanks, an apostrophe, a domain, an address, letters beyond ASCII. */
const odd = [
  (first: string, last: string) => `${first} ${last}`,
  (first: string, last: string) => `${first.charAt(0)}.o'${last}`,
  (first: string, last: string) => `HILLVALLEY\\${first}.${last}`,
  (first: string, last: string) => `${first}.${last}@example.com`,
  (first: string, last: string) => `${first}.${last}-müller`,
  (first: string, last: string) => `${first}-zoë.łukasz.${last}`,
] as const;

function userName(number: number): string {
  const known = lab[number];
  if (known !== undefined) return known;
  const place = number - lab.length;
  const first = firstNames[place % firstNames.length] ?? '';
  const family = Math.floor(place / firstNames.length);
  const last = lastNames[(place + family) % lastNames.length] ?? '';
  // Each pair of first and last name comes once in a round; later rounds are numbered.
  const round = Math.floor(place / (firstNames.length * lastNames.length));
  const numbered = round === 0 ? last : `${last}${round + 1}`;
  const shape = place < odd.length ? place : place % 40 === 39 ? Math.floor(place / 40) % odd.length : -1;
  return odd[shape]?.(first, numbered) ?? `${first}.${numbered}`;
}

const office = '203.0.113.10';

/** The lab's clients sit beside the ASA, every fiftieth person in one office behind NAT, the others each at home. */
function homeAddress(number: number): string {
  if (number < lab.length) return `10.10.10.${50 + number}`;
  if (number % 50 === 0) return office;
  return addressText(0xc6120000 + 256 + number); // 198.18.0.0/15
}

type Clients = readonly [Client, ...Client[]];
type Client = readonly [readonly [clientType: string, clientVersion: string], weight: number];

const agent = (system: string) => `Cisco AnyConnect VPN Agent for ${system}`;
const oldAgents: Clients = [
  [[agent('Windows'), '2.5.2014'], 8],
  [[agent('Mac OS X'), '2.5.3055'], 2],
  [[agent('Linux'), '2.4.1012'], 1],
];
const ancientClients: Clients = [
  [['WinNT', '4.0.5 (Rel)'], 5],
  [['WinNT', '4.8.02.0010'], 3],
  [['Mac OS X', '4.9.01 (0080)'], 1],
  [['Linux', '4.8.01 (0640)'], 1],
];
const newClients: Clients = [
  [['WinNT', '5.0.07.0440'], 6],
  [['iPhone OS', '7.1.2'], 2],
  [['Mac OS X', '10.9.5'], 1],
  [['N/A', 'N/A'], 1],
];
const newAgents: Clients = [
  [[agent('Windows'), '3.1.05152'], 4],
  [[agent('Windows'), '4.10.01075'], 4],
  [[agent('Mac OS X'), '4.10.01075'], 2],
  [[agent('Apple iPhone'), '4.0.05055'], 1],
];
const clients: Readonly<Record<'ikev1' | 'anyconnect', Readonly<Record<Release, Clients>>>> = {
  ikev1: {
    '7.0': ancientClients,
    '7.2': ancientClients,
    '8.2': [
      [['WinNT', '5.0.07.0440'], 6],
      [['WinNT', '5.0.06.0160'], 3],
      [['WinNT', '4.0.5 (Rel)'], 1],
      [['Mac OS X', '4.9.01 (0180)'], 2],
      [['Linux', '4.8.02 (0030)'], 1],
      [['iPhone OS', '4.3.3'], 1],
    ],
    '8.4': newClients,
    '9.1': newClients,
    '9.16': newClients,
  },
  anyconnect: {
    '7.0': oldAgents,
    '7.2': oldAgents,
    '8.2': oldAgents,
    '8.4': newAgents,
    '9.1': newAgents,
    '9.16': newAgents,
  },
};

const firstNames =
  'jennifer lorraine george biff linda dave strickland clara seamus maggie goldie lou red mark betty needles griff jules verne emma noah olivia liam ava lucas mia oscar ida hugo nora felix lena anton maria paul julia tom sara max eva ben anna'.split(
    ' ',
  );
const lastNames =
  'mcfly baines tannen parker clayton wilson jones marsh keller weber nowak rossi silva santos costa novak horvat kowalski larsen hansen berg lind holm dahl moreau laurent dubois garcia lopez ruiz vega ortiz mendez tanaka sato ito kim park chen wang singh patel khan ali cohen levy murphy kelly walsh byrne'.split(
    ' ',
  );
