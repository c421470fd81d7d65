import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anyconnectLogin, anyconnectLogout, anyconnectResume } from './anyconnect.ts';
import type { Release } from './dialect.ts';
import type { Life } from './engine.ts';
import { siteDown, siteRekey, siteUp } from './lan-to-lan.ts';
import type { Protocol } from './ledger.ts';
import { manage } from './management.ts';
import type { Administrator } from './management.ts';
import type { SimulatedAsa } from './model.ts';
import { people } from './people.ts';
import type { Seat } from './people.ts';
import { ways } from './protocols.ts';
import { stage } from './stage.ts';

const marty = people(1, 0, '8.2', 1)[0] as Seat; // one was asked for
const agent = { clientType: 'Cisco AnyConnect VPN Agent for Windows', clientVersion: '4.10.01075' };
const over = (protocol: Protocol): Seat => ({ ...marty, protocol, ...agent });

function* visit(asa: SimulatedAsa, seat: Seat, seconds = 60): Life {
  const session = yield* ways[seat.protocol].login(asa, seat);
  assert.ok(session !== undefined);
  yield seconds * 500;
  if (session.entry.end === null) yield* ways[seat.protocol].renew(asa, session);
  yield seconds * 500;
  if (session.entry.end === null) yield* ways[seat.protocol].logout(asa, session, 'User Requested');
}

const idOf = (line: string) => Number(/%ASA-\d-(\d{6}): /.exec(line)?.[1]);

/** The message ids of a whole visit, and the ledger after it. */
function visited(protocol: Protocol, release: Release) {
  const { asa, sent, play } = stage({ release });
  play(visit(asa, over(protocol)));
  const lines = sent.map(({ line }) => line);
  return { ids: lines.map(idOf), lines, ledger: asa.ledgerFile() };
}

const l = (user: string, port = 4500) => `Local:10.10.10.2:${port} Remote:10.10.10.50:${port} Username:${user} `;

describe('the other protocols', () => {
  it('IKEv2 comes and goes as the domain facts have it', () => {
    const { ids, lines } = visited('ikev2', '9.1');
    assert.deepEqual(ids, [
      ...[750002, 751026, 113004, 113009, 113008, 734001, 737006, 737026, 751025, 750006, 602303, 602303],
      ...[602303, 602303, 602304, 602304, 750007, 602304, 602304, 737016, 113019],
    ]);
    assert.ok(lines[0]?.endsWith(`: ${l('Unknown', 500)}Received a IKE_INIT_SA request`));
    assert.ok(lines.some((line) => line.endsWith(`${l('marty')}Client OS: Windows Client: AnyConnect 4.10.01075`)));
    assert.ok(
      lines.some((line) =>
        line.endsWith(`${l('marty')}Group:GP-IKEV2 IPv4 Address=172.16.2.1 IPv6 address=:: assigned to session`),
      ),
    );
    assert.ok(lines.some((line) => line.endsWith(`${l('marty')}SA DOWN. Reason: peer request`)));
    assert.match(lines.at(-1) ?? '', /Session Type: IKEv2, /);
    assert.ok(visited('ikev2', '9.16').lines[0]?.endsWith(`${l('Unknown', 500)}IKEv2 Received a IKE_INIT_SA request`));
  });

  it('a portal has no address and no tunnel', () => {
    const { ids, lines, ledger } = visited('clientless', '8.2');
    assert.deepEqual(ids.slice(-6, -4), [716001, 716038]);
    assert.deepEqual(ids.slice(-2), [716002, 113019]);
    assert.match(lines.at(-1) ?? '', /Session Type: Clientless, /);
    assert.deepEqual(
      ledger.attempts.map(({ stage: last, outcome }) => [last, outcome]),
      [['xauth', 'succeeded']],
    );
    assert.equal(ledger.sessions[0]?.assignedIp, null);
  });

  it('L2TP asks for the user after phase 2', () => {
    const { ids, lines } = visited('l2tp', '8.2');
    assert.deepEqual(ids.slice(0, 13), [
      ...[713172, 713119, 602303, 602303, 713049, 713120, 113012, 113009, 113008, 734001, 737006, 737026, 603106],
    ]);
    assert.ok(
      lines.some((line) =>
        /remote_peer_ip is 10\.10\.10\.50, .*client_dynamic_ip is 172\.16\.1\.100, username is marty$/.test(line),
      ),
    );
    assert.match(lines.at(-1) ?? '', /Group = DefaultRAGroup, Username = marty, .*Session Type: L2TPOverIPsec, /);
  });

  it('a LAN-to-LAN session is nobody’s, and in a list of its own', () => {
    const { asa, sent, play } = stage({ release: '9.1' });
    play(
      (function* (): Life {
        const site = yield* siteUp(asa, '192.0.2.77');
        yield 60_000;
        yield* siteRekey(asa, site);
        yield* siteDown(asa, site, 'User Requested');
      })(),
    );
    const ids = sent.map(({ line }) => idOf(line));
    assert.deepEqual(ids.slice(0, 6), [713041, 713119, 602303, 602303, 713049, 713120]);
    assert.deepEqual(ids.slice(-4), [713050, 602304, 602304, 113019]);
    assert.match(
      sent.at(-1)?.line ?? '',
      /Group = 192\.0\.2\.77, Username = 192\.0\.2\.77, IP = 192\.0\.2\.77, .*LAN-to-LAN/,
    );
    assert.ok(sent.filter(({ line }) => line.includes('602303')).every(({ line }) => line.includes(' LAN-to-LAN SA ')));
    const { sessions, sites, attempts } = asa.ledgerFile();
    assert.deepEqual([sessions.length, attempts.length, sites.length], [0, 0, 1]);
    assert.equal(sites[0]?.reason, 'User Requested');
  });

  it('IPsec in UDP or TCP has a session type of its own', () => {
    const types = (wrapped: 'udp' | 'tcp', release: Release) => {
      const { asa, sent, play } = stage({ release });
      play(visit(asa, { ...marty, wrapped }));
      return /Session Type: (\w+)/.exec(sent.at(-1)?.line ?? '')?.[1];
    };
    assert.equal(types('udp', '7.2'), 'IPSecOverUDP');
    assert.equal(types('tcp', '8.2'), 'IPsecOverTCP');
  });

  it('AnyConnect comes back from another address, and logs out from there', () => {
    const { asa, sent, play } = stage({ release: '9.1' });
    play(
      (function* (): Life {
        const session = yield* anyconnectLogin(asa, over('anyconnect'));
        assert.ok(session !== undefined);
        yield* anyconnectResume(asa, session, { publicIp: '100.64.1.1' });
        yield* anyconnectLogout(asa, session, 'User Requested');
      })(),
    );
    const a = (ip: string) => `Group <GP-STAFF> User <marty> IP <${ip}> `;
    const has = (text: string) =>
      assert.ok(
        sent.some(({ line }) => line.endsWith(text)),
        text,
      );
    has(`${a('10.10.10.50')}AnyConnect session lost connection. Waiting to resume.`);
    has(`${a('10.10.10.50')}AnyConnect session resumed connection from IP 100.64.1.1.`);
    has(`${a('100.64.1.1')}New TCP SVC connection, no existing connection.`);
    assert.match(sent.at(-1)?.line ?? '', /IP = 100\.64\.1\.1, Session disconnected/);
    const { sessions } = asa.ledgerFile();
    assert.deepEqual(
      sessions.map(({ publicIp, movedFrom }) => [publicIp, movedFrom]),
      [['100.64.1.1', ['10.10.10.50']]],
    );
  });
});

describe('somebody who logs in again', () => {
  for (const protocol of ['ikev1', 'anyconnect', 'ikev2', 'clientless', 'l2tp'] as const) {
    it(`from the same client ends the old session: ${protocol}`, () => {
      const { asa, sent, play } = stage({ release: '9.1' });
      function* again(): Life {
        yield 10_000;
        yield* visit(asa, over(protocol));
      }
      play(visit(asa, over(protocol), 600), again());
      const { sessions, inUse } = asa.ledgerFile();
      assert.deepEqual(
        sessions.map(({ reason, continues }) => [reason, continues]),
        [
          ['Peer Reconnected', null],
          ['User Requested', 0],
        ],
      );
      assert.equal(sent.filter(({ line }) => line.includes('113019')).length, 2);
      assert.deepEqual(inUse, []);
    });
  }

  it('from elsewhere, beyond the limit, ends the oldest', () => {
    const { asa, play } = stage({ release: '9.1', simultaneousLogins: 1 });
    function* elsewhere(): Life {
      yield 10_000;
      yield* visit(asa, { ...over('anyconnect'), publicIp: '198.51.100.9' });
    }
    play(visit(asa, over('ikev1'), 600), elsewhere());
    assert.deepEqual(
      asa.ledgerFile().sessions.map(({ reason, continues }) => [reason, continues]),
      [
        ['Port Preempted', null],
        ['User Requested', null],
      ],
    );
  });
});

describe('management logins', () => {
  const admin = { user: 'admin', fromIp: '172.16.1.9', service: 'ssh', wrong: 0, right: true } as const;
  const told = (release: Release, who: Administrator) => {
    const { asa, sent, play } = stage({ release });
    play(manage(asa, who));
    return { ids: sent.map(({ line }) => idOf(line)), lines: sent.map(({ line }) => line), ledger: asa.ledgerFile() };
  };

  it('say over SSH who was denied only after the third failure', () => {
    assert.deepEqual(told('8.2', { ...admin, wrong: 2, right: false }).ids, [113015, 113015]);
    assert.deepEqual(told('8.2', { ...admin, wrong: 3, right: false }).ids, [113015, 113015, 113015, 605004]);
    assert.deepEqual(told('9.1', { ...admin, wrong: 1 }).ids, [113015, 611102, 113012, 611101, 605005]);
  });

  it('are in a list of their own, and never attempts', () => {
    for (const service of ['ssh', 'asdm', 'enable', 'console'] as const) {
      for (const right of [true, false]) {
        const { ledger, lines } = told('9.1', { ...admin, service, wrong: 1, right });
        assert.deepEqual([ledger.attempts, ledger.sessions, ledger.failedLogins], [[], [], []]);
        const [login] = ledger.management;
        assert.equal(login?.outcome, right ? 'permitted' : 'denied');
        assert.equal(login.fromIp, service === 'ssh' || service === 'asdm' ? '172.16.1.9' : null);
        assert.ok(lines.some((line) => line.includes('user = admin')));
      }
    }
    assert.ok(told('8.2', admin).lines.at(-1)?.endsWith('to inside:172.16.1.2/ssh for user "admin"'));
  });
});
