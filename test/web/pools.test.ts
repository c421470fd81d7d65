import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressMap, partOf, type Address } from '../../web/addresses.ts';
import { percent, poolsVerdict, poolUses } from '../../web/words/pools.ts';
import { chain, device, now, pool, session } from './rows.ts';

const minute = 60_000;
const listing = { used: 80, held: 10, free: 10, utilization: 0.9, at: now - minute, leaked: [] as readonly string[] };
const say = (rows: Parameters<typeof poolUses>[0], chains: Parameters<typeof poolUses>[1] = [], silent = false) =>
  poolsVerdict(poolUses(rows, chains, now), [device(silent ? { lastMessageAt: null } : {})], now);

/** The addresses of a small pool, one by one. */
function cellsOf(...[row, rows]: Parameters<typeof addressMap>): readonly Address[] {
  const map = addressMap(row, rows) ?? assert.fail('no map');
  const drawn = partOf(map, map);
  return 'cells' in drawn ? drawn.cells : assert.fail('drawn in blocks');
}

describe('pools', () => {
  it('are never rounded up to full', () => {
    assert.equal(percent(0.999), '99 %');
    assert.equal(percent(0.57), '57 %');
    assert.equal(percent(1), '100 %');
  });

  it('of a silent head-end are not spoken of', () => {
    const said = say([pool(100)], [], true);
    assert.equal(said.state, 'unknown');
    assert.equal(said.text, '1 pool cannot be seen: nothing is heard of HV-ASA.');
  });

  it('have a cell for each address, with the later of two sessions that claim it', () => {
    const rows = [
      session({ id: 1, assignedIp: '172.16.1.101', start: now - 10 }),
      session({ id: 2, assignedIp: '172.16.1.101', start: now }),
    ];
    const cells = cellsOf(pool(1), rows);
    assert.equal(cells.length, 100);
    assert.equal(cells[0]?.address, '172.16.1.100');
    assert.equal(cells[1]?.session?.id, 2);
    assert.equal(cells.at(-1)?.address, '172.16.1.199');
    assert.equal(addressMap(pool(1, { first: null, last: null, size: null }), rows), undefined);
  });

  it('have no more room than messages leave that came after the listing', () => {
    const empty = { ...listing, used: 0, held: 0, free: 100, utilization: 0 };
    const useOf = (changedAt: number) => poolUses([pool(19, { polled: empty, changedAt })], [], now).pools[0]?.used;
    assert.deepEqual([useOf(empty.at + 1), useOf(empty.at)], [19, 0]);
  });

  it('are as full as their device has listed them, held addresses not being free, whatever messages tell', () => {
    const { pools } = poolUses([pool(3, { polled: listing })], [], now);
    const [use] = pools;
    assert.deepEqual(
      [use?.used, use?.size, use?.utilization, use?.state, use?.listed, use?.derived],
      [90, 100, 0.9, 'warn', true, 3],
    );
    assert.match(say([pool(3, { polled: listing })]).text, /is filling up: 10 of 100 addresses are free/);
  });

  it('are as messages tell once the last listing is old', () => {
    const [use] = poolUses([pool(3, { polled: { ...listing, at: now - 11 * minute } })], [], now).pools;
    assert.deepEqual([use?.used, use?.state, use?.listed], [3, 'ok', false]);
  });

  it('that were listed are seen, though the syslog of their head-end is silent', () => {
    assert.equal(say([pool(3, { polled: listing })], [], true).state, 'warn');
  });

  it('with leaked addresses say so, and draw them as in use by nobody', () => {
    const row = pool(0, { polled: { ...listing, used: 2, held: 0, free: 98, utilization: 0.02, leaked: ['172.16.1.101', '172.16.1.102'] } }); // prettier-ignore
    assert.equal(say([row]).text, '2 addresses of vpnpool on HV-ASA have leaked: in use, and no session has them.');
    const cells = cellsOf(row, [session({ assignedIp: '172.16.1.102' })]);
    assert.deepEqual(cells.slice(0, 3).map((one) => [one.state, one.session?.user]), [['free', undefined], ['leaked', undefined], ['used', 'marty']]); // prettier-ignore
  });
});

describe('the pools of a chain', () => {
  const [first, second] = [pool(100, { name: 'first' }), pool(20, { name: 'second' })];
  const both = chain(['first', 'second']);

  it('have room while one of them has: the first fills by design', () => {
    const { pools, chains } = poolUses([first, second], [both], now);
    assert.deepEqual(pools.map(({ state, handsOn }) => [state, handsOn]), [['ok', true], ['ok', false]]); // prettier-ignore
    assert.deepEqual([chains[0]?.used, chains[0]?.size, chains[0]?.utilization], [120, 200, 0.6]);
    const said = say([first, second], [both]);
    assert.deepEqual([said.state, said.text], ['ok', 'There is room for everybody: the fullest, the pools of hillvalleyvpn on HV-ASA, are at 60 %.']); // prettier-ignore
  });

  it('are full together', () => {
    const rows = [first, pool(94, { name: 'second' })];
    assert.equal(say(rows, [both]).text, 'The pools of hillvalleyvpn on HV-ASA are nearly full: 6 of 200 addresses are free.'); // prettier-ignore
    const { pools } = poolUses(rows, [both], now);
    assert.deepEqual(pools.map(({ state }) => state), ['crit', 'warn']); // prettier-ignore
  });

  it('do not excuse a pool that another connection profile has alone', () => {
    const said = say([first, second], [both, chain(['first'], { tunnelGroup: 'others' })]);
    assert.equal(said.text, 'first on HV-ASA is full: the next client gets no address.');
  });

  it('are of unknown size where one of them is, and a full one is then full for all that is known', () => {
    const { pools, chains } = poolUses([first], [both], now);
    assert.deepEqual([chains[0]?.size, chains[0]?.state, pools[0]?.state], [null, 'unknown', 'crit']);
    assert.equal(say([first], [both]).state, 'crit');
  });

  it('tell what is held only where all of them were listed', () => {
    const listed = [pool(0, { name: 'first', polled: listing }), pool(0, { name: 'second', polled: { ...listing, at: now - 5 * minute } })]; // prettier-ignore
    const [whole] = poolUses(listed, [both], now).chains;
    assert.deepEqual([whole?.used, whole?.held, whole?.listed, whole?.at], [180, 20, true, now - 5 * minute]);
    const [part] = poolUses([...listed.slice(0, 1), second], [both], now).chains;
    assert.deepEqual([part?.used, part?.held, part?.listed, part?.at], [110, null, false, null]);
  });
});
