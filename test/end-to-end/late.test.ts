import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tell } from './tell.ts';

const START = Date.UTC(2026, 10, 23, 9);
const who = 'Group = hillvalleyvpn, Username = marty, IP = 10.10.10.50';
const begins =
  '%ASA-6-713172: Group = hillvalleyvpn, IP = 10.10.10.50, Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end is NOT behind a NAT device';
const address = `%ASA-6-713228: ${who}, Assigned private IP address 172.16.1.100 to remote user`;
const up = `%ASA-5-713049: ${who}, Security negotiation complete for User (marty)  Responder, Inbound SPI = 0x5e6f7081, Outbound SPI = 0x1a2b3c4d`;
const closed = `%ASA-4-113019: ${who}, Session disconnected. Session Type: IKEv1, Duration: 0h:00m:03s, Bytes xmt: 700, Bytes rcv: 300, Reason: User Requested`;
const rejected =
  '%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = marty';
const failed =
  '%ASA-3-713167: Group = hillvalleyvpn, IP = 10.10.10.50, Remote peer has failed user authentication -  check configured username and password';

/** What is believed of lines that arrive so many milliseconds after the beginning. */
function believed(...lines: readonly (readonly [after: number, line: string])[]) {
  const { sessions, attempts, verdicts } = tell(
    lines.map(([after, line]) => ({ at: START + after, line })),
    200_000,
  );
  return {
    sessions: sessions.map(({ user, assignedIp, state, bytesTx }) => ({ user, assignedIp, state, bytesTx })),
    attempts: attempts.map(({ user, outcome, cause }) => ({ user, outcome, cause })),
    verdicts: verdicts.map(({ service }) => service),
  };
}

const inOrder = [
  [0, begins],
  [500, address],
  [600, up],
  [3600, closed],
] as const;
const gone = { user: 'marty', assignedIp: '172.16.1.100', state: 'ended', bytesTx: 700 };
const gotIn = { user: 'marty', outcome: 'succeeded', cause: undefined };

test('the lines of one session and one login, in whatever order they come, are one session and one login', () => {
  const [one, two, three, four] = inOrder;
  for (const order of permutations([one[1], two[1], three[1], four[1]])) {
    const { sessions, attempts } = believed(...order.map((line, place) => [place * 1000, line] as const));
    assert.deepEqual(
      { sessions, attempts },
      { sessions: [gone], attempts: [gotIn] },
      order.map((line) => line.slice(7, 13)).join(' '),
    );
  }
});

test('a second copy of a line up to 5 s later changes nothing, wherever it comes', () => {
  const plain = believed(...inOrder);
  for (const [at, line] of inOrder) {
    for (const late of [1, 900, 4900]) {
      const doubled = [...inOrder, [at + late, line] as const].sort(([a], [b]) => a - b);
      assert.deepEqual(believed(...doubled), plain, `${line.slice(0, 13)} ${late} ms later`);
    }
  }
});

test('a line that is said anew after 10 s is no copy', () => {
  const again = inOrder.map(([at, line]) => [at + 15_000, line] as const);
  assert.equal(believed(...inOrder, ...again).sessions.length, 2);
});

test('a password refused twice in one second is counted twice, and the login is one', () => {
  const { attempts, verdicts } = believed([0, begins], [400, rejected], [900, rejected], [1000, failed]);
  assert.deepEqual(attempts, [{ user: 'marty', outcome: 'failed', cause: 'xauth.bad_password' }]);
  assert.deepEqual(verdicts, ['vpn', 'vpn']);
});

test('why a login failed may be told after it has failed', () => {
  const { attempts, verdicts } = believed([0, failed], [1500, begins], [4000, rejected]);
  assert.deepEqual(attempts, [{ user: 'marty', outcome: 'failed', cause: 'xauth.bad_password' }]);
  assert.deepEqual(verdicts, ['vpn']);
});

test('the next login of a client that has failed a moment ago is another one', () => {
  const anew = begins.replace('behind a NAT device     This', 'behind a NAT device    This');
  const { attempts } = believed([0, begins], [400, rejected], [500, failed], [3000, anew], [3500, address], [3600, up]);
  assert.deepEqual(attempts, [{ user: 'marty', outcome: 'failed', cause: 'xauth.bad_password' }, gotIn]);
});

const hidden = (publicIp: string) =>
  `%ASA-6-716039: Group <GP-WEB> User <*****> IP <${publicIp}> Authentication: rejected, Session Type: WebVPN.`;
const hiddenVerdict = (tail = '') =>
  `%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = *****${tail}`;

test('names that the ASA hides are not one name', () => {
  const late = believed([0, hiddenVerdict()], [30_000, hiddenVerdict()], [40_000, hiddenVerdict()], [40_500, failed]);
  assert.deepEqual(late.verdicts, ['unattributed', 'unattributed', 'vpn'], 'only what stands close by is joined');
  const apart = believed([0, hidden('198.51.100.7')], [3000, hidden('203.0.113.9')]);
  assert.deepEqual(
    apart.attempts.map(({ user, outcome }) => [user, outcome]),
    [
      [undefined, 'failed'],
      [undefined, 'failed'],
    ],
  );
});

test('a login to the device itself of somebody hidden takes no verdict of another address', () => {
  const denied = '%ASA-6-605004: Login denied from 203.0.113.9/4022 to inside:172.16.1.2/ssh for user "*****"';
  const { verdicts } = believed([0, hiddenVerdict(' : user IP = 198.51.100.7')], [500, denied]);
  assert.deepEqual(verdicts, ['unattributed']);
});

function* permutations<T>(all: readonly T[]): Generator<readonly T[]> {
  if (all.length === 0) yield [];
  for (const [place, one] of all.entries()) {
    for (const rest of permutations(all.filter((_, other) => other !== place))) yield [one, ...rest];
  }
}
