import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import fc from 'fast-check';

import { deviceActions } from '../../../server/commands/device-actions.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import { inventoryActions, type Imported } from '../../../server/commands/inventory-actions.ts';
import { readInventory } from '../../../server/commands/inventory.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratchStore } from '../store/scratch.ts';

const importInto = (store: Store, csv: string): Promise<Imported> => {
  const nobody = (): void => undefined;
  const actions = deviceActions(store, nobody, () => NOON);
  return inventoryActions(store, actions, nobody)['device.import']({ csv });
};

describe('an inventory', () => {
  it('is CSV with quotes, a byte order mark, CRLF and columns in any order', () => {
    const csv =
      '\ufeffSite,Name,address,tags,phone\r\n"Hill Valley, Main St","asa01",192.0.2.1,edge; old ;edge,"+1 555 ""88"""\r\n\r\n';
    assert.deepEqual(readInventory(csv), [
      {
        line: 2,
        name: 'asa01',
        address: '192.0.2.1',
        place: { site: 'Hill Valley, Main St', phone: '+1 555 "88"', tags: ['edge', 'old'] },
      },
    ]);
  });

  it('is refused with all that is wrong in it, each with its line', () => {
    const csv = 'name,address,zone\nasa 1,192.0.2.1,\nb,192.0.2.300,\nc,192.0.2.3,Mars\nd,192.0.2.4,\nd,192.0.2.4,\n';
    assert.throws(
      () => readInventory(csv),
      (fault) => {
        assert.ok(fault instanceof UsageFault);
        assert.match(fault.message, /line 2: "asa 1": not a device name/);
        assert.match(fault.message, /line 3: "192.0.2.300": not an IPv4/);
        assert.match(fault.message, /line 4: "Mars": not a time zone/);
        assert.match(fault.message, /line 6: name d: in line 5 as well; line 6: address 192.0.2.4: in line 5 as well/);
        return true;
      },
    );
    assert.throws(
      () => readInventory('name,address\nlong,192.0.2.1,more\nshort\nb,192.0.2.300\n'),
      /^UsageFault: line 2: Invalid Record Length.*; line 3: Invalid Record Length.*; line 4: "192.0.2.300"/,
    );
    for (const [text, why] of [
      ['', /no devices in it/],
      ['name,address\n', /no devices in it/],
      ['name,site\na,b\n', /no column address/],
      ['name,address,password\n', /columns "password"/],
      ['name,address\na,192.0.2.1,more\n', /line 2: Invalid Record Length/],
      ['name,address,site\na,192.0.2.1,x\u202ey\n', /line 2: site: .*invisible/],
    ] as const)
      assert.throws(() => readInventory(text), why, text);
  });

  it('gives devices or a fault of usage, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          assert.ok(readInventory(`name,address,tags\n${text}`).length > 0);
        } catch (fault) {
          assert.ok(fault instanceof UsageFault, String(fault));
        }
      }),
    );
  });

  it('adds what is not known, and tells anew where the others stand', async (t: TestContext) => {
    const store = await scratchStore(t);
    await store.placeDevice(1, { owner: 'Biff', tags: ['old'] });
    const csv = 'name,address,site,zone\nedge,198.51.100.7,Tannen,UTC\n';
    assert.deepEqual(await importInto(store, csv), { added: ['edge'], told: [] });
    const moved = 'name,address,site,tags\nedge,198.51.100.7,Court House,clock;tower\n';
    assert.deepEqual(await importInto(store, moved), { added: [], told: ['edge'] });
    const [first, , edge] = await store.devices();
    assert.deepEqual(first?.place, { owner: 'Biff', tags: ['old'] }, 'not in the file: as it was');
    assert.deepEqual(edge?.place, { site: 'Court House', tags: ['clock', 'tower'] });
    assert.equal(edge.zone, undefined);
  });

  it('changes nothing when one line contradicts what is known', async (t: TestContext) => {
    const store = await scratchStore(t);
    await importInto(store, 'name,address\nedge,198.51.100.7\n');
    const csv = 'name,address,site\nnew,198.51.100.8,A\nedge,198.51.100.9,B\nother,198.51.100.7,C\n';
    await assert.rejects(
      importInto(store, csv),
      /line 3: edge is known with 198.51.100.7, not 198.51.100.9; line 4: 198.51.100.7 is an address of edge/,
    );
    const devices = await store.devices();
    assert.equal(devices.length, 3);
    assert.ok(devices.every(({ place }) => place === undefined));
  });
});
