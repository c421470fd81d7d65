import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../collectors/syslog/parse.ts';
import { goldenLines, mutatedLine } from './mutated.ts';

const outcomes = ['claim', 'noted', 'unlisted', 'misfit', 'foreign'];

/** Whatever the line, it has an outcome, a claim if and only if it says so, and no number that is not exact. */
function check(line: string): void {
  const parsed = parse(line);
  assert.ok(outcomes.includes(parsed.outcome));
  assert.equal(parsed.claim !== undefined, parsed.outcome === 'claim');
  for (const value of Object.values(parsed.claim ?? {})) {
    if (typeof value === 'number') assert.ok(Number.isSafeInteger(value) && value >= 0, line);
    else assert.equal(typeof value, 'string', line);
  }
}

test('every prefix of every golden line has an outcome', () => {
  for (const line of goldenLines) for (let end = 0; end <= line.length; end += 1) check(line.slice(0, end));
});

test('a golden line with something changed, cut out, put in or doubled has an outcome', () => {
  fc.assert(fc.property(mutatedLine(), check), { numRuns: 3000 });
});

/** Each wording with a name in it that the other side chose; what it must say, if it says anything. */
const spoken: readonly (readonly [
  what: string,
  line: (name: string) => string,
  facts: Readonly<Record<string, string>>,
])[] = [
  ['113019', (n) => `%ASA-4-113019: Group = g, Username = ${n}, IP = 10.10.10.50, Session disconnected. Session Type: IKE, Duration: 0h:39m:20s, Bytes xmt: 10, Bytes rcv: 20, Reason: User Requested`, { tunnelGroup: 'g', publicIp: '10.10.10.50', sessionType: 'IKE', reason: 'User Requested' }], // prettier-ignore
  ['713228', (n) => `%ASA-6-713228: Group = g, Username = ${n}, IP = 10.10.10.50, Assigned private IP address 172.16.1.100 to remote user`, { tunnelGroup: 'g', publicIp: '10.10.10.50', assignedIp: '172.16.1.100' }], // prettier-ignore
  [
    '713119',
    (n) => `%ASA-5-713119: Group = g, Username = ${n}, IP = 10.10.10.50, PHASE 1 COMPLETED`,
    { tunnelGroup: 'g', publicIp: '10.10.10.50' },
  ],
  ['713120', (n) => `%ASA-5-713120: Group = g, Username = ${n}, IP = 10.10.10.50, PHASE 2 COMPLETED (msgid=8e2f6a12)`, { tunnelGroup: 'g', publicIp: '10.10.10.50', msgid: '8e2f6a12' }], // prettier-ignore
  [
    '713052',
    (n) => `%ASA-7-713052: Group = g, Username = ${n}, IP = 10.10.10.50, User (${n}) authenticated.`,
    { tunnelGroup: 'g', publicIp: '10.10.10.50' },
  ],
  ['713049', (n) => `%ASA-5-713049: Group = g, Username = ${n}, IP = 10.10.10.50, Security negotiation complete for User (${n})  Responder, Inbound SPI = 0x5e6f7081, Outbound SPI = 0x1a2b3c4d`, { tunnelGroup: 'g', publicIp: '10.10.10.50', inboundSpi: '0x5e6f7081', outboundSpi: '0x1a2b3c4d' }], // prettier-ignore
  ['713259', (n) => `%ASA-5-713259: Group = g, Username = ${n}, IP = 10.10.10.50, Session is being torn down. Reason: Lost Service`, { tunnelGroup: 'g', publicIp: '10.10.10.50', reason: 'Lost Service' }], // prettier-ignore
  ['722051', (n) => `%ASA-6-722051: Group <p> User <${n}> IP <10.10.10.50> IPv4 Address <172.16.1.101> IPv6 address <::> assigned to session`, { groupPolicy: 'p', publicIp: '10.10.10.50', assignedIp: '172.16.1.101' }], // prettier-ignore
  ['722051 bare', (n) => `%ASA-6-722051: Group p User ${n} IP 10.10.10.50 Address 172.16.1.101 assigned to session`, { groupPolicy: 'p', publicIp: '10.10.10.50', assignedIp: '172.16.1.101' }], // prettier-ignore
  [
    '113039',
    (n) => `%ASA-6-113039: Group <p> User <${n}> IP <10.10.10.50> AnyConnect parent session started.`,
    { groupPolicy: 'p', publicIp: '10.10.10.50' },
  ],
  ['602303', (n) => `%ASA-6-602303: IPSEC: An inbound remote access SA (SPI= 0x1) between 10.10.10.50 and 10.10.10.2 (user= ${n}) has been created.`, { spi: '0x1', oneIp: '10.10.10.50', otherIp: '10.10.10.2' }], // prettier-ignore
  ['113005', (n) => `%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server =  172.16.1.10 : user = ${n} : user IP = 10.10.10.50`, { reason: 'AAA failure', aaaServer: '172.16.1.10', publicIp: '10.10.10.50' }], // prettier-ignore
  ['113012', (n) => `%ASA-6-113012: AAA user authentication Successful : local database : user = ${n}`, {}],
];

const scraps = fc.constantFrom(
  ...[
    ', ',
    'Group = ',
    'Username = ',
    'IP = ',
    '6.6.6.6',
    ', IP = 6.6.6.6, ',
    'PHASE 1 COMPLETED',
    'x',
    ')',
    '(',
    ' ',
    '\\',
    '"',
    '<',
    '>',
  ],
  ...[
    '> IP <',
    '> User <',
    ' User ',
    ' IP ',
    ' : ',
    'user IP = ',
    'None',
    ', Session disconnected. Session Type: ',
    'Reason: ',
    'é',
    'Group = g, ',
  ],
  ...[
    'Security negotiation complete for User (',
    ' Responder, Inbound SPI = 0x1, Outbound SPI = 0x2',
    'Session is being torn down. ',
    '%ASA-4-113019: ',
  ],
  ...[
    'Assigned private IP address 6.6.6.6 to remote user',
    'Address <6.6.6.6> assigned to session',
    ') authenticated.',
    ') has been created.',
  ],
);

test('a name that looks like the rest of its message is read whole, or the message is a misfit: never anything else', () => {
  const names = fc.array(fc.oneof({ weight: 5, arbitrary: scraps }, fc.string({ maxLength: 4 })), { maxLength: 9 });
  fc.assert(
    fc.property(fc.constantFrom(...spoken), names, ([what, line, facts], parts) => {
      const name = parts.join('');
      const { outcome, claim } = parse(line(name));
      if (outcome === 'misfit') return;
      assert.equal(outcome, 'claim', what);
      const { user, ...others } = claim as unknown as Record<string, string>;
      assert.equal(user?.trim(), name.trim(), what);
      for (const [fact, value] of Object.entries(facts)) assert.equal(others[fact], value, `${what} ${fact}`);
    }),
    { numRuns: 5000 },
  );
});

test('honest names, odd as they may be, are read as printed', () => {
  const names = ['marty', 'Emmett L. Brown', "o'brien", 'HILLVALLEY\\doc', 'doc@hillvalley.example', 'a, b: c', '"x"', '<x', 'Ёмметт', '*****', '__proto__', 'constructor', 'a  b', '%s', '']; // prettier-ignore
  for (const name of names) {
    for (const [what, line] of spoken) {
      if (name === '' && ['113005', '113012', '722051 bare'].includes(what)) continue; // two blanks are one: the name is not there
      assert.equal((parse(line(name)).claim as { readonly user?: string } | undefined)?.user, name, `${what} ${name}`);
    }
  }
  assert.equal(Object.getPrototypeOf({}), Object.prototype);
});

test('the longest line that is kept costs no more than an honest one of its length', () => {
  // No clock: a reader that went back would not end within the runner's own limit.
  const filler = [
    ', IP = ',
    ', IP = 1',
    '(',
    ' ',
    '  ',
    ': ',
    '> User <',
    '[',
    '0',
    'Username = ',
    '[[',
    '%',
    ' : user IP = 1.1.1.1',
  ];
  for (const piece of filler) {
    const name = piece.repeat(Math.floor(8000 / piece.length));
    for (const [, line] of spoken) check(line(name).slice(0, 8192));
    check(`${name.slice(0, 8000)}%ASA-6-113012: x`);
  }
});
