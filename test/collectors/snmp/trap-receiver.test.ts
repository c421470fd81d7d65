import assert from 'node:assert/strict';
import { test } from 'node:test';

import { snmpAuths, snmpPrivs } from '../../../server/domain/snmp.ts';
import { keyOf, localized } from '../../../collectors/snmp/digest.ts';
import { judge } from '../../../collectors/snmp/guard.ts';
import { hostile, withEngine, field } from './hostile.ts';
import { access, accessV3, ASA, AUTH_KEY, COMMUNITY, ENGINE, PRIV_KEY, senderV3, TrapLab } from './lab.ts';
import { signed } from './mutated.ts';
import { informV2c, trapV1, trapV2c, trapV3, TUNNEL_STOP } from './sender.ts';

test('the keys of RFC 3414, A.3 come out', () => {
  const engine = Buffer.from('000000000000000000000002', 'hex');
  const key = (auth: 'md5' | 'sha') => localized(auth, keyOf(auth, 'maplesyrup'), engine).toString('hex');
  assert.equal(key('md5'), '526f5eed9fcce26f8964c2930787d82b');
  assert.equal(key('sha'), '6695febc9288e36282235fc7151f128497b38f3f');
});

test('a trap of v1 and of v2c comes out as the same notification, in a row of its own', () => {
  const lab = new TrapLab([access()]);
  const varbinds = [{ oid: '1.3.6.1.4.1.9.9.171.1.3.2.1.10.7', type: 'Integer', value: 4200 }];
  assert.equal(lab.send(trapV2c(COMMUNITY, { uptime: 99, varbinds })), 'passed');
  // RFC 3584, 3.1: the enterprise, a zero, the number.
  assert.equal(lab.send(trapV1(COMMUNITY, '1.3.6.1.4.1.9.9.171.2.8', { uptime: 99, varbinds })), 'passed');
  const [two, one] = lab.rows().map((row) => row[6]);
  assert.ok(two?.includes(TUNNEL_STOP) === true && two.includes('v2c community=known uptime=99'), two);
  assert.equal(one, two.replace('v2c', 'v1'));
});

test('the generic traps of v1 are those of SNMPv2-MIB', () => {
  const lab = new TrapLab([access()]);
  for (const generic of [0, 1, 2, 3, 4, 5]) assert.equal(lab.send(trapV1(COMMUNITY, generic)), 'passed');
  assert.equal(lab.send(trapV1(COMMUNITY, 7)), 'undecodable');
  assert.deepEqual(
    lab.rows().map((row) => /1\.3\.6\.1\.6\.3\.1\.1\.5\.\d/.exec(row[6])?.[0]),
    [1, 2, 3, 4, 5, 6].map((n) => `1.3.6.1.6.3.1.1.5.${n}`),
  );
});

for (const auth of snmpAuths)
  for (const priv of [undefined, ...snmpPrivs])
    test(`a trap of v3 with ${auth} and ${priv ?? 'no privacy'} is believed, and neither with other keys nor changed`, () => {
      const lab = new TrapLab([accessV3(auth, priv)]);
      const trap = trapV3(senderV3(auth, priv));
      assert.equal(lab.send(trapV3(senderV3(auth, priv, { authKey: 'another-key' }))), 'wrongDigest');
      assert.equal(lab.send(trap), 'passed');
      const changed = Buffer.from(trap);
      changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
      assert.equal(lab.send(changed), 'wrongDigest');
      if (priv !== undefined)
        assert.equal(lab.send(trapV3(senderV3(auth, priv, { privKey: 'another-key' }))), 'undecryptable');
      const level = priv === undefined ? 'authNoPriv' : 'authPriv';
      assert.deepEqual(
        lab.rows().map((row) => row[6].includes(`v3 ${level} user="marty"`)),
        [true],
      );
    });

test('a v3 trap without authentication is taken only from a device that was given none', () => {
  const plain = trapV3(senderV3());
  assert.equal(new TrapLab([accessV3()]).send(plain), 'passed');
  assert.equal(new TrapLab([accessV3('sha')]).send(plain), 'belowLevel');
  assert.equal(new TrapLab([accessV3('sha', 'aes')]).send(plain), 'belowLevel');
  assert.equal(new TrapLab([accessV3('sha', 'aes')]).send(trapV3(senderV3('sha'))), 'belowLevel');
  assert.equal(new TrapLab([accessV3()]).send(trapV3(senderV3('sha'))), 'aboveLevel');
  assert.equal(new TrapLab([accessV3('sha')]).send(trapV3(senderV3('sha', 'aes'))), 'aboveLevel');
});

test('a device with an access for v3 is heard over nothing else, and one with a community over nothing but that', () => {
  const three = new TrapLab([accessV3('sha')]);
  assert.deepEqual([three.send(trapV2c(COMMUNITY)), three.send(trapV1(COMMUNITY, 0))], ['belowLevel', 'belowLevel']);
  assert.equal(three.send(trapV3(senderV3('sha', undefined, { user: 'biff' }))), 'unknownUser');
  const two = new TrapLab([access()]);
  assert.deepEqual([two.send(trapV2c('public')), two.send(trapV2c(''))], ['wrongCommunity', 'wrongCommunity']);
  assert.equal(two.send(trapV3(senderV3())), 'unknownUser');
});

test('a device without an access is heard over v1 and v2c, which prove nothing, and never over v3', () => {
  const lab = new TrapLab([]);
  assert.deepEqual([lab.send(trapV2c('public')), lab.send(trapV1('', 0))], ['passed', 'passed']);
  assert.equal(lab.send(trapV3(senderV3())), 'unknownUser');
  assert.ok(lab.rows().every((row) => row[6].includes('community=unknown')));
});

test('a stranger is let in with v1 and v2c while there is room, as for syslog, and never with v3', () => {
  const lab = new TrapLab([], { room: 1 });
  assert.equal(lab.send(trapV3(senderV3()), '198.51.100.1'), 'unknownSource');
  assert.equal(lab.send(trapV2c('public'), '198.51.100.1'), 'passed');
  assert.equal(lab.send(trapV2c('public'), '198.51.100.2'), 'unknownSource');
  assert.equal(lab.send(trapV2c('public'), '::ffff:198.51.100.1'), 'passed', 'the same by another spelling');
});

test('two devices may give the same user other keys', () => {
  const other = accessV3('sha256', 'aes', { device: 2, addresses: ['192.0.2.2'], authKey: 'other-auth', privKey: 'other-priv' }); // prettier-ignore
  const lab = new TrapLab([accessV3('sha256', 'aes'), other], { room: 1 });
  const [one, two] = [trapV3(senderV3('sha256', 'aes')), trapV3(senderV3('sha256', 'aes', { authKey: 'other-auth', privKey: 'other-priv', engineId: '80000009030102030405' }))]; // prettier-ignore
  assert.deepEqual([lab.send(one), lab.send(two, '192.0.2.2')], ['passed', 'engineLimited']);
  lab.clock += 1;
  assert.equal(lab.send(two, '192.0.2.2'), 'passed');
  assert.deepEqual([lab.send(two), lab.send(one, '192.0.2.2')], ['wrongDigest', 'wrongDigest']);
});

for (const [name, datagram] of hostile)
  test(`${name} is refused by every kind of access`, () => {
    for (const one of [access(), accessV3(), accessV3('sha'), accessV3('sha256', 'aes')])
      for (const informs of [false, true]) {
        const lab = new TrapLab([one], { informs });
        assert.equal(lab.send(datagram), 'malformed');
        const bucket = lab.send(withEngine(datagram, Buffer.from(ENGINE, 'hex')));
        assert.ok(['unknownUser', 'notATrap', 'malformed'].includes(bucket), bucket);
        assert.deepEqual(lab.rows(), []);
      }
  });

test('what a trusted device sends is no danger either: each hostile message under its own user and key is refused or read', () => {
  for (const [name, datagram] of hostile) {
    const lab = new TrapLab([accessV3()], { informs: true });
    const header = field(
      0x30,
      field(2, Buffer.of(1)),
      field(2, Buffer.of(2, 0)),
      field(4, Buffer.of(4)),
      field(2, Buffer.of(3)),
    );
    const own = withEngine(datagram, Buffer.from(ENGINE, 'hex'), (parts) => ({
      ...parts,
      header,
      user: Buffer.from('marty'),
    }));
    assert.ok(['malformed', 'undecodable'].includes(lab.send(own)), name);
    assert.deepEqual(lab.rows(), []);
  }
});

test('the message inside of an encrypted one has to be a trap too', () => {
  // A trap whose PDU is made an inform, encrypted and signed by the device.
  const lab = new TrapLab([accessV3('sha')]);
  const inform = trapV3(senderV3('sha'));
  const shape = judge(inform);
  assert.ok(typeof shape !== 'string' && shape.version === 'v3');
  // Behind the digest, whose octets are any.
  inform.writeUInt8(0xa6, inform.indexOf(0xa7, shape.digest.end));
  assert.equal(lab.send(signed(inform, shape.digest.start)), 'notATrap');
});

test('informs are answered only where they are switched on and believed', () => {
  const lab = new TrapLab([access()], { informs: true, room: 1 });
  const inform = informV2c(COMMUNITY);
  const reply = lab.receiver.receive(inform, ASA);
  assert.ok(reply !== undefined && reply.length <= inform.length);
  assert.equal(lab.receiver.receive(informV2c('public'), ASA), undefined);
  assert.equal(lab.receiver.receive(informV2c('public'), '198.51.100.1'), undefined, 'taken, and not answered');
  const { buckets } = lab.receiver.counts();
  assert.deepEqual([buckets.passed, buckets.wrongCommunity], [2, 1]);
});

test('a refusal is worth a warning for an hour, and stays counted', () => {
  const lab = new TrapLab([access()]);
  lab.send(trapV2c('public'));
  lab.clock += 3600;
  assert.match(lab.receiver.warnings.join(), /^1 traps were refused, the last from .*: another community/);
  lab.clock += 1;
  assert.deepEqual(lab.receiver.warnings, []);
  assert.equal(lab.receiver.counts().buckets.wrongCommunity, 1);
});

test('over half of the queue a source gets only so many traps in, and below it any number', () => {
  const lab = new TrapLab([access()], { queueBytes: 400_000 });
  const trap = trapV2c(COMMUNITY);
  const ends = Array.from({ length: 1_000 }, () => lab.send(trap));
  const half = ends.indexOf('limited');
  assert.ok(lab.intake.queuedBytes > 200_000 && lab.intake.queuedBytes < 400_000);
  assert.ok(half > 300, `${half}`);
  assert.deepEqual(new Set(ends.slice(half)), new Set(['limited']));
  lab.clock += 2;
  assert.equal(lab.send(trap), 'passed', 'some come in each second');
});

test('neither a row nor a count holds a community, a key or what a stranger chose', () => {
  const lab = new TrapLab([access(), accessV3('sha256', 'aes', { device: 2, addresses: ['192.0.2.2'] })], { room: 1 });
  const word = 'canary-word-77';
  const varbinds = [{ oid: '1.3.6.1.6.3.18.1.4.0', type: 'OctetString', value: COMMUNITY }];
  lab.send(trapV2c(COMMUNITY, { varbinds }));
  lab.send(trapV1(COMMUNITY, 0));
  lab.send(trapV3(senderV3('sha256', 'aes')), '192.0.2.2');
  lab.send(trapV3(senderV3('sha256', 'aes', { user: word })), '192.0.2.2');
  lab.send(trapV2c(word));
  const counts = lab.receiver.counts();
  const told = JSON.stringify([lab.rows(), counts, lab.receiver.warnings]);
  assert.equal(counts.buckets.passed, 3);
  for (const secret of [COMMUNITY, AUTH_KEY, PRIV_KEY, word]) {
    assert.ok(!told.includes(secret), secret);
    assert.ok(!told.includes(Buffer.from(secret).toString('hex')), `${secret} in hexadecimal`);
  }
});
