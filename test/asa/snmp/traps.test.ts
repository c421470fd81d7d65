import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { deviceOf } from '../cli/device.ts';
import type { Release } from '../dialect.ts';
import { isIpsec } from '../ikev1.ts';
import { protocols } from '../ledger.ts';
import { ways } from '../protocols.ts';
import { serveSnmp } from './agent.ts';
import { withGuests } from './guests.ts';
import { engineOf } from './identity.ts';
import { shownBy } from './mibs.ts';
import type { Notification } from './net-snmp.ts';
import { notifications, trapNames } from './notifications.ts';
import type { TrapName } from './notifications.ts';
import { sendTraps } from './trap-sender.ts';
import type { TrapReceiver } from './trap-sender.ts';
import { trapsOf } from './traps.ts';
import type { TrapOptions } from './traps.ts';

const ent = '1.3.6.1.4.1.9.9';

/** A device with guests, and the traps that it sends from now on. */
function telling(release: Release, options: TrapOptions = {}) {
  const played = withGuests(release);
  const device = deviceOf(played.asa);
  const got: { readonly name: TrapName; readonly trap: Notification }[] = [];
  const traps = trapsOf(device, (trap, name) => got.push({ name, trap }), options);
  const names = () => got.map(({ name }) => name);
  return { ...played, device, got, traps, names };
}

describe('the traps of the simulated ASA', () => {
  for (const protocol of ['ikev1', 'ikev2', 'l2tp'] as const) {
    it(`tell of each pair of SAs of ${protocol} once, also at a rekey, by the number that its row has`, () => {
      const { asa, play, got, device } = telling('9.1');
      const session = [...asa.sessions].find(({ seat }) => seat.protocol === protocol);
      assert.ok(session !== undefined);
      const rows = () =>
        shownBy(device)
          .filter(({ oid }) => oid.startsWith(`${ent}.171.1.3.2.1.51.`))
          .map(({ arcs }) => arcs.at(-1));
      const before = rows();
      play(ways[protocol].renew(asa, session));
      assert.equal(session.tunnels.filter(isIpsec).length, 1);
      const [start, stop] = got;
      assert.deepEqual([got.length, start?.name, stop?.name], [2, 'cipSecTunnelStart', 'cipSecTunnelStop']);
      const number = (trap: Notification | undefined) => Number(trap?.varbinds[0]?.oid.split('.').at(-1));
      assert.deepEqual(
        new Set(rows()),
        new Set([...before, number(start?.trap)].filter((one) => one !== number(stop?.trap))),
      );
      assert.ok(before.includes(number(stop?.trap)) && !before.includes(number(start?.trap)));
      assert.equal(start?.trap.varbinds[0]?.oid, `${ent}.171.1.3.2.1.9.${number(start?.trap)}`);
      assert.ok((stop?.trap.varbinds[0]?.value as number) >= 60_000); // ten minutes, in hundredths
    });
  }

  it('tell of IKEv2 in the newest release only, with both ends', () => {
    const play = (release: Release) => {
      const { asa, play: live, got } = telling(release);
      const session = [...asa.sessions].find(({ seat }) => seat.protocol === 'ikev2');
      assert.ok(session !== undefined);
      live(session.leave('User Requested'));
      return { session, got };
    };
    assert.deepEqual(
      play('9.1').got.map(({ name }) => name),
      ['cipSecTunnelStop'],
    );
    const { session, got } = play('9.16');
    assert.deepEqual(
      got.map(({ name }) => name),
      ['cikeTunnelStop', 'cipSecTunnelStop'],
    );
    assert.deepEqual(got[0]?.trap.varbinds[1]?.value, Buffer.from(session.publicIp.split('.').map(Number)));
    assert.equal(got[0].trap.varbinds[2]?.oid, `${ent}.171.1.2.3.1.16.${session.index}`);
  });

  it('tell of a restart with boots that have risen, and number the tunnels anew', () => {
    const { asa, play, device, got, names } = telling('8.4');
    const before = engineOf(device).boots();
    device.reboot();
    assert.deepEqual(names(), ['coldStart']);
    assert.deepEqual([engineOf(device).boots(), engineOf(device).time()], [before + 1, 0]);
    const client = { clientType: 'WinNT', clientVersion: '5.0', behindNat: false, known: true };
    play(ways.ikev1.login(asa, { user: 'marty', publicIp: '10.10.10.50', protocol: 'ikev1', ...client }));
    assert.match(got[1]?.trap.varbinds[0]?.oid ?? '', /\.1$/);
  });

  it('tell once that there are more sessions than the threshold, and again after there were fewer', () => {
    const { asa, play, names, traps } = telling('9.1', { sessionThreshold: 19, enabled: ['remote-access'] });
    assert.equal(asa.sessions.size, 4 * protocols.length);
    traps.look();
    traps.look();
    const [first, second] = asa.sessions;
    assert.ok(first !== undefined && second !== undefined);
    play(first.leave('User Requested'));
    play(ways.ikev1.login(asa, first.seat));
    play(second.leave('User Requested'));
    assert.deepEqual(names(), ['ciscoRasTooManySessions', 'ciscoRasTooManySessions']);
  });

  it('carry a syslog message with its severity counted from 1, cut at 255 bytes', () => {
    const { asa, got } = telling('9.16', { history: 4 });
    asa.say([6, 113039, 'not by trap'], [4, 113019, 'x'.repeat(300)], [3, 713902, 'Flux']);
    const cells = got.map(({ trap }) => trap.varbinds.slice(0, 4).map(({ value }) => value));
    const long = Buffer.from(`<164>%ASA-4-113019: ${'x'.repeat(235)}`);
    const stray = Buffer.from('\u0001<163>%ASA-3-713902: Flux');
    const [facility, name] = [Buffer.from('20'), Buffer.from('Syslog Trap')];
    assert.deepEqual(cells, [
      [facility, 5, name, long],
      [facility, 4, name, stray],
    ]);
    assert.equal(long.length, 255);
  });

  it('are those that the release has (domain facts, C1)', () => {
    const { traps, names } = telling('8.2');
    for (const name of trapNames) traps.notify(name);
    const old = [
      ...['coldStart', 'linkDown', 'linkUp', 'authenticationFailure', 'cipSecTunnelStart', 'cipSecTunnelStop'],
      ...['ciscoRasTooManySessions', 'clogMessageGenerated', 'entConfigChange', 'cefcFRUInserted', 'cefcFRURemoved'],
    ];
    assert.deepEqual(names(), old);
  });

  it('tell of thresholds of CPU and memory when they are passed', () => {
    const { asa } = withGuests('9.1');
    let cpu = 10;
    const names: TrapName[] = [];
    const device = deviceOf(asa, { cpu: () => cpu });
    const traps = trapsOf(device, (_, name) => names.push(name), { cpuThreshold: 80, memoryThreshold: 20 });
    for (cpu of [10, 85, 90, 20, 80]) traps.look();
    assert.deepEqual(names, ['mteTriggerFired', 'cpmCPURisingThreshold', 'cpmCPURisingThreshold']);
  });
});

/** What the package's receiver makes of a datagram. */
interface Heard {
  readonly pdu: {
    readonly type: number;
    readonly enterprise?: string;
    readonly generic?: number;
    readonly specific?: number;
    readonly varbinds: readonly { readonly oid: string; readonly type: number; readonly value: unknown }[];
  };
}
type Listener = (datagram: Buffer, from: object) => void;
const snmp = createRequire(import.meta.url)('net-snmp') as {
  createReceiver: (
    options: object,
    heard: (error: Error | null, got: Heard) => void,
  ) => { getAuthorizer: () => { addCommunity: (one: string) => void; addUser: (one: object) => void } };
};

describe('sending traps', () => {
  const user = {
    name: 'delorean',
    auth: 'sha256',
    authKey: 'flux capacitor',
    priv: 'aes',
    privKey: 'great scott',
  } as const;
  const accesses: readonly TrapReceiver['access'][] = [
    { version: 'v1', community: 'public' },
    { version: 'v2c', community: 'public' },
    { version: 'v3', user },
  ];
  for (const access of accesses) {
    it(`makes every one of them readable in ${access.version}`, async () => {
      const { asa } = withGuests('9.16');
      const device = deviceOf(asa);
      const socket = createSocket('udp4').bind(0, '127.0.0.1');
      await once(socket, 'listening');
      const datagrams: Buffer[] = [];
      socket.on('message', (datagram) => datagrams.push(datagram));
      const sender = await sendTraps(device, { host: '127.0.0.1', port: socket.address().port, access });
      device.reboot();
      for (const name of trapNames) sender.notify(name);
      while (datagrams.length < trapNames.length + 1) await once(socket, 'message');
      await sender.stop();
      socket.close();
      const heard: Heard[] = [];
      let listen: Listener = () => undefined;
      const fake = { on: (_: string, listener: Listener) => (listen = listener), bind: () => undefined };
      const receiver = snmp.createReceiver({ dgramModule: { createSocket: () => fake } }, (error, got) => {
        if (error === null) heard.push(got);
      });
      receiver.getAuthorizer().addCommunity('public');
      const keys = { authProtocol: 5, authKey: user.authKey, privProtocol: 4, privKey: user.privKey };
      receiver.getAuthorizer().addUser({ name: user.name, level: 3, ...keys });
      for (const datagram of datagrams) listen(datagram, { address: '127.0.0.1', port: 1 });
      const told = heard.map(({ pdu: { enterprise, generic, specific, varbinds } }) => {
        if (access.version !== 'v1') return varbinds[1]?.value;
        return generic === 6 ? `${enterprise}.${specific}` : `1.3.6.1.6.3.1.1.5.${(generic ?? 0) + 1}`;
      });
      // RFC 3584, 3.2: the 0 before the number is not in version 1.
      const first = (oid: string) => (access.version === 'v1' ? oid.replace(/\.0(\.\d+)$/, '$1') : oid);
      const sent = ['coldStart', ...trapNames] as const;
      assert.deepEqual(
        told,
        sent.map((name) => first(notifications[name].oid)),
      );
      const proven = Buffer.concat([engineOf(device).id(), Buffer.of(2, 1, 5, 2, 1, 0)]); // boots 5, time 0
      assert.equal(
        datagrams.every((one) => one.includes(proven)),
        access.version === 'v3',
      );
    });
  }

  it('tells of a wrong community, and of nothing else that is not let in', async () => {
    const { device, names, traps } = telling('9.16');
    const agent = await serveSnmp(device, { refused: () => traps.notify('authenticationFailure') });
    const socket = createSocket('udp4');
    // A get of sysName, of version 2c with the community `wrong`.
    const asked = '302802010104 0577726f6e67 a01c02040000000102010002010030 0e300c0608 2b06010201010500 0500';
    socket.send(Buffer.from(asked.replaceAll(' ', ''), 'hex'), agent.port, '127.0.0.1');
    socket.send(Buffer.from('300302010300', 'hex'), agent.port, '127.0.0.1', () => socket.close());
    await once(socket, 'close');
    while (agent.counts.refused < 2) await new Promise((resolve) => setImmediate(resolve));
    await agent.close();
    assert.deepEqual(names(), ['authenticationFailure']);
  });
});
