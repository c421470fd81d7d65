import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';

import { snmpWalk } from '../../../collectors/snmp/snmp-walk.ts';
import { fullAppetite } from '../../../collectors/snmp/walk.ts';
import { ways } from '../../asa/protocols.ts';
import { minutes } from '../../asa/snmp/guests.ts';
import { accessOf, agent, LIMITS, listedIn, pollOf, secrets, told, v3 } from './poll-lab.ts';

const CRAS = '1.3.6.1.4.1.9.9.392.1';

describe('a poll over SNMP', () => {
  for (const release of ['7.2', '8.2', '8.4', '9.1', '9.16'] as const) {
    for (const version of release === '7.2' ? (['v2c'] as const) : (['v2c', 'v3'] as const)) {
      it(`lists over ${version} just the sessions that an ASA ${release} has`, async (t) => {
        const { agent: to, asa } = await agent(t, release);
        const polled = await pollOf(accessOf(to, version === 'v3' ? v3 : {}));
        assert.deepEqual(polled.failures, []);
        const { sessions, complete } = listedIn(polled);
        assert.deepEqual(complete, [true, true, true, true]);
        const sorted = <T extends { readonly index: number }>(all: readonly T[]) => all.toSorted((a, b) => a.index - b.index); // prettier-ignore
        assert.deepEqual(
          sorted(sessions).map(({ index, user, publicIp, assignedIp }) => ({ index, user, publicIp, assignedIp })),
          sorted([...asa.sessions]).map(({ index, entry: { user, publicIp, assignedIp } }) => ({
            ...{ index, user, publicIp, assignedIp: assignedIp ?? undefined },
          })),
        );
        assert.ok(sessions.length > 7);
        assert.ok(polled.facts.version?.startsWith(release));
        assert.equal(to.counts.tooLong, 0, 'no request has more than 512 octets');
        assert.ok(to.counts.mostVarbinds <= 12);
        assert.ok(to.counts.mostRepetitions <= 10);
      });
    }
  }

  it('tells what the device is, how it is and since when', async (t) => {
    const { agent: to, device } = await agent(t);
    const { facts } = await pollOf(accessOf(to));
    const { serial, bootAt } = device.chassis();
    assert.equal(facts.hostname, device.hostname);
    assert.equal(facts.serial, serial);
    assert.equal(facts.model, 'ASA5520');
    assert.equal(facts.uptime, Math.floor((device.asa.options.now() - bootAt) / 1000));
    assert.equal(facts.cpu?.length, 3);
    assert.ok((facts.memoryUsed ?? 0) > 0 && (facts.memoryTotal ?? 0) > (facts.memoryUsed ?? 0));
    assert.ok((facts.connections ?? -1) >= 0);
  });

  it('leaves sessions, and what the device is, to its command line where that is asked', async (t) => {
    const { agent: to } = await agent(t);
    const polled = await pollOf(accessOf(to), { sessions: false });
    assert.deepEqual(polled.rosters, []);
    assert.deepEqual(Object.keys(polled.facts).filter((fact) => fact !== 'role'), []); // prettier-ignore
    assert.equal(told(polled, 'sessions.active'), '20');
  });

  it('lists nobody as missing while the count of the device is another', async (t) => {
    const { agent: to } = await agent(t);
    to.trouble = { absent: [`${CRAS}.3.26`, `${CRAS}.3.1`] };
    const polled = await pollOf(accessOf(to));
    assert.deepEqual(listedIn(polled).complete, [false, false, false, false]);
    assert.equal(polled.facts.uptime, undefined, 'a restart, which ends sessions, is told beside a complete listing');
  });

  it('takes a list of sessions for as old as a table may be that an agent had made before', async (t) => {
    const { agent: to, asa, play } = await agent(t, '9.16', { keep: 3_600_000 });
    let at = Date.now();
    const now = () => (at += 1);
    await pollOf(accessOf(to), { now });
    const client = { clientType: 'WinNT', clientVersion: '5.0.07.0440', behindNat: false, known: true };
    play(ways.ikev1.login(asa, { user: 'biff', publicIp: '10.10.10.99', protocol: 'ikev1', ...client }), minutes(1));
    const begun = now();
    const polled = await pollOf(accessOf(to), { now });
    assert.ok([...asa.sessions].some(({ entry }) => entry.user === 'biff'));
    assert.deepEqual(listedIn(polled).complete, [true, true, true, true]);
    assert.ok(listedIn(polled).sessions.every(({ user }) => user !== 'biff'));
    for (const { kind, startedAt } of polled.rosters) if (kind === 'sessions.listed') assert.ok(startedAt <= begun);
  });

  it('asks for fewer rows at once where an agent cannot answer many, and remembers it', async (t) => {
    const { agent: to } = await agent(t);
    to.trouble = { mostRepetitions: 3 };
    const appetite = fullAppetite();
    const first = await pollOf(accessOf(to), { appetite, limits: { ...LIMITS, timeout: 1_000 } });
    assert.deepEqual(first.failures, []);
    assert.deepEqual(listedIn(first).complete, [true, true, true, true]);
    assert.ok(appetite.repetitions <= 3);
    to.trouble = { mostRepetitions: 0 };
    const alone = await pollOf(accessOf(to), { appetite, limits: { ...LIMITS, timeout: 1_000 } });
    assert.deepEqual(alone.failures, [], 'by GETNEXT it is walked too');
    assert.equal(appetite.repetitions, 1);
  });

  it('gives up tables whose end never comes, and keeps what else was read', async (t) => {
    const { agent: to } = await agent(t);
    for (const trouble of [{ stuck: `${CRAS}.3.21` }, { loop: `${CRAS}.3.21.1.36` }, { endless: `${CRAS}.3.21.1.2` }]) {
      to.trouble = trouble;
      const polled = await pollOf(accessOf(to), { limits: { ...LIMITS, rows: 300 } });
      assert.deepEqual(
        polled.failures.map(({ at, why }) => [at, why]),
        [['crasSessionTable', 'misfit']],
        inspect(trouble),
      );
      assert.ok(listedIn(polled).complete.every((one) => !one));
      assert.ok(told(polled, 'interface.in.octets', 'outside') !== undefined);
    }
  });

  it('reads no number out of an object of another type, and counts it', async (t) => {
    const { agent: to } = await agent(t);
    to.trouble = { wrongType: [`${CRAS}.3.3.0`] };
    const polled = await pollOf(accessOf(to));
    assert.equal(told(polled, 'users.active'), undefined);
    assert.deepEqual(
      polled.failures.map(({ at, detail }) => [at, detail]),
      [['CISCO-REMOTE-ACCESS-MONITOR-MIB', 'no numbers: crasNumUsers']],
    );
  });

  it('misses no object that an agent does not have', async (t) => {
    const { agent: to } = await agent(t);
    to.trouble = { absent: ['1.3.6.1.4.1.9.9', '1.3.6.1.2.1.31', '1.3.6.1.2.1.47', '1.3.6.1.6.3'] };
    const polled = await pollOf(accessOf(to));
    assert.deepEqual(polled.failures, []);
    assert.equal(
      polled.samples?.some(({ metric, bits }) => metric === 'interface.in.octets' && bits === 32),
      true,
    );
    assert.deepEqual(listedIn(polled), { sessions: [], complete: [false, false, false, false] });
  });

  it('says of an agent that is silent, of one that is not there, and of one that lets us read nothing, which it is', async (t) => {
    const { agent: to } = await agent(t);
    to.trouble = { silent: true };
    const limits = { ...LIMITS, timeout: 200 };
    const why = async (access: Parameters<typeof pollOf>[0]) =>
      (await pollOf(access, { limits })).failures.map((one) => `${one.at}: ${one.why}: ${one.detail}`);
    assert.deepEqual(await why(accessOf(to)), ['connect: deadline: it does not answer']);
    to.trouble = { absent: ['1.3.6.1'] };
    assert.match((await why(accessOf(to)))[0] ?? '', /^login: refused: it does not even tell its sysUpTime/);
    const nobody = createSocket('udp4').bind(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address();
    nobody.close();
    await once(nobody, 'close');
    assert.deepEqual(await why(accessOf({ port })), ['connect: unreachable: ECONNREFUSED']);
    assert.match((await why(accessOf(to, { host: `${'x'.repeat(64)}.invalid` })))[0] ?? '', /^connect: unreachable: /);
  });

  it('says what of version 3 does not fit, and never with a key in it', async (t) => {
    const { agent: to } = await agent(t);
    const limits = { ...LIMITS, timeout: 300 };
    const wrong = { authKey: 'a guess of biff 1', privKey: 'a guess of biff 2' };
    const tries = [
      [{ ...v3, user: 'biff' }, secrets, 'it does not know the user'],
      [v3, { ...secrets, authKey: wrong.authKey }, 'the passphrase of authentication is not the right one'],
      [v3, { ...secrets, privKey: wrong.privKey }, undefined],
    ] as const;
    for (const [how, keys, detail] of tries) {
      const polled = await pollOf(accessOf(to, how), { secrets: keys, limits });
      if (detail !== undefined) assert.equal(polled.failures[0]?.detail, detail);
      assert.equal(polled.failures.length, 1);
      const seen = inspect(polled, { depth: 10 });
      for (const key of [...Object.values(secrets), ...Object.values(wrong)]) assert.ok(!seen.includes(key));
    }
  });

  it('walks what somebody wants to look at', async (t) => {
    const { agent: to, device } = await agent(t);
    const { varbinds, failure } = await snmpWalk(accessOf(to), secrets, '1.3.6.1.2.1.1', LIMITS);
    assert.equal(failure, undefined);
    assert.equal(varbinds.length, 7);
    assert.equal(String(varbinds.find(({ oid }) => oid.endsWith('.5.0'))?.value), device.hostname);
    const one = await snmpWalk(accessOf(to), secrets, '1.3.6.1.2.1.1.5.0', LIMITS);
    assert.equal(one.varbinds.length, 1);
  });
});
