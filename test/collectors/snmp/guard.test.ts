import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judge, LONGEST_TRAP, MOST_VARBINDS } from '../../../collectors/snmp/guard.ts';
import { ENGINE, senderV3 } from './lab.ts';
import { field, hostile } from './hostile.ts';
import { informV2c, trapV1, trapV2c, trapV3 } from './sender.ts';

const many = (count: number) => Array.from({ length: count }, () => ({ oid: '1.3.6.1.2.1.1.1.0', type: 'Null', value: null })); // prettier-ignore

test('a message with a community is let through with its version and community', () => {
  assert.deepEqual(judge(trapV1('public', 0)), { version: 'v1', community: Buffer.from('public') });
  assert.deepEqual(judge(trapV2c('public')), { version: 'v2c', community: Buffer.from('public') });
});

test('a message of version 3 is let through with all that its header tells', () => {
  const shape = judge(trapV3(senderV3('sha256', 'aes', { boots: 7, time: 300 })));
  assert.ok(typeof shape === 'object' && shape.version === 'v3');
  const { level, user, boots, time, engineId, digest } = shape;
  assert.deepEqual([level, user.toString(), boots, time], ['authPriv', 'marty', 7, 300]);
  assert.equal(engineId.toString('hex'), ENGINE);
  assert.equal(digest.end - digest.start, 24, 'RFC 7860 sends 24 octets of SHA-256');
});

test('each of the datagrams that net-snmp dies of or believes is malformed: its engine ID or its message ID cannot be', () => {
  assert.equal(hostile.size, 5);
  for (const [name, datagram] of hostile) assert.equal(judge(datagram, true), 'malformed', name);
});

test('informs are let through only where they are switched on', () => {
  assert.equal(judge(informV2c('public')), 'notATrap');
  assert.equal(typeof judge(informV2c('public'), true), 'object');
});

test('a datagram above 8 KB, or with more than 64 varbinds, is refused, and one at the limit is not', () => {
  assert.equal(judge(Buffer.alloc(LONGEST_TRAP + 1)), 'tooLong');
  assert.equal(judge(Buffer.alloc(LONGEST_TRAP)), 'malformed');
  // The two that every v2 trap begins with count.
  assert.equal(typeof judge(trapV2c('public', { varbinds: many(MOST_VARBINDS - 2) })), 'object');
  assert.equal(judge(trapV2c('public', { varbinds: many(MOST_VARBINDS - 1) })), 'tooManyVarbinds');
});

test('a question, an answer and a trap of another version are no traps', () => {
  const trap = trapV2c('public');
  const tag = trap.indexOf(0xa7);
  for (const other of [0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa8]) {
    trap.writeUInt8(other, tag);
    assert.equal(judge(trap), 'notATrap', other.toString(16));
  }
});

test('each prefix of a message, and a message with something behind it, is malformed', () => {
  for (const whole of [trapV1('public', 0), trapV2c('public'), trapV3(senderV3('sha', 'aes'))]) {
    for (let end = 0; end < whole.length; end += 1) assert.equal(judge(whole.subarray(0, end)), 'malformed');
    assert.equal(judge(Buffer.concat([whole, Buffer.of(0)])), 'malformed');
  }
});

test('an engine ID has 5 to 32 octets, and privacy comes with authentication', () => {
  const header = (flags: number): Buffer =>
    field(0x30, field(2, Buffer.of(1)), field(2, Buffer.of(2, 0)), field(4, Buffer.of(flags)), field(2, Buffer.of(3)));
  const message = (engine: number, flags: number): Buffer => {
    const [none, zero] = [field(4), field(2, Buffer.of(0))];
    const parameters = field(0x30, field(4, Buffer.alloc(engine, 7)), zero, zero, none, none, none);
    const pdu = field(0xa7, zero, zero, zero, field(0x30));
    return field(0x30, field(2, Buffer.of(3)), header(flags), field(4, parameters), field(0x30, none, none, pdu));
  };
  assert.deepEqual(
    [4, 5, 32, 33].map((octets) => typeof judge(message(octets, 0))),
    ['string', 'object', 'object', 'string'],
  );
  assert.equal(judge(message(11, 2)), 'malformed', 'flags of privacy alone');
});

test('a length that says more than there is, or that nobody needs, is not followed', () => {
  const trap = trapV2c('public');
  for (const length of [[0x80], [0x84, 0xff, 0xff, 0xff, 0xff], [0x85, 0, 0, 0, 0, 1], [0xff]]) {
    const changed = Buffer.concat([Buffer.of(0x30, ...length), trap.subarray(2)]);
    assert.equal(judge(changed), 'malformed', length.join());
  }
});
