import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readConfiguration } from '../../../collectors/show/configuration.ts';
import { policyFactsOf } from '../../../server/domain/policy-facts.ts';
import type { Session } from '../../../server/domain/session.ts';

const text = `access-list SPLIT standard permit 10.1.0.0 255.255.0.0
access-list SPLIT standard permit host 10.9.9.9
access-list LAN standard permit host 0.0.0.0
group-policy DfltGrpPolicy attributes
 ip-comp disable
group-policy split internal
group-policy split attributes
 split-tunnel-policy tunnelspecified
 split-tunnel-network-list value SPLIT
 ip-comp enable
 client-firewall req cisco-integrated acl-in IN acl-out OUT
group-policy lan internal
group-policy lan attributes
 split-tunnel-policy excludespecified
 split-tunnel-network-list value LAN
 client-firewall none
group-policy lost internal
group-policy lost attributes
 split-tunnel-policy tunnelspecified
 split-tunnel-network-list value GONE
group-policy aaa external server-group RADIUS password canary
tunnel-group engineers type remote-access
tunnel-group engineers general-attributes
 default-group-policy split
tunnel-group plain type remote-access
`;
const { configuration } = readConfiguration(text);
const of = (told: Pick<Session, 'groupPolicy' | 'tunnelGroup'>, protocol: Session['protocol'] = 'ikev1') =>
  policyFactsOf(configuration, { ...told, protocol });
const everything = ['0.0.0.0 0.0.0.0'];

describe('what a configuration implies for a session', () => {
  it('is told by the policy of its tunnel group', () => {
    assert.deepEqual(of({ tunnelGroup: 'engineers' }), {
      ...{ securedRoutes: ['10.1.0.0 255.255.0.0', '10.9.9.9 255.255.255.255'], localLan: false, compression: true },
      firewall: 'Required: cisco-integrated acl-in IN acl-out OUT',
    });
  });

  it('is told by the policy that AAA gave it before that of its group', () => {
    assert.deepEqual(of({ tunnelGroup: 'engineers', groupPolicy: 'lan' }), {
      ...{ securedRoutes: everything, localLan: true, compression: false, firewall: 'None' },
    });
  });

  it('is that of the default policy where the group names none, or one that is not there: all is tunnelled', () => {
    for (const told of [{ tunnelGroup: 'plain' }, { groupPolicy: 'nowhere' }])
      assert.deepEqual(of(told), { securedRoutes: everything, localLan: false, compression: false });
  });

  it('tells no routes where the list is not there, and nothing where a server keeps the policy or nobody knows it', () => {
    assert.deepEqual(of({ groupPolicy: 'lost' }), { localLan: false, compression: false });
    assert.deepEqual(of({ groupPolicy: 'aaa' }), {});
    assert.deepEqual(of({ tunnelGroup: 'strangers' }), {});
    assert.deepEqual(of({}), {});
  });

  it('tells nothing by a file that is silent of policies, and no compression of IPsec for AnyConnect', () => {
    const bare = readConfiguration('hostname edge\nlogging enable\n').configuration;
    assert.deepEqual(policyFactsOf(bare, { groupPolicy: 'split', protocol: 'ikev1' }), {});
    assert.equal('compression' in of({ groupPolicy: 'split' }, 'anyconnect'), false);
  });

  it('is told by the group itself on a PIX 6', () => {
    const pix = readConfiguration('access-list ST permit ip 10.1.0.0 255.255.0.0 any\nvpngroup hv split-tunnel ST\n');
    const { securedRoutes } = policyFactsOf(pix.configuration, { tunnelGroup: 'hv', protocol: 'ikev1' });
    assert.deepEqual(securedRoutes, ['10.1.0.0 255.255.0.0']);
  });
});
