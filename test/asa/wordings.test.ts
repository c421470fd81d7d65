import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dialects } from './dialect.ts';
import type { Release } from './dialect.ts';
import { anyconnectLogin, anyconnectLogout } from './anyconnect.ts';
import { ikeLogin, ikeLogout, ikeRekey } from './ikev1.ts';
import type { Life } from './engine.ts';
import { range } from './address.ts';
import { SimulatedAsa } from './model.ts';
import type { Session } from './model.ts';
import { people, stranger } from './people.ts';
import type { Seat } from './people.ts';
import { LocalPool } from './pool.ts';
import { groupsOf, lab } from './simulation.ts';

const marty = people(1, 0, '8.2', 1)[0] as Seat; // one was asked for
const jennifer: Seat = {
  ...marty,
  user: 'jennifer',
  protocol: 'anyconnect',
  clientType: 'Cisco AnyConnect VPN Agent for Windows',
  clientVersion: '4.10.01075',
};

/** An ASA without header that keeps what it says, with so many addresses. */
function asaOf(release: Release, addresses = 1) {
  const said: string[] = [];
  let at = Date.UTC(2026, 10, 23);
  const group = (name: string, groupPolicy: string, first: string) => {
    const pool = new LocalPool(name, { ...range(first, first), last: range(first, first).first + addresses - 1 });
    return { name, groupPolicy, pool, aaaServer: name === 'TG-STAFF' ? '172.16.1.20' : null };
  };
  const asa = new SimulatedAsa({
    send: (line) => said.push(line.replace(/^<\d+>/, '')),
    now: () => at,
    seed: 1,
    dialect: dialects[release],
    header: 'none',
    level: 6,
    hideUsername: false,
    tunnelGroups: {
      ...groupsOf({ ...lab, aaa: 'local' }),
      ikev1: group('hillvalleyvpn', 'hillvalleyvpn', '172.16.1.100'),
      anyconnect: group('TG-STAFF', 'GP-STAFF', '172.16.2.1'),
    },
  });
  /** Lives a life to its end; its waits pass. */
  function live<T>(life: Life<T>): T {
    for (;;) {
      const step = life.next();
      if (step.done === true) return step.value;
      at += step.value;
    }
  }
  const pass = (seconds: number) => (at += seconds * 1000);
  /** What was said since the last look. */
  const heard = () => said.splice(0);
  return { asa, live, pass, heard };
}

function mustBe(session: Session | undefined): Session {
  assert.ok(session);
  return session;
}

/** The same line for any SPI and message id, as long as 602303 prints upper case and 713049 lower case. */
const masked = (line: string) =>
  line
    .replace(/SPI= 0x[0-9A-F]{8}/, 'SPI= 0xSPI')
    .replace(/SPI = 0x[0-9a-f]{8}/g, 'SPI = 0xspi')
    .replace(/msgid=[0-9a-f]{8}/, 'msgid=HEX');

describe('the words of the simulated ASA', () => {
  it('an IKEv1 login on 8.2 reads as the domain facts have it', () => {
    const { asa, live, heard } = asaOf('8.2');
    const firewall = { vendor: 'Cisco Systems(1)', product: 'CIC(1)', version: '5.0.07.0440' };
    live(ikeLogin(asa, { ...marty, clientType: 'WinNT', clientVersion: '5.0.07.0440', firewall }));
    const p = 'Group = hillvalleyvpn, Username = marty, IP = 10.10.10.50, ';
    assert.deepEqual(heard().map(masked), [
      '%ASA-6-713172: Group = hillvalleyvpn, IP = 10.10.10.50, Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end is NOT behind a NAT device',
      '%ASA-6-113012: AAA user authentication Successful : local database : user = marty',
      '%ASA-6-113009: AAA retrieved default group policy (hillvalleyvpn) for user = marty',
      '%ASA-6-113008: AAA transaction status ACCEPT : user = marty',
      '%ASA-6-734001: DAP: User marty, Addr 10.10.10.50, Connection IPSec: The following DAP records were selected for this connection: DfltAccessPolicy',
      `%ASA-5-713130: ${p}Received unsupported transaction mode attribute: 5`,
      `%ASA-6-713184: ${p}Client Type: WinNT  Client Application Version: 5.0.07.0440`,
      `%ASA-3-713141: ${p}Client-reported firewall does not match configured firewall: allowed tunnel. ` +
        'Received -- Vendor: Cisco Systems(1), Product CIC(1), Caps: 3.  Expected -- Vendor: Zone Labs(2), Product: ZoneAlarm(1), Caps: 3',
      "%ASA-6-737006: IPAA: Local pool request succeeded for tunnel-group 'hillvalleyvpn'",
      '%ASA-6-737026: IPAA: Client assigned 172.16.1.100 from local pool',
      `%ASA-6-713228: ${p}Assigned private IP address 172.16.1.100 to remote user`,
      `%ASA-3-713119: ${p}PHASE 1 COMPLETED`,
      `%ASA-5-713075: ${p}Overriding Initiator's IPSec rekeying duration from 2147483 to 28800 seconds`,
      '%ASA-6-602303: IPSEC: An outbound remote access SA (SPI= 0xSPI) between 10.10.10.2 and 10.10.10.50 (user= marty) has been created.',
      '%ASA-6-602303: IPSEC: An inbound remote access SA (SPI= 0xSPI) between 10.10.10.2 and 10.10.10.50 (user= marty) has been created.',
      `%ASA-5-713049: ${p}Security negotiation complete for User (marty)  Responder, Inbound SPI = 0xspi, Outbound SPI = 0xspi`,
      `%ASA-5-713120: ${p}PHASE 2 COMPLETED (msgid=HEX)`,
    ]);
  });

  it('a logout tells the duration and the bytes of the ledger', () => {
    const { asa, live, pass, heard } = asaOf('8.2');
    const session = mustBe(live(ikeLogin(asa, marty)));
    pass(43 * 3600 + 41 * 60 + 14);
    heard();
    live(ikeLogout(asa, session, 'User Requested'));
    const { bytesTx, bytesRx } = session.entry;
    const lines = heard();
    assert.deepEqual(
      lines.map((line) => line.slice(7, 13)),
      ['713050', '602304', '602304', '737016', '113019'],
    );
    assert.equal(
      lines.at(-1),
      '%ASA-4-113019: Group = hillvalleyvpn, Username = marty, IP = 10.10.10.50, Session disconnected. ' +
        `Session Type: IPsec, Duration: 1d 19h:41m:14s, Bytes xmt: ${bytesTx}, Bytes rcv: ${bytesRx}, Reason: User Requested`,
    );
  });

  it('a dead peer is told by DPD and ends with Lost Service', () => {
    const { asa, live, heard } = asaOf('8.2');
    const session = mustBe(live(ikeLogin(asa, marty)));
    heard();
    live(ikeLogout(asa, session, 'Lost Service'));
    const lines = heard();
    assert.match(
      lines[0] ?? '',
      /^%ASA-3-713123: .* IKE lost contact with remote peer, deleting connection \(keepalive type: DPD\)$/,
    );
    assert.match(lines.at(-1) ?? '', /Reason: Lost Service$/);
  });

  it('a rekey makes a pair of SAs and deletes the old one, and nobody logs out', () => {
    const { asa, live, heard } = asaOf('8.2');
    const session = mustBe(live(ikeLogin(asa, marty)));
    const spi = (line: string) => /SPI= (\w+)/.exec(line)?.[1];
    const first = heard()
      .filter((line) => line.includes('602303'))
      .map(spi);
    live(ikeRekey(asa, session));
    const lines = heard();
    assert.deepEqual(lines.filter((line) => line.includes('602304')).map(spi), first);
    assert.equal(lines.filter((line) => line.includes('602303')).length, 2);
    assert.ok(!lines.some((line) => line.includes('113019')));
    assert.deepEqual(
      session.tunnels.map(({ kind }) => kind),
      ['ike', 'ipsec'],
    );
  });

  it('three wrong passwords end with 713167, and there never was a session', () => {
    const { asa, live, heard } = asaOf('8.2');
    assert.equal(live(ikeLogin(asa, marty, { wrong: 3, patience: 3 })), undefined);
    const lines = heard();
    assert.equal(
      lines.filter(
        (line) =>
          line ===
          '%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = marty',
      ).length,
      3,
    );
    assert.ok(
      lines.includes(
        '%ASA-3-713167: Group = hillvalleyvpn, IP = 10.10.10.50, Remote peer has failed user authentication -  check configured username and password',
      ),
    );
    assert.deepEqual(
      asa.ledger.failedLogins.map(({ final }) => final),
      [false, false, true],
    );
    assert.equal(asa.ledger.sessions.length, 0);
  });

  it('an unknown user was not found', () => {
    const { asa, live, heard } = asaOf('9.1');
    live(ikeLogin(asa, stranger('admin', '203.0.113.66'), { wrong: 1, patience: 1 }));
    assert.ok(
      heard().includes(
        '%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : user = admin : user IP = 203.0.113.66',
      ),
    );
  });

  it('an empty pool is told by 713132, and from 8.x by the address utility first', () => {
    const ids = (release: Release) => {
      const { asa, live, heard } = asaOf(release, 0);
      live(ikeLogin(asa, marty));
      return heard()
        .map((line) => line.slice(7, 13))
        .filter((id) => id.startsWith('737') || id === '713132');
    };
    assert.deepEqual(ids('8.2'), ['737019', '737007', '737012', '713132']);
    assert.deepEqual(ids('7.2'), ['713132']);
  });

  it('an AnyConnect client without address had a session, which ends', () => {
    const { asa, live, heard } = asaOf('9.1', 0);
    assert.equal(live(anyconnectLogin(asa, jennifer)), undefined);
    const lines = heard();
    assert.ok(
      lines.includes(
        '%ASA-3-722020: TunnelGroup <TG-STAFF> GroupPolicy <GP-STAFF> User <jennifer> IP <10.10.10.50> No address available for SVC connection',
      ),
    );
    assert.match(lines.at(-1) ?? '', /^%ASA-4-113019: .* Reason: Unknown$/);
    assert.deepEqual(
      asa.ledger.sessions.map(({ assignedIp, reason }) => [assignedIp, reason]),
      [[null, 'Unknown']],
    );
  });

  it('AnyConnect on 9.1 names both address families, on 8.2 one', () => {
    const lines = (release: Release) => {
      const { asa, live, heard } = asaOf(release);
      live(anyconnectLogin(asa, jennifer));
      return heard();
    };
    const a = 'Group <GP-STAFF> User <jennifer> IP <10.10.10.50> ';
    const nine = lines('9.1');
    assert.ok(
      nine.includes('%ASA-6-113004: AAA user authentication Successful : server =  172.16.1.20 : user = jennifer'),
    );
    assert.ok(nine.includes(`%ASA-6-113039: ${a}AnyConnect parent session started.`));
    assert.ok(nine.includes(`%ASA-6-722051: ${a}IPv4 Address <172.16.2.1> IPv6 address <::> assigned to session`));
    assert.ok(nine.includes(`%ASA-5-722033: ${a}First UDP SVC connection established for SVC session.`));
    assert.ok(nine.includes(`%ASA-6-722022: ${a}TCP SVC connection established without compression`));
    assert.ok(nine.includes(`%ASA-6-722055: ${a}Client Type: Cisco AnyConnect VPN Agent for Windows 4.10.01075`));
    assert.ok(lines('8.2').includes(`%ASA-6-722051: ${a}Address <172.16.2.1> assigned to session`));
  });

  it('AnyConnect ends with one 113019, or with two of the same counters if asked', () => {
    const ends = (doubleClose: boolean) => {
      const { asa, live, heard } = asaOf('9.1');
      const session = mustBe(live(anyconnectLogin(asa, jennifer)));
      live(anyconnectLogout(asa, session, 'User Requested', doubleClose));
      return heard()
        .filter((line) => line.includes('113019'))
        .map((line) => /Session Type: ([\w-]+)/.exec(line)?.[1]);
    };
    assert.deepEqual(ends(false), ['AnyConnect-Parent']);
    assert.deepEqual(ends(true), ['SSL', 'AnyConnect-Parent']);
  });

  it('each release spells the session type, the severity of 713119 and behind-NAT its own way', () => {
    const told = (release: Release, behindNat: boolean) => {
      const { asa, live, heard } = asaOf(release);
      const session = mustBe(live(ikeLogin(asa, { ...marty, behindNat })));
      live(ikeLogout(asa, session, 'User Requested'));
      const text = heard().join('\n');
      return [/%ASA-\d-713119/.exec(text)?.[0], /Session Type: (\w+)/.exec(text)?.[1], /%ASA-6-7(34|37)/.test(text)];
    };
    assert.deepEqual(told('7.2', false), ['%ASA-3-713119', 'IPSec', false]);
    assert.deepEqual(told('7.2', true), ['%ASA-3-713119', 'IPSecOverNatT', false]);
    assert.deepEqual(told('8.2', true), ['%ASA-3-713119', 'IPsecOverNatT', true]);
    assert.deepEqual(told('9.1', false), ['%ASA-5-713119', 'IKEv1', true]);
  });
});
