import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releases } from '../dialect.ts';
import type { Release } from '../dialect.ts';
import { isIpsec } from '../ikev1.ts';
import { siteDown, siteUp } from '../lan-to-lan.ts';
import { simulate } from '../simulation.ts';
import { stage } from '../stage.ts';
import { setRate } from '../traffic.ts';
import { ways } from '../protocols.ts';
import { answer } from './answer.ts';
import { deviceOf, generation } from './device.ts';
import type { Device } from './device.ts';

/** A device in the middle of a busy day. */
async function busy(release: Release): Promise<Device> {
  const { asa, engine } = simulate(() => undefined, {
    release,
    scenario: 'everything',
    users: 120,
    sessionSeconds: 900,
  });
  await engine.run({ until: engine.now() + 3_600_000 });
  return deviceOf(asa);
}

const rows = (lines: readonly string[], pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
const remote = (device: Device) => (generation(device) <= 8 ? 'remote' : 'ra-ikev1-ipsec');
const client = (device: Device) => (generation(device) <= 8 ? 'svc' : 'anyconnect');
const marty = {
  ...{ user: 'marty', publicIp: '10.10.10.50', clientType: 'WinNT', clientVersion: '5.0.07.0440' },
  ...{ behindNat: true, known: true },
} as const;
const agent = { ...marty, protocol: 'anyconnect', clientType: 'Cisco AnyConnect VPN Agent for Windows' } as const;

describe('what the simulated ASA lists', () => {
  for (const release of releases) {
    it(`has a row for each session of the model in ${release}, in every form`, async () => {
      const device = await busy(release);
      const { sessions, sites } = device.asa;
      const of = (...protocols: readonly string[]) =>
        [...sessions].filter(({ seat }) => protocols.includes(seat.protocol)).length;
      assert.ok(sessions.size > 20 && sites.size > 0);
      const wanted = [
        [remote(device), of('ikev1', 'l2tp')],
        [client(device), of('anyconnect', 'ikev2')],
        ['webvpn', of('clientless')],
        ['l2l', sites.size],
      ] as const;
      for (const [filter, count] of wanted) {
        const named = filter === 'l2l' ? /^Connection +: / : /^Username +: /;
        assert.equal(rows(answer(device, `show vpn-sessiondb ${filter}`), named), count, filter);
        assert.equal(rows(answer(device, `show vpn-sessiondb detail ${filter}`), named), count, filter);
        const full = filter === 'l2l' ? /^Connection: .* \|\|$/ : /^Username: .* \|\|$/;
        assert.equal(rows(answer(device, `show vpn-sessiondb full ${filter}`), full), count, filter);
        assert.equal(rows(answer(device, `show vpn-sessiondb detail full ${filter}`), /^Session ID: /), count, filter);
      }
    });

    it(`counts its tunnels, SAs and addresses as the model does in ${release}`, async () => {
      const device = await busy(release);
      const { asa } = device;
      const pairs = [...asa.sessions].flatMap(({ tunnels }) => tunnels.filter(isIpsec)).length + asa.sites.size;
      assert.equal(rows(answer(device, 'show crypto ipsec sa'), /#pkts encaps/), pairs);
      assert.equal(rows(answer(device, 'show crypto ipsec sa'), /^ +spi: 0x/), 2 * pairs);
      const ike = [...asa.sessions].filter(({ seat }) => /^(ikev1|l2tp)$/.test(seat.protocol)).length + asa.sites.size;
      assert.equal(rows(answer(device, 'show crypto isakmp sa'), /IKE Peer: /), ike);
      for (const pool of asa.pools()) {
        const lines = answer(device, `show ip local pool ${pool.name}`);
        const [free = 0, held = 0, used = 0] = lines[1]?.trim().split(/\s+/).slice(3).map(Number) ?? [];
        assert.equal(free + held + used, pool.size);
        const heading = lines.indexOf('In Use Addresses:');
        assert.equal(heading < 0 ? 0 : lines.length - heading - 2, used);
      }
    });

    it(`knows every command that ${release} has, and says of the others that it does not`, async () => {
      const device = await busy(release);
      const always =
        'version|cpu usage|memory|interface|conn count|clock|failover|logging|aaa-server|aaa local user|uauth|' +
        'vpn-sessiondb summary|vpn load-balancing|crypto ipsec stats|crypto isakmp stats|running-config|' +
        'running-config tunnel-group|running-config all crypto|running-config all sysopt|running-config ip local pool';
      for (const words of always.split('|')) {
        const lines = answer(device, `show ${words}`);
        assert.ok(lines.length > 0 && !lines.some((line) => line.startsWith('ERROR')), words);
      }
      const modern = 'vpn-sessiondb license-summary|vpn-sessiondb anyconnect|crypto ikev1 sa detail|crypto ikev2 sa';
      for (const words of modern.split('|')) {
        const refused = answer(device, `show ${words}`).includes("ERROR: % Invalid input detected at '^' marker.");
        assert.equal(refused, generation(device) <= 8, words);
      }
    });
  }

  it('decodes as the index and the login time where 9.x prints an audit session id', () => {
    const { asa, play, engine } = stage({ release: '9.1' });
    play(ways.ikev1.login(asa, { ...marty, protocol: 'ikev1' }));
    const [session] = asa.sessions;
    const lines = answer(deviceOf(asa), 'show vpn-sessiondb ra-ikev1-ipsec');
    const id = /^Audt Sess ID : (\w+)$/m.exec(lines.join('\n'))?.[1] ?? '';
    assert.equal(id.slice(0, 8), '0a0a0a02');
    assert.equal(parseInt(id.slice(8, 16), 16) / 4096, session?.index);
    assert.equal(parseInt(id.slice(16), 16), Math.floor((session?.entry.start ?? 0) / 1000));
    assert.ok(engine.now() >= (session?.entry.start ?? 0));
  });

  it('calls the session by the index that its IPAA lines have', () => {
    for (const seat of [{ ...marty, protocol: 'ikev1' } as const, agent]) {
      const { asa, play, sent } = stage({ release: '9.16' });
      play(ways[seat.protocol].login(asa, seat));
      const [session] = asa.sessions;
      const handle = /UAUTH: Session=0x([0-9a-f]{8})/.exec(sent.map(({ line }) => line).join('\n'))?.[1];
      assert.equal(parseInt(handle ?? '', 16) / 4096, session?.index);
    }
  });

  it('has counters that grow, whose tunnels add up, and that 113019 ends with', async () => {
    const { asa, engine, play, sent } = stage({ release: '9.1' });
    play(ways.anyconnect.login(asa, agent));
    const device = deviceOf(asa);
    const bytes = () =>
      [
        ...answer(device, 'show vpn-sessiondb detail anyconnect')
          .join('\n')
          .matchAll(/Bytes Tx +: (\d+)/g),
      ].map(([, digits]) => Number(digits));
    const [before = 0] = bytes();
    await engine.run({ until: engine.now() + 60_000 });
    const [all = 0, ...tunnels] = bytes();
    assert.ok(all > before);
    assert.equal(
      tunnels.reduce((sum, one) => sum + one, 0),
      all,
    );
    const [session] = asa.sessions;
    assert.ok(session !== undefined);
    play(ways.anyconnect.logout(asa, session, 'User Requested'));
    const told = Number(/Bytes xmt: (\d+)/.exec(sent.map(({ line }) => line).join('\n'))?.[1]);
    assert.ok(told >= all);
  });

  it('can lose its return path: from then on only one counter grows', async () => {
    const { asa, engine, play } = stage();
    play(ways.ikev1.login(asa, { ...marty, protocol: 'ikev1' }));
    const [session] = asa.sessions;
    assert.ok(session !== undefined);
    setRate(asa, session, 'tx', 0);
    const count = () => {
      const text = answer(deviceOf(asa), 'show crypto ipsec sa').join('\n');
      return [/encaps: (\d+)/, /decaps: (\d+)/].map((pattern) => Number(pattern.exec(text)?.[1]));
    };
    const [encaps, decaps = 0] = count();
    await engine.run({ until: engine.now() + 600_000 });
    const [later, grown = 0] = count();
    assert.equal(later, encaps);
    assert.ok(grown > decaps);
  });

  it('lists an AnyConnect client that is away as inactive, without its address', () => {
    const { asa, engine, play } = stage({ release: '9.16' });
    play(ways.anyconnect.login(asa, agent));
    const [session] = asa.sessions;
    assert.ok(session !== undefined);
    const away = ways.anyconnect.renew(asa, session);
    away.next();
    const text = answer(deviceOf(asa), 'show vpn-sessiondb anyconnect').join('\n');
    assert.match(text, /^Protocol +: AnyConnect-Parent$/m);
    assert.doesNotMatch(text, /Assigned IP/);
    assert.match(answer(deviceOf(asa), 'show vpn-sessiondb').join('\n'), /AnyConnect Client +: +0 : +1 : +1 : +1$/m);
    assert.ok(engine.now() > 0);
  });

  it('has no sessions and a short uptime after a restart, and counts its indexes anew', () => {
    const { asa, play, sent } = stage({ release: '9.16' });
    const device = deviceOf(asa);
    play(
      ways.ikev1.login(asa, { ...marty, protocol: 'ikev1' }),
      ways.anyconnect.login(asa, agent),
      siteUp(asa, '192.0.2.9'),
    );
    device.reboot();
    assert.match(answer(device, 'show version').join('\n'), /^ASA-AIP-CLI up 0 mins \d secs?$/m);
    assert.match(answer(device, 'show vpn-sessiondb l2l')[0] ?? '', /^INFO/);
    assert.deepEqual(asa.ledgerFile().inUse, []);
    assert.ok(asa.ledger.sessions.every(({ end, bytesTx }) => end !== null && bytesTx !== null));
    assert.match(sent.at(-1)?.line ?? '', /-6-199002: /);
    play(ways.ikev1.login(asa, { ...marty, protocol: 'ikev1' }));
    assert.equal([...asa.sessions][0]?.index, 1);
  });

  it('says so where nothing is to be listed', () => {
    const { asa, play } = stage({ release: '8.2' });
    const device = deviceOf(asa);
    assert.deepEqual(answer(device, 'show crypto isakmp sa'), ['', 'There are no isakmp sas']);
    assert.deepEqual(answer(device, 'show crypto ipsec sa'), ['', 'There are no ipsec sas']);
    assert.match(answer(device, 'show vpn-sessiondb remote')[0] ?? '', /^INFO: There are presently no active sessions/);
    assert.match(answer(device, 'show ip local pool nonesuch')[0] ?? '', /^ERROR: /);
    play(sites());
    assert.match(answer(device, 'show vpn-sessiondb l2l')[0] ?? '', /^INFO/);

    function* sites() {
      const site = yield* siteUp(asa, '192.0.2.9');
      assert.equal(rows(answer(device, 'show vpn-sessiondb l2l'), /^Connection   : 192\.0\.2\.9$/), 1);
      yield* siteDown(asa, site, 'User Requested');
    }
  });

  it('puts a marker below the word that it does not know', () => {
    const device = deviceOf(stage().asa);
    assert.deepEqual(answer(device, 'show frobnicator'), ['     ^', "ERROR: % Invalid input detected at '^' marker."]);
    assert.deepEqual(answer(device, 'show crypto'), ['ERROR: % Incomplete command']);
    assert.equal(answer(device, 'show running-config | include ^ip local pool vpnpool').length, 1);
  });

  it("has the lab's configuration with its faults, in the words of the release", () => {
    const text = (release: Release) => answer(deviceOf(stage({ release }).asa), 'show running-config').join('\n');
    for (const release of releases) {
      assert.match(text(release), /^ default-group-policy hillvalleyvpn$/m);
      assert.match(text(release), /^group-policy hillvalleyvpn1 internal$/m);
    }
    assert.match(text('8.2'), /^crypto isakmp policy 10$/m);
    assert.match(text('9.1'), /^crypto ikev1 policy 10$/m);
    assert.match(text('9.1'), /^ ikev1 pre-shared-key \*{5}$/m);
    assert.match(text('7.2'), /^tunnel-group hillvalleyvpn type ipsec-ra$/m);
  });
});
