import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ipv4 } from '../../server/domain/pool.ts';
import { dotted } from '../../server/domain/range.ts';
import { addressMap, blockAt, longest, partOf, type AddressMap } from '../../web/addresses.ts';
import { addressWords, blockUse, blockWords, excludedWords } from '../../web/words/pool-map.ts';
import { now, pool, session } from './rows.ts';

const wide = { first: '10.1.0.0', last: '10.1.255.255', size: 65_536 };
const ends = [
  { first: '10.1.0.0', last: '10.1.0.0', why: 'network' as const },
  { first: '10.1.255.255', last: '10.1.255.255', why: 'broadcast' as const },
];
const mapOf = (...asked: Parameters<typeof addressMap>): AddressMap => addressMap(...asked) ?? assert.fail('no map');

describe('the map of a pool', () => {
  it('draws blocks of 256 addresses of a /16, and one by one those of a block', () => {
    const rows = Array.from({ length: 300 }, (_, n) => session({ id: n, assignedIp: dotted((ipv4('10.1.3.0') ?? 0) + n) })); // prettier-ignore
    const map = mapOf(pool(300, { ...wide, excluded: ends }), rows);
    const drawn = partOf(map, map);
    const blocks = 'blocks' in drawn ? drawn.blocks : assert.fail('not in blocks');
    assert.equal(blocks.length, 256);
    assert.equal(blocks[3] && blockWords(blocks[3]), '10.1.3.0 – 10.1.3.255: 256 of 256 addresses taken');
    assert.equal(blocks[3] && blockUse(blocks[3]), 1);
    assert.equal(blocks[0] && blockWords(blocks[0]), '10.1.0.0 – 10.1.0.255: 0 of 256 addresses taken, 1 excluded');
    const open = blockAt(map, '10.1.4.0') ?? assert.fail('no block');
    const inside = partOf(map, open);
    const cells = 'cells' in inside ? inside.cells : assert.fail('still in blocks');
    assert.deepEqual([cells.length, cells.filter(({ state }) => state === 'used').length], [256, 44]);
    assert.equal(blockAt(map, '10.2.0.0'), undefined);
    assert.equal(blockAt(map, 'no address'), undefined);
    assert.equal(blockAt(open, '10.1.4.0'), undefined, 'it has no blocks of its own');
  });

  it('draws few cells of a pool of any size, and every address is in just one of them', () => {
    const size = fc.integer({ min: 1, max: 2 ** 24 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), size, (first, many) => {
        const last = first + many - 1;
        const map = mapOf(pool(0, { first: dotted(first), last: dotted(last), size: many }), []);
        const drawn = partOf(map, map);
        if ('cells' in drawn) return drawn.cells.length === many && many <= 1024;
        const { blocks } = drawn;
        const joined = blocks.every(({ first: at }, n) => at === (n === 0 ? first : (blocks[n - 1]?.last ?? 0) + 1));
        return joined && blocks.at(-1)?.last === last && blocks.length <= 513;
      }),
    );
  });

  it('tells what is held, leaked and excluded, but what somebody has was given', () => {
    const polled = { ...{ used: 2, held: 1, free: 97, utilization: 0.03, at: now }, leaked: ['172.16.1.101'], heldAddresses: ['172.16.1.102'] }; // prettier-ignore
    const excluded = [{ first: '172.16.1.100', last: '172.16.1.105', why: 'overlap' as const, pool: 'older' }];
    const { told, counts } = mapOf(pool(2, { polled, excluded }), [session({ assignedIp: '172.16.1.103' })]);
    assert.deepEqual(counts, { used: 1, leaked: 1, held: 1, excluded: 3, free: 94 });
    assert.deepEqual([...told.values()].map(addressWords).sort(), [
      '172.16.1.100: excluded, older has it, too, and comes first',
      '172.16.1.101: leaked',
      '172.16.1.102: held',
      '172.16.1.103: marty',
      '172.16.1.104: excluded, older has it, too, and comes first',
      '172.16.1.105: excluded, older has it, too, and comes first',
    ]);
    assert.equal(excluded[0] && excludedWords(excluded[0]), '172.16.1.100 – 172.16.1.105: older has it, too, and comes first'); // prettier-ignore
  });

  it('names those who have held an address for longest, each address once', () => {
    const row = (id: number, ago: number, last: number) => session({ id, start: now - ago, assignedIp: `172.16.1.${last}` }); // prettier-ignore
    const map = mapOf(pool(4), [row(1, 10, 100), row(2, 900, 101), row(3, 50, 102), row(4, 999, 100), row(5, 5, 7)]);
    assert.deepEqual(longest(map, 2).map(({ session: { id } }) => id), [2, 3]); // prettier-ignore
  });
});
