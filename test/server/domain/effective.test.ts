import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { readConfiguration } from '../../../collectors/show/configuration.ts';
import type { Configuration } from '../../../server/domain/configuration.ts';
import { effectivePools, routesOf } from '../../../server/domain/effective.ts';
import type { TunnelGroup } from '../../../server/domain/group.ts';
import { covers, dotted, networkOf, networksIn } from '../../../server/domain/range.ts';
import { isFrom, readRelease } from '../../../server/domain/release.ts';

function read(...lines: readonly string[]): Configuration {
  return readConfiguration(lines.join('\n')).configuration;
}

function group({ tunnelGroups }: Configuration, name: string): TunnelGroup {
  const found = tunnelGroups.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

describe('the chain of pools of a tunnel group', () => {
  const configuration = read(
    'group-policy DfltGrpPolicy attributes',
    ' address-pools value everybody',
    'group-policy own internal',
    'group-policy own attributes',
    ' address-pools value first second',
    'group-policy none internal',
    'group-policy none attributes',
    ' address-pools none',
    'group-policy silent internal',
    ...['own', 'none', 'silent', 'gone'].flatMap((name) => [
      `tunnel-group ${name} type remote-access`,
      `tunnel-group ${name} general-attributes`,
      ' address-pool (outside) mine',
      ' address-pool (inside) mine spare',
      ` default-group-policy ${name}`,
    ]),
  );

  for (const [name, pools, why] of [
    ['own', ['first', 'second'], 'are those of its policy, in order'],
    ['none', ['mine', 'spare'], 'are its own, of all interfaces, where the policy says none'],
    ['silent', ['everybody'], 'are inherited from the default policy'],
    ['gone', ['everybody'], 'are those of the default policy, where its policy does not exist'],
  ] as const) {
    it(why, () => {
      assert.deepEqual(effectivePools(configuration, group(configuration, name)), pools);
    });
  }

  it('are those of the policy that AAA gave the user', () => {
    assert.deepEqual(effectivePools(configuration, group(configuration, 'none'), 'own'), ['first', 'second']);
  });

  it('are its own, where no policy names any', () => {
    const plain = read('tunnel-group g type ipsec-ra', 'tunnel-group g general-attributes', ' address-pool a b');
    assert.deepEqual(effectivePools(plain, group(plain, 'g')), ['a', 'b']);
  });
});

describe('the secured routes of a policy', () => {
  const all = [{ address: '0.0.0.0', mask: '0.0.0.0' }];
  const configuration = read(
    'names',
    'name 10.5.0.0 courthouse',
    'object network LAN',
    ' subnet 10.6.0.0 255.255.0.0',
    'object-group network BOTH',
    ' network-object object LAN',
    ' network-object 10.7.0.0 255.255.255.0',
    ' group-object BOTH',
    'access-list standard-one remark towns',
    'access-list standard-one standard permit 10.1.0.0 255.255.0.0',
    'access-list standard-one standard deny 10.1.1.0 255.255.255.0',
    'access-list standard-one standard permit host 10.9.9.9',
    'access-list extended-one extended permit ip 10.2.0.0 255.255.0.0 any',
    'access-list extended-one extended permit ip courthouse 255.255.0.0 any',
    'access-list extended-one extended permit ip object-group BOTH any',
    'access-list extended-one extended permit ip host 10.8.8.8 any inactive',
    'access-list lan standard permit host 0.0.0.0',
    'access-list dark extended permit ip object MISSING any',
    ...Object.entries({ standard: 'standard-one', extended: 'extended-one', lost: 'nowhere', dark: 'dark' }).flatMap(
      ([name, list]) => [
        `group-policy ${name} internal`,
        `group-policy ${name} attributes`,
        ' split-tunnel-policy tunnelspecified',
        ` split-tunnel-network-list value ${list}`,
      ],
    ),
    'group-policy all internal',
    'group-policy all attributes',
    ' split-tunnel-policy tunnelall',
    ' split-tunnel-network-list value standard-one',
    'group-policy but internal',
    'group-policy but attributes',
    ' split-tunnel-policy excludespecified',
    ' split-tunnel-network-list value lan',
    'group-policy away external server-group RAD',
  );

  for (const [name, routes, why] of [
    ['all', { policy: 'tunnelall', secured: all }, 'are everything with tunnelall, whatever list is named'],
    ['unheard-of', { policy: 'tunnelall', secured: all }, 'are everything, where nothing is told'],
    [
      'standard',
      { policy: 'tunnelspecified', secured: [{ address: '10.1.0.0', mask: '255.255.0.0' }, { address: '10.9.9.9', mask: '255.255.255.255' }] }, // prettier-ignore
      'are what a standard list permits',
    ],
    [
      'extended',
      {
        policy: 'tunnelspecified',
        secured: [
          { address: '10.2.0.0', mask: '255.255.0.0' },
          { address: '10.5.0.0', mask: '255.255.0.0' },
          { address: '10.6.0.0', mask: '255.255.0.0' },
          { address: '10.7.0.0', mask: '255.255.255.0' },
        ],
      },
      'are the sources of an extended list, names and objects resolved',
    ],
    [
      'but',
      { policy: 'excludespecified', secured: all, excluded: [{ address: '0.0.0.0', mask: '255.255.255.255' }] },
      'are everything but what excludespecified names, such as the client’s own LAN',
    ],
    ['lost', { policy: 'tunnelspecified', unresolved: 'nowhere' }, 'are not known where the list is not there'],
    ['dark', { policy: 'tunnelspecified', secured: [], unresolved: 'dark' }, 'are marked where an object is not there'],
    ['away', { policy: 'unknown' }, 'are not known of an external policy'],
  ] as const) {
    it(why, () => assert.deepEqual(routesOf(configuration, name), routes));
  }

  it('are the split-tunnel list of a vpngroup on a PIX 6', () => {
    const pix = read('access-list 101 permit ip 10.3.0.0 255.255.0.0 any', 'vpngroup road split-tunnel 101');
    const secured = [{ address: '10.3.0.0', mask: '255.255.0.0' }];
    assert.deepEqual(routesOf(pix, 'DfltGrpPolicy', group(pix, 'road')), { policy: 'tunnelspecified', secured });
  });
});

describe('ranges and releases', () => {
  it('take a range apart into networks that make it up again', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 5000 }), (first, more) => {
        const last = Math.min(first + more, 2 ** 32 - 1);
        const networks = networksIn({ first, last }).map(({ address, mask }) => networkOf(address, mask));
        assert.equal(networks[0]?.first, first);
        assert.equal(networks.at(-1)?.last, last);
        assert.ok(covers(networks.flatMap((one) => one ?? []), { first, last })); // prettier-ignore
      }),
    );
    assert.deepEqual(networksIn({ first: 0, last: 2 ** 32 - 1 }), [{ address: '0.0.0.0', mask: '0.0.0.0' }]);
    assert.equal(dotted(2 ** 32 - 1), '255.255.255.255');
    assert.equal(networkOf('10.0.0.0', '255.0.255.0'), undefined);
  });

  it('know which release is later', () => {
    const release = readRelease('ASA Version 8.2(5)13 <system>');
    assert.deepEqual(release, { product: 'ASA', numbers: [8, 2, 5, 13] });
    assert.ok(isFrom(release, 8, 2, 5) && isFrom(release, 7) && !isFrom(release, 8, 4) && !isFrom(release, 9));
    assert.deepEqual(readRelease('PIX Version 6.3(5)'), { product: 'PIX', numbers: [6, 3, 5, 0] });
    assert.deepEqual(readRelease('9.16(4)'), { product: 'ASA', numbers: [9, 16, 4, 0] });
    assert.equal(readRelease('ASA Version x'), undefined);
  });
});
