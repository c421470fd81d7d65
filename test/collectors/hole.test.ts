import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flatten } from '../../collectors/syslog/compile.ts';
import { match, message } from '../../collectors/syslog/template.ts';

const PEER = message(750002, 'attempt.seen', 'Remote:[[ ]]{publicIp:ipPort} Username:[[ ]]{user:textOrNone} seen');

/** The facts of a text about a peer; `undefined` for other words. */
function peer(text: string): Record<string, unknown> | undefined {
  const found = match(PEER, flatten(text));
  if (found.outcome !== 'claim') return undefined;
  const { kind, ...facts } = found.claim;
  assert.equal(kind, 'attempt.seen');
  return facts;
}

test('an address with a port is read without it, in any family, and with brackets', () => {
  for (const [printed, publicIp] of [
    ['10.10.10.50:4500', '10.10.10.50'],
    ['2001:db8::50:500', '2001:db8::50'],
    ['2001:db8:::500', '2001:db8::'],
    ['[2001:db8::50]:500', '2001:db8::50'],
    ['doc-home:500', 'doc-home'],
  ] as const) {
    assert.deepEqual(peer(`Remote:${printed} Username:marty seen`), { publicIp, user: 'marty' });
  }
});

test('an address without its port is other words, not an address cut short', () => {
  for (const printed of [
    '10.10.10.50',
    '10.10.10.50:',
    ':500',
    '2001:db8::50',
    '10.10.10.50:123456',
    '10.10.10.50:ike',
    '',
  ]) {
    assert.equal(peer(`Remote:${printed} Username:marty seen`), undefined, printed);
  }
});

test('nobody and a name that is left out are no facts', () => {
  for (const name of ['Unknown', '', ' ', ' Unknown']) {
    assert.deepEqual(peer(`Remote:10.10.10.50:500 Username:${name} seen`), { publicIp: '10.10.10.50' }, name);
  }
});

test('a blank that may stand before a hole is no part of what it holds', () => {
  assert.deepEqual(peer('Remote: 10.10.10.50:500  Username:  doc  brown seen'), {
    publicIp: '10.10.10.50',
    user: 'doc  brown',
  });
});

test('a name that looks like the rest of its message is kept whole, and forges no address', () => {
  assert.deepEqual(peer('Remote:10.10.10.50:500 Username:x seen Remote:6.6.6.6:500 Username:y seen'), {
    publicIp: '10.10.10.50',
    user: 'x seen Remote:6.6.6.6:500 Username:y',
  });
});
