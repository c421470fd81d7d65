import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { takeTrap } from '../../../collectors/snmp/take-trap.ts';
import { instanceOf } from '../../../collectors/snmp/notification.ts';
import { namedObjects, trapOf, traps } from '../../../collectors/snmp/traps.ts';
import { parse } from '../../../collectors/syslog/parse.ts';
import { goldenTrap } from './golden-trap.ts';

const ROOT = 'test/golden/snmp-traps';
const cases = readdirSync(ROOT).sort();
const trapOfCase = (name: string) => goldenTrap(readFileSync(`${ROOT}/${name}/input.json`, 'utf8'));

for (const name of cases) {
  test(`golden trap: ${name}`, () => {
    const trap = trapOfCase(name);
    const taken = takeTrap(trap);
    const { outcome, messageId, severity, claim, source } = 'parsed' in taken ? taken.parsed : parse(taken.syslog);
    assert.equal(source, 'trap');
    const said = {
      name: trapOf(trap.oid)?.name ?? null,
      ...('syslog' in taken ? taken : {}),
      ...(messageId !== undefined && { messageId, severity }),
      ...{ outcome, ...(claim && { claim }) },
    };
    assert.deepEqual(said, JSON.parse(readFileSync(`${ROOT}/${name}/expected.json`, 'utf8')));
  });
}

test('every notification, every varbind of it whose OID is known, and every fact, has a golden case', () => {
  const missing = new Set(
    traps.flatMap(({ name, objects }) => [name, ...objects.filter(({ oid }) => oid).map((one) => `${name} ${one.name}`)]), // prettier-ignore
  );
  const facts = new Set(traps.flatMap(({ name, holes }) => holes.map(({ fact }) => `${name} as ${fact}`)));
  for (const trap of cases.map(trapOfCase)) {
    const row = trapOf(trap.oid);
    if (row === undefined) continue;
    missing.delete(row.name);
    for (const one of row.objects) if (instanceOf(one, trap.varbinds)) missing.delete(`${row.name} ${one.name}`);
    const taken = takeTrap(trap);
    for (const fact of Object.keys(('parsed' in taken && taken.parsed.claim) || {})) facts.delete(`${row.name} as ${fact}`); // prettier-ignore
  }
  assert.deepEqual([...missing, ...facts], []);
});

test('no two rows are one notification, and no two objects have one name or OID', () => {
  assert.equal(new Set(traps.map(({ name }) => name)).size, traps.length);
  for (const row of traps) assert.equal(trapOf(row.oid), row);
  const placed = namedObjects.flatMap(({ oid }) => oid ?? []);
  assert.equal(new Set(placed).size, placed.length);
  assert.equal(new Set(namedObjects.map(({ name }) => name)).size, namedObjects.length);
});
