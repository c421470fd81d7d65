import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNameFault } from '../../../server/domain/access/account.ts';
import { entryStage, PASSWORD } from '../api/entry-stage.ts';

test('a name that can be written in another way is none: no sign that is a letter only in small letters', () => {
  const odd = [
    'doc\u212a',
    '\u212b',
    '\u2126',
    '\uff44oc',
    'do\u1d9c',
    'doc\u00b2',
    '\ufb01n',
    'e\u0301mile',
    '\u2167',
  ];
  for (const name of odd) assert.notEqual(accountNameFault(name), undefined, JSON.stringify(name));
  for (const name of [
    'dock',
    'DOCK',
    '\u00e9mile',
    '\u03c9',
    '\u00e5ke',
    '\u0434\u043e\u043a',
    'doc.brown@hill-valley_1',
  ])
    assert.equal(accountNameFault(name), undefined, name);
});

test('who has a name with a k is nobody else: not by a proxy, a password, or an account of that look', async (t) => {
  const { admitted, accounts } = await entryStage(t);
  const forged = 'doc\u212a';
  assert.equal(forged.toLowerCase(), 'dock');
  await accounts.add({ name: 'dock', role: 'admin', sites: null, password: PASSWORD });
  const comer = { from: '192.0.2.7', agent: '' };
  assert.equal(admitted.byProxy('DocK')?.name, 'dock');
  assert.equal(admitted.byProxy(forged), undefined);
  assert.equal((await accounts.logIn({ name: 'DOCK', password: PASSWORD }, comer)).outcome, 'in');
  assert.equal((await accounts.logIn({ name: forged, password: PASSWORD }, comer)).outcome, 'wrong');
  await assert.rejects(
    accounts.add({ name: 'mar\u212a', role: 'viewer', sites: null, password: PASSWORD }),
    /stands for another/,
  );
});
