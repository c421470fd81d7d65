import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { columns } from '../../../collectors/snmp/columns.ts';
import { texts } from '../../../collectors/snmp/device-facts.ts';
import { gauges } from '../../../collectors/snmp/gauges.ts';
import { groupColumn, sessionColumns } from '../../../collectors/snmp/session-table.ts';
import type { Polled } from '../../../server/domain/polling.ts';
import { replay } from '../../asa/snmp/replay.ts';
import { accessOf, pollOf, secrets } from './poll-lab.ts';

// Run from the root of the repository: golden folders are data, not compiled.
const ROOT = 'test/golden/snmp-poll';
const cases = readdirSync(ROOT).sort();
const walkOf = (name: string): string => readFileSync(`${ROOT}/${name}/input.snmprec`, 'utf8');

/** What a poll told, in the form of the golden files: `metric instance`, and its value, with the width of a counter. */
function shown({ samples = [], facts, rosters }: Polled) {
  const listings = rosters.flatMap((roster) => (roster.kind === 'sessions.listed' ? roster : []));
  const told = samples.map(({ metric, instance, value, bits }) => [`${metric} ${instance}`.trim(), bits === undefined ? value : `${value} of ${bits}`] as const); // prettier-ignore
  return {
    samples: Object.fromEntries(told),
    facts,
    complete: listings.every(({ complete }) => complete),
    sessions: listings
      .flatMap(({ listing, sessions }) => sessions.map((session) => ({ listing, ...session })))
      .sort(({ user: a = '' }, { user: b = '' }) => (a < b ? -1 : 1)),
  };
}

describe('golden polls over SNMP', () => {
  for (const name of cases) {
    it(name, async (t) => {
      const agent = await replay(walkOf(name), { community: secrets.community });
      t.after(() => agent.close());
      const polled = await pollOf(accessOf(agent));
      assert.deepEqual(polled.failures, []);
      assert.deepEqual(shown(polled), JSON.parse(readFileSync(`${ROOT}/${name}/expected.json`, 'utf8')));
    });
  }

  it('have a case of every object that is asked for, told where no better one is', () => {
    const walks = cases.map((name) => walkOf(name).split('\n').map((line) => line.split('|')[0] ?? '')); // prettier-ignore
    const has = (walk: readonly string[], oid: string) => walk.some((one) => one === oid || one.startsWith(`${oid}.`));
    const alone = [...Object.values(texts), ...Object.values(sessionColumns), groupColumn, ...columns.flatMap(({ name }) => name ?? [])]; // prettier-ignore
    const missing = [
      ...alone.filter(({ oid }) => !walks.some((walk) => has(walk, oid))),
      ...[...gauges, ...columns].flatMap(({ rows }) =>
        rows.filter(({ metric, oid }, place) => {
          const better = rows.slice(0, place).filter((row) => row.metric === metric);
          return !walks.some((walk) => has(walk, oid) && !better.some((row) => has(walk, row.oid)));
        }),
      ),
    ];
    assert.deepEqual(
      missing.map(({ object }) => object),
      [],
    );
  });
});
