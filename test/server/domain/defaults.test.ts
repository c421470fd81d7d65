import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readConfiguration } from '../../../collectors/show/configuration.ts';
import { withDefaults } from '../../../server/domain/defaults.ts';
import { diagnose } from '../../../server/domain/doctor/doctor.ts';

const own = `ASA Version 7.0(8)
hostname edge
isakmp enable outside
sysopt connection tcpmss 1300
tunnel-group staff type ipsec-ra
tunnel-group staff ipsec-attributes
 pre-shared-key *
: end
`;
const crypto = 'no isakmp nat-traversal\nno isakmp am-disable\nisakmp identity auto\n';
const sysopt = 'sysopt connection permit-ipsec\nsysopt connection tcpmss 1380\n';
const read = (text: string) => readConfiguration(text).configuration;

describe('what a device has by default', () => {
  it('is added where no line of the configuration says it, and takes nothing back', () => {
    const { crypto: known, sysopt: options } = withDefaults(read(own), [read(crypto), read(sysopt)]);
    assert.deepEqual(
      [known.natTraversal?.value, known.aggressiveMode?.value, known.identity?.value],
      [false, true, 'auto'],
    );
    assert.deepEqual(
      options.map(({ value }) => value.option),
      ['connection tcpmss 1300', 'connection permit-ipsec', 'connection tcpmss 1380'],
    );
    assert.deepEqual(withDefaults(read(own), []), read(own));
    const off = read(own.replace('isakmp enable', 'isakmp am-disable\nisakmp enable'));
    assert.equal(withDefaults(off, [read(crypto)]).crypto.aggressiveMode?.value, false);
  });

  it('makes the doctor sure of what it would otherwise take from the release', () => {
    const ids = (all: readonly string[]) => diagnose(withDefaults(read(own), all.map(read))).findings.filter(({ id }) => /^(?:nat-t-off|sysopt|aggressive)/.test(id)).map(({ id, verified }) => [id, verified]); // prettier-ignore
    assert.deepEqual(ids([]), [
      ['aggressive-mode', false],
      ['nat-t-off', true],
      ['sysopt-permit-vpn', false],
    ]);
    assert.deepEqual(ids([crypto, sysopt]), [
      ['nat-t-off', true],
      ['aggressive-mode', true],
    ].reverse()); // prettier-ignore
  });
});
