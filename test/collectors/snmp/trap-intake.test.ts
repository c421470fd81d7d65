import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derived, namesHmac } from '../../../server/access/key.ts';
import { takeTrap } from '../../../collectors/snmp/take-trap.ts';
import { Intake, type Load } from '../../../collectors/syslog/intake.ts';
import { Names } from '../../../collectors/syslog/names.ts';
import { unpacked } from '../../../server/domain/packed.ts';

const CISCO = '1.3.6.1.4.1.9.9';
const ASA = '10.10.10.2';
const NOON = Date.UTC(2026, 0, 5, 12);
const proof = { version: 'v2c', known: true } as const;
const FAILED =
  '%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : user = ';

/** What an intake makes of some traps: of a clogMessageGenerated with that text, or of a notification that nobody lists. */
function loaded(...told: readonly ({ readonly text: string } | { readonly oid: string })[]): Load {
  const names = new Names({ hmac: namesHmac(derived(Buffer.alloc(32, 1)).names), known: ['marty'] });
  const intake = new Intake({ admission: { known: [ASA], room: 0 }, firstMessage: 1, queueBytes: 1e6, now: () => NOON, names }); // prettier-ignore
  for (const one of told) {
    const trap = 'oid' in one ? { oid: one.oid, varbinds: [] } : { oid: `${CISCO}.41.2.0.1`, varbinds: [{ oid: `${CISCO}.41.1.2.3.1.5.0`, value: Buffer.from(one.text) }] }; // prettier-ignore
    intake.receiveTrap(takeTrap({ ...trap, proof }), ASA);
  }
  return intake.load();
}

const rowsOf = ({ rows }: Load) => unpacked(rows);

test('a password that was typed as a name is in nothing that the intake makes of a trap; a name that is known stays', () => {
  const load = loaded(
    { text: `?<166>${FAILED}Sommer2026!` },
    { text: `${FAILED}marty` },
    { text: '%ASA-6-113015: in words that nobody knows: user = Sommer2026! failed' },
    { text: "%ASA-5-111008: User 'marty' executed the 'username docbrown password Sommer2026!' command." },
  );
  assert.ok(!JSON.stringify(load).includes('Sommer'));
  assert.deepEqual(
    rowsOf(load).map(([, , , messageId, , outcome]) => [messageId, outcome]),
    [
      [113_015, 'claim'],
      [113_015, 'claim'],
      [113_015, 'misfit'],
      [111_008, 'noted'],
    ],
  );
  assert.equal(rowsOf(load)[1]?.[6], `trap: ${FAILED}marty`);
  assert.deepEqual(load.claims.map(({ source, messageId, deviceTime }) => [source, messageId, deviceTime]), [
    ['trap', 113_015, undefined],
    ['trap', 113_015, undefined],
  ]); // prettier-ignore
});

test('a message that the device has cut to 255 characters is noted where it does not fit; a shorter one is a misfit', () => {
  const strange = `%ASA-4-113019: ${'x'.repeat(300)}`;
  const [cut, short] = rowsOf(loaded({ text: strange.slice(0, 255) }, { text: strange.slice(0, 254) }));
  assert.deepEqual([cut?.[5], short?.[5]], ['noted', 'misfit']);
});

test('traps that nobody lists are counted by OID, and no trap tells of the clock of its device', () => {
  const [one, other] = [`${CISCO}.9999.0.1`, `${CISCO}.9999.0.2`];
  const { unknown = [], clocks } = loaded({ oid: one }, { oid: other }, { oid: one }, { text: `${FAILED}marty` });
  assert.deepEqual(
    unknown.map(({ oid, messageId, outcome, count, sample }) => [oid, messageId, outcome, count, sample]),
    [
      [one, null, 'unlisted', 2, `trap ${one} v2c community=known`],
      [other, null, 'unlisted', 1, `trap ${other} v2c community=known`],
    ],
  );
  assert.deepEqual(clocks, []);
});
