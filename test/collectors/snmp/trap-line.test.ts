import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { takeTrap } from '../../../collectors/snmp/take-trap.ts';
import { readTrapLine, trapLine } from '../../../collectors/snmp/trap-line.ts';
import type { Trap, Varbind } from '../../../collectors/snmp/trap.ts';
import { namedObjects, traps } from '../../../collectors/snmp/traps.ts';

const arcs = fc.array(fc.nat({ max: 4_294_967_295 }), { minLength: 1, maxLength: 12 });
const dotted = arcs.map((some) => ['1', ...some].join('.'));
const placed = namedObjects.flatMap(({ oid }) => oid ?? []);
const index = fc.oneof(
  fc.constant(''),
  arcs.map((some) => `.${some.join('.')}`),
);
const instance = fc.tuple(fc.constantFrom(...placed), index).map(([oid, at]) => oid + at);
const octets = (maxLength: number) => fc.uint8Array({ maxLength }).map((some) => Buffer.from(some));
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((some) => Buffer.from(some));
const value: fc.Arbitrary<Varbind['value']> = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  dotted,
  octets(40),
  octets(4),
  text,
  fc.constant(null),
);
const plain = { noNullPrototype: true } as const;
const varbind = fc.record({ oid: fc.oneof(dotted, instance), value }, plain);
const proof: fc.Arbitrary<Trap['proof']> = fc.oneof(
  fc.record({ version: fc.constantFrom('v1' as const, 'v2c' as const), known: fc.boolean() }, plain),
  fc.record(
    {
      version: fc.constant('v3' as const),
      level: fc.constantFrom('noAuthNoPriv' as const, 'authNoPriv' as const, 'authPriv' as const),
      user: fc.string({ unit: 'binary', maxLength: 32 }),
    },
    plain,
  ),
);
const told = {
  oid: fc.oneof(dotted, fc.constantFrom(...traps.map(({ oid }) => oid))),
  proof,
  varbinds: fc.array(varbind, { maxLength: 12 }),
};
const trap: fc.Arbitrary<Trap> = fc.oneof(
  fc.record(told, plain),
  fc.record({ ...told, uptime: fc.nat({ max: 4_294_967_295 }) }, plain),
);

/** A community that a proxy passes on is not kept. */
function withoutCommunity({ varbinds, ...rest }: Trap): Trap {
  const isSecret = (oid: string) => oid === '1.3.6.1.6.3.18.1.4' || oid.startsWith('1.3.6.1.6.3.18.1.4.');
  return { ...rest, varbinds: varbinds.map((one) => (isSecret(one.oid) ? { ...one, value: null } : one)) };
}

test('a trap is read back from its line as it came', () => {
  fc.assert(
    fc.property(trap, (one) => assert.deepEqual(readTrapLine(trapLine(one)), withoutCommunity(one))),
    { numRuns: 2000 },
  );
});

test('a trap of any size is a line of at most 8 KB, which says what the trap was taken to say', () => {
  const large = fc.record({
    ...told,
    varbinds: fc.array(fc.record({ oid: fc.oneof(dotted, instance), value: fc.oneof(value, octets(3000)) }), {
      maxLength: 64,
    }),
  });
  fc.assert(
    fc.property(large, (one) => {
      const line = trapLine(one);
      assert.ok(Buffer.byteLength(line) <= 8192);
      const again = readTrapLine(line);
      assert.ok(again !== undefined);
      assert.equal(trapLine(again), line.replace(/ and \d+ more$/, ''));
      const taken = takeTrap(one);
      if ('parsed' in taken) assert.deepEqual(takeTrap(again), { ...taken, line: trapLine(again), parsed: { ...taken.parsed, text: trapLine(again) } }); // prettier-ignore
    }),
  );
});

test('what no decoder should give is taken all the same', () => {
  const anything = fc.record({
    oid: fc.string({ unit: 'binary', maxLength: 5000 }),
    uptime: fc.double(),
    varbinds: fc.array(
      fc.record({
        oid: fc.string({ unit: 'binary' }),
        value: fc.oneof(fc.double(), fc.bigInt(), fc.string({ unit: 'binary' }), octets(9000)),
      }),
    ),
    proof: fc.record({
      version: fc.constant('v3' as const),
      level: fc.constant('authPriv' as const),
      user: fc.string({ unit: 'binary', maxLength: 9000 }),
    }),
  });
  fc.assert(
    fc.property(anything, (one) => {
      const taken = takeTrap(one);
      assert.ok('line' in taken && Buffer.byteLength(taken.line) <= 8192);
      assert.notEqual(taken.parsed.outcome, 'foreign');
      assert.ok(taken.parsed.oid !== undefined);
    }),
  );
});

test('any line is read or it is none of ours', () => {
  const part = fc.constantFrom('trap ', '1.3.6', ' v3 authPriv user=', '"', '\\', ' v1 community=known', ' uptime=1', ' ifIndex.1=', '0x0', 'ip:999.1.1.1', ' and 3 more', '=', ' ', 'oid:'); // prettier-ignore
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'binary' }))), (parts) => {
      const read = readTrapLine(parts.join(''));
      assert.ok(read === undefined || typeof read.oid === 'string');
    }),
    { numRuns: 2000 },
  );
  for (const hostile of [`trap ${'1.'.repeat(100_000)}`, `trap "${'\\"'.repeat(100_000)}`, `trap 1.3 v1 community=known${' a=1'.repeat(50_000)}`, `trap 1.3 v1 community=known ${'a'.repeat(100_000)}`]) assert.equal(readTrapLine(hostile), undefined); // prettier-ignore
});

test('a trap is readable: names where they are known, texts as texts, addresses as addresses', () => {
  const start: Trap = {
    oid: '1.3.6.1.4.1.9.9.171.2.0.1',
    uptime: 123,
    varbinds: [
      { oid: '1.3.6.1.4.1.9.9.171.1.2.2.1.7.1.7.9', value: Buffer.from([203, 0, 113, 7]) },
      { oid: '1.3.6.1.4.1.9.9.171.1.2.3.1.15.5', value: 86_400 },
      { oid: '1.3.6.1.2.1.1.5.0', value: Buffer.from('vpn "1"\n') },
      { oid: '1.3.6.1.2.1.1.9.1.2.3', value: '1.3.6.1.4' },
      { oid: '1.3.6.1.2.1.31.1.1.1.6.2', value: 18_446_744_073_709_551_615n },
      { oid: '1.3.6.1.2.1.99', value: Buffer.from([0, 255]) },
    ],
    proof: { version: 'v3', level: 'authPriv', user: 'nms' },
  };
  assert.equal(
    trapLine(start),
    'trap cikeTunnelStart 1.3.6.1.4.1.9.9.171.2.0.1 v3 authPriv user="nms" uptime=123 cikePeerRemoteAddr.1.7.9=ip:203.0.113.7' +
      ' cikeTunLifeTime.5=86400 1.3.6.1.2.1.1.5.0="vpn \\"1\\"\\n" 1.3.6.1.2.1.1.9.1.2.3=1.3.6.1.4' +
      ' 1.3.6.1.2.1.31.1.1.1.6.2=18446744073709551615n 1.3.6.1.2.1.99=0x00ff',
  );
});

test('the community that a proxy passes on is not in the line', () => {
  const line = trapLine({
    oid: '1.3.6.1.6.3.1.1.5.3',
    varbinds: [{ oid: '1.3.6.1.6.3.18.1.4.0', value: Buffer.from('s3cret') }],
    proof: { version: 'v2c', known: false },
  });
  assert.equal(line, 'trap linkDown 1.3.6.1.6.3.1.1.5.3 v2c community=unknown snmpTrapCommunity.0=null');
});
