import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStored, MOST_LISTED, readStoring, storingText, storingWords } from '../../../server/domain/storing.ts';

test('what is stored is read as it is told, and nothing else is', () => {
  for (const text of ['vpn', 'all', '302013', 'vpn,302,106023']) {
    const read = readStoring(text);
    assert.ok(typeof read === 'string' || !('wrong' in read), text);
    assert.equal(storingText(read), text);
  }
  assert.deepEqual(readStoring(' VPN , 302 ,302'), ['vpn', 302]);
  for (const wrong of ['', 'some', '30201', '3020133', 'all,302', '012345', '302;', Array.from({ length: MOST_LISTED + 1 }, (_, n) => 100_000 + n).join()])
    assert.match(JSON.stringify(readStoring(wrong)), /"wrong"/, wrong.slice(0, 20)); // prettier-ignore
});

test('by its ID a message is of the VPN, whoever reads it', () => {
  const vpn = isStored('vpn');
  for (const id of [113_019, 713_228, 716_001, 722_051, 734_003, 737_016, 746_012, 751_026, 111_010, 605_004]) assert.ok(vpn(id, false), `${id}`);
  for (const id of [302_013, 106_023, 106_100, 305_011, 733_100]) assert.ok(!vpn(id, false), `${id}`);
  // What the tables read is of use.
  assert.ok(vpn(104_001, true));
  assert.ok(!isStored(['vpn'])(302_013, false) && isStored(['vpn'])(104_001, true) && !isStored([302])(104_001, true));
}); // prettier-ignore

test('a person is told what a setting does', () => {
  assert.match(storingWords('vpn'), /VPN.*counted/);
  assert.match(storingWords('302,106023'), /302, 106023.*counted/);
  assert.equal(storingWords('all'), 'every message is stored');
});
