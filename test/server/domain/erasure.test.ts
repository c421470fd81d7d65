import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isMeant, pseudonymsOf, scrubOf } from '../../../server/domain/erasure.ts';

const names = ['marty', 'HILL\\Marty', 'marty@hill.example', '~Jx3kQ0aPz1LmNo9w~1-7'];
const scrub = scrubOf('marty', pseudonymsOf('erased-1a2b3c4d', names));

describe('a name that is taken out of texts', () => {
  const gone = [
    ['Username = marty, IP = 198.51.100.7', 'Username = erased-1a2b3c4d, IP = 198.51.100.7'],
    ['Group <hv> User <MARTY> IP <198.51.100.7>', 'Group <hv> User <erased-1a2b3c4d> IP <198.51.100.7>'],
    ["user = 'marty' : reason", "user = 'erased-1a2b3c4d' : reason"],
    ['LOCAL\\marty failed', 'erased-1a2b3c4d failed'],
    ['HILL\\Marty failed', 'erased-1a2b3c4d@2 failed'],
    ['HILL\\\\Marty in escaped text', 'erased-1a2b3c4d@2 in escaped text'],
    ['marty@other.example failed', 'erased-1a2b3c4d failed'],
    ['marty@hill.example.', 'erased-1a2b3c4d@3.'],
    ['marty', 'erased-1a2b3c4d'],
    ['It was marty.', 'It was erased-1a2b3c4d.'],
    ['(marty)marty:marty', '(erased-1a2b3c4d)erased-1a2b3c4d:erased-1a2b3c4d'],
    ['user ~Jx3kQ0aPz1LmNo9w~1-7 failed', 'user erased-1a2b3c4d@4 failed'],
  ] as const;
  for (const [before, after] of gone) it(`is gone from ${before}`, () => assert.equal(scrub.text(before), after));

  const others = [
    'martyr',
    'marty2',
    'smarty',
    'marty.mcfly',
    'x.marty',
    'marty-pc',
    'marty_b',
    'marty$',
    'doc@marty',
    'mart y',
  ];
  for (const name of others)
    it(`is not taken for ${name}`, () => assert.equal(scrub.text(`user ${name} in`), `user ${name} in`));

  it('is gone from every text and key of JSON, and what does not hold it stays the same object', () => {
    const kept = { list: [1, null, { user: 'docbrown' }] };
    assert.equal(scrub.json(kept), kept);
    assert.deepEqual(scrub.json({ 'who marty': [{ user: 'HILL\\Marty', n: 1 }], kept }), {
      'who erased-1a2b3c4d': [{ user: 'erased-1a2b3c4d@2', n: 1 }],
      kept,
    });
  });

  it('may be anything that an ASA lets somebody type', () => {
    for (const odd of ['a(b', 'x*', '[', 'müller', 'a b', '$^', 'o"neill'])
      assert.equal(scrubOf(odd, pseudonymsOf('erased-0', [odd])).text(`user '${odd}' in`), "user 'erased-0' in");
  });

  it('with a domain is nobody else, without one whoever is called so', () => {
    assert.ok(
      isMeant('marty', 'HILL\\Marty') &&
        isMeant('Marty', 'marty@hill.example') &&
        isMeant('hill\\marty', 'HILL\\Marty'),
    );
    assert.ok(!isMeant('hill\\marty', 'marty') && !isMeant('marty', 'martyr'));
    const one = scrubOf('HILL\\marty', pseudonymsOf('erased-0', ['HILL\\Marty']));
    assert.equal(one.text('<HILL\\marty> <marty> <OAK\\marty>'), '<erased-0> <marty> <OAK\\marty>');
  });
});
