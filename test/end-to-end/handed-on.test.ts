import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tell } from './tell.ts';

// An address that changes hands within seconds, told by lines that overtake each other.
const START = Date.UTC(2026, 10, 23, 9);
const goldie = 'Group = hillvalleyvpn, Username = goldie.nowak, IP = 198.51.100.7';
const maggie = 'Group = hillvalleyvpn, Username = maggie.weber, IP = 198.18.1.12';
const asked = (publicIp: string) =>
  `%ASA-6-713172: Group = hillvalleyvpn, IP = ${publicIp}, Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end is NOT behind a NAT device`;
const got = (who: string) => `%ASA-6-713228: ${who}, Assigned private IP address 172.16.1.100 to remote user`;
const up = (who: string) =>
  `%ASA-5-713049: ${who}, Security negotiation complete for User (x)  Responder, Inbound SPI = 0x5e6f7081, Outbound SPI = 0x1a2b3c4d`;
const left = `%ASA-5-713050: ${goldie}, Connection terminated for peer goldie.nowak.  Reason: Peer Terminate  Remote Proxy 172.16.1.100, Local Proxy 0.0.0.0`;
const unbound =
  '%ASA-5-109210: UAUTH: Session=0x00002000, User=goldie.nowak, Assigned IP=172.16.1.100, Succeeded removing entry.';
const freed = '%ASA-6-737016: IPAA: Session=0x00002000, Freeing local pool vpnpool address 172.16.1.100';
const closed = `%ASA-4-113019: ${goldie}, Session disconnected. Session Type: IKEv1, Duration: 0h:00m:00s, Bytes xmt: 2220, Bytes rcv: 4010, Reason: User Requested`;

function sessionsOf(...lines: readonly (readonly [after: number, line: string])[]) {
  const { sessions } = tell(
    lines.map(([after, line]) => ({ at: START + after, line })),
    200_000,
  );
  return sessions
    .map(({ user, assignedIp, state, bytesTx }) => ({ user, assignedIp, state, bytesTx }))
    .sort((a, b) => (a.user < b.user ? -1 : 1));
}

const gone = { user: 'goldie.nowak', assignedIp: '172.16.1.100', state: 'ended', bytesTx: 2220 };
const there = { user: 'maggie.weber', assignedIp: '172.16.1.100', state: 'active', bytesTx: undefined };

test('who is told late to have got an address does not take it from the one who has got it since', () => {
  const sessions = sessionsOf(
    [0, asked('198.51.100.7')],
    [420, asked('198.18.1.12')],
    [470, left],
    [740, got(maggie)],
    [800, up(maggie)],
    [2690, got(goldie)],
    [3700, freed],
    [5300, closed],
  );
  assert.deepEqual(sessions, [gone, there]);
});

for (const [what, sign] of [
  ['the end of the connection', left],
  ['the end of the binding', unbound],
  ['the address being free', freed],
] as const) {
  test(`who gets an address right after ${what} was told has it, also where the closing record is late`, () => {
    const sessions = sessionsOf([0, got(goldie)], [100, sign], [150, up(goldie)], [400, got(maggie)], [3000, closed]);
    assert.deepEqual(sessions, [gone, there]);
  });
}

test('a binding without a source is not told of a session while another login of that user is on its way', () => {
  const web = 'Group <GP-STAFF> User <maggie.weber> IP <203.0.113.10>';
  const sessions = sessionsOf(
    [0, `%ASA-6-113039: ${web} AnyConnect parent session started.`],
    [900, `%ASA-6-713184: ${maggie}, Client Type: WinNT  Client Application Version: 5.0.07.0440`],
    [1000, '%ASA-5-109201: UAUTH: Session=0x00002000, User=maggie.weber, Assigned IP=172.16.1.100, Succeeded adding entry.'], // prettier-ignore
    [1600, `%ASA-6-722051: ${web} IPv4 Address <172.16.2.1> IPv6 address <::> assigned to session`],
    [4700, got(maggie)],
  );
  assert.deepEqual(sessions.map(({ assignedIp, state }) => [assignedIp, state]).sort(), [
    ['172.16.1.100', 'active'],
    ['172.16.2.1', 'active'],
  ]);
});
