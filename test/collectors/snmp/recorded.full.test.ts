import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { columns } from '../../../collectors/snmp/columns.ts';
import { gauges, type MetricRow } from '../../../collectors/snmp/gauges.ts';
import { snmpWalk } from '../../../collectors/snmp/snmp-walk.ts';
import { replay } from '../../asa/snmp/replay.ts';
import { accessOf, LIMITS, pollOf, secrets } from './poll-lab.ts';

// A long part: walks that somebody has recorded of real devices are replayed, and what is read is held against the files. They are not ours to
// keep here: SNMP_WALKS names the folder where they lie (files `*.snmprec`).

const folder = process.env['SNMP_WALKS'];
if (folder === undefined) console.log('FIGURES {"skipped":"SNMP_WALKS names no folder of recorded walks"}');
else console.log(`FIGURES ${JSON.stringify(await held(folder))}`);

async function held(walks: string) {
  const figures = { files: 0, objects: 0, samples: 0, wrong: 0 };
  for (const file of readdirSync(walks).filter((name) => name.endsWith('.snmprec'))) {
    const text = readFileSync(join(walks, file), 'latin1');
    const said = objectsOf(text);
    const agent = await replay(text, { community: secrets.community });
    try {
      const { varbinds, failure } = await snmpWalk(accessOf(agent), secrets, '1.3.6.1', { ...LIMITS, rows: 100_000 });
      assert.equal(failure, undefined, file);
      const told = new Map(varbinds.map(({ oid, value }) => [oid, Buffer.isBuffer(value) ? value.toString('latin1') : String(value)])); // prettier-ignore
      assert.deepEqual(told, said, file);
      figures.objects += told.size;
      figures.files += 1;
      // What tells not even its uptime is no device that could be polled.
      if (said.has('1.3.6.1.2.1.1.3.0')) figures.samples += await polled(file, said, agent);
    } finally {
      await agent.close();
    }
  }
  return figures;
}

/** Each object that a table asks for is told as the file says, and nothing else is. */
async function polled(file: string, said: ReadonlyMap<string, string>, agent: { readonly port: number }) {
  const { samples = [], failures } = await pollOf(accessOf(agent));
  assert.deepEqual(failures, [], file);
  const wanted = new Map<string, string>();
  const expect = ({ metric, scale = 1 }: MetricRow, index: string, value: string): void => {
    const key = `${metric} ${index}`;
    if (!wanted.has(key)) wanted.set(key, scale === 1 ? value : scale < 1 ? (Number(value) * scale).toFixed(2) : String(Number(value) * scale)); // prettier-ignore
  };
  const below = (oid: string) => [...said].filter(([one]) => one.startsWith(`${oid}.`)).map(([one, value]) => [one.slice(oid.length + 1), value] as const); // prettier-ignore
  for (const row of gauges.flatMap(({ rows }) => rows)) {
    const value = said.get(row.oid);
    if (value !== undefined) expect(row, '', value);
  }
  for (const { name, isUnique, rows } of columns) {
    const names = new Map(name === undefined ? [] : below(name.oid));
    const all = [...names.values()];
    const instance = (index: string): string => {
      const bytes = names.get(index) ?? '';
      const text = name?.is === 'address' ? [...Buffer.from(bytes, 'latin1')].join('.') : bytes;
      return isUnique === true && text !== '' && all.indexOf(bytes) === all.lastIndexOf(bytes) ? text : `${text} ${index}`.trim(); // prettier-ignore
    };
    for (const row of rows) for (const [index, value] of below(row.oid)) expect(row, instance(index), value);
  }
  const found = new Map(samples.map(({ metric, instance, value }) => [`${metric} ${instance}`, value]));
  assert.deepEqual(found, wanted, file);
  return found.size;
}

/** The objects of a file: OID|type|value, `x` behind the type for octets in hexadecimal. */
function objectsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, oid, hex, value] = /^([\d.]+)\|\d+(x?)\|(.*)$/.exec(line) ?? [];
    if (oid === undefined || value === undefined || found.has(oid)) continue;
    found.set(oid, hex === 'x' ? Buffer.from(value, 'hex').toString('latin1') : value);
  }
  return found;
}
