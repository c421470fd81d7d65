import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { holes } from '../../../collectors/show/config/row.ts';
import { readConfiguration, tables } from '../../../collectors/show/configuration.ts';
import { diagnose } from '../../../server/domain/doctor/doctor.ts';

const golden = 'test/golden/configuration';
const cases = readdirSync(golden).sort();
const text = (name: string): string => readFileSync(`${golden}/${name}/input.txt`, 'utf8');
const doctored = readdirSync('test/golden/doctor').map((name) => readFileSync(`test/golden/doctor/${name}/input.txt`, 'utf8')); // prettier-ignore

/** As the golden cases have it: a value with its line is a pair, and of evidence only the number of its line is left. */
function short(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(short);
  if (typeof value !== 'object' || value === null) return value;
  const { evidence, ...rest } = value as Record<string, unknown> & { evidence?: { line: number } };
  if (evidence !== undefined && Object.keys(rest).join() === 'value') return [short(rest['value']), evidence.line];
  const facts = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, short(one)]));
  return evidence === undefined ? facts : { ...facts, line: evidence.line };
}

describe('the whole of a running configuration', () => {
  for (const name of cases) {
    it(`is read as the golden case ${name} says`, () => {
      const { configuration, unused } = readConfiguration(text(name));
      assert.deepEqual(unused, []);
      const expected = JSON.parse(readFileSync(`${golden}/${name}/expected.json`, 'utf8')) as object;
      for (const [key, wanted] of Object.entries(expected)) {
        assert.deepEqual(short(configuration[key as keyof typeof configuration]), wanted, key);
      }
    });
  }

  it('has a golden case for each command, but for settings and attributes that only differ in name', () => {
    const lines = [...cases.map(text), ...doctored].flatMap((one) => one.split('\n')).map((line) => line.trim().split(/\s+/)); // prettier-ignore
    const missing = tables
      .flatMap(({ rows }) => rows)
      .filter(
        ({ within, command }) =>
          !/^(?:tunnel-group|group-policy|username)$/.test(within ?? '') &&
          !/^vpngroup|^crypto (?:dynamic-)?map _ _ (?:set|match)/.test(command),
      ) // prettier-ignore
      .filter(({ command }) => !lines.some((words) => holes(command, words) !== undefined));
    assert.deepEqual(
      missing.map(({ command }) => command),
      [],
    );
  });

  it('has no secret in it, nor in its evidence', () => {
    for (const one of [...cases.map(text), ...doctored, readFileSync('test/asa/lab/running-config.txt', 'utf8')]) {
      const read = JSON.stringify(readConfiguration(one)).replaceAll('"words":["canary"]', '');
      assert.doesNotMatch(read.replaceAll('trust-point canary"', ''), /canary|SECRET/);
    }
  });

  it('is whole only from its version to its end', () => {
    const whole = text('asa-7.2');
    assert.deepEqual(
      [readConfiguration(whole).whole, readConfiguration(whole).configuration.families.length],
      [true, 11],
    );
    assert.equal(readConfiguration(whole.replace(': end\n', '')).whole, false);
    assert.equal(readConfiguration(whole.replace('ASA Version 7.2(4)\n', '')).whole, false);
    assert.equal(readConfiguration(`${whole}\nlab-72# show running-config all sysopt\nsysopt connection permit-vpn\n`).whole, true); // prettier-ignore
    assert.equal(readConfiguration(`lab-72# show running-config\n: Saved\n${whole}\nlab-72# `).whole, true);
  });

  it('is never called wrong for what a cut took away', () => {
    for (const whole of [text('asa-7.2'), readFileSync('test/asa/lab/running-config.txt', 'utf8')]) {
      const ids = (config: string): readonly string[] =>
        diagnose(readConfiguration(config).configuration).findings.map(({ id, subject }) => `${id} ${subject ?? ''}`);
      const wanted = new Set(ids(whole));
      const made = whole.split('\n').slice(0, -2);
      const wrong = made.flatMap((line, place) =>
        ids(made.slice(0, place).join('\n'))
          .filter((id) => !wanted.has(id))
          .map((id) => `${id} before ${line}`),
      );
      assert.deepEqual(wrong, []);
    }
  });

  it('is not read past a line that somebody else has spoken in between, lest what stands below it be lost', () => {
    for (const name of cases) {
      const said = text(name).replace(/^interface .*$/m, '$&\nBroadcast message: the lightning strikes at 22:04');
      const spoken = readConfiguration(said).unused.filter(({ kind }) => kind === 'unknown');
      assert.equal(spoken.length, said === text(name) ? 0 : 1);
    }
  });

  it('is read without its indentation', () => {
    const flat = text('asa-7.2').replace(/^ +/gm, '');
    const { configuration } = readConfiguration(flat);
    const wanted = readConfiguration(text('asa-7.2')).configuration;
    assert.deepEqual(short(configuration.crypto), short(wanted.crypto));
    assert.deepEqual(short(configuration.tunnelGroups), short(wanted.tunnelGroups));
    assert.deepEqual(short(configuration.groupPolicies), short(wanted.groupPolicies));
  });

  it('never throws, nor does the doctor, whatever the text', () => {
    const words = [...cases.map(text), ...doctored].flatMap((one) => one.split(/\s+/));
    const line = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...new Set(words)) }, { weight: 1, arbitrary: fc.string() }), { maxLength: 8 }); // prettier-ignore
    const start = fc.constantFrom(...new Set(tables.flatMap(({ rows }) => rows.map(({ command }) => command.replace(/[?<>]| \.\.\.$/g, ''))))); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.tuple(start, line), { maxLength: 40 }), (parts) => {
        const made = parts.map(([first, rest]) => [first, ...rest].join(' ')).join('\n');
        JSON.stringify(diagnose(readConfiguration(`ASA Version 8.4(2)\n${made}\n: end\n`).configuration));
      }),
      { numRuns: 200 },
    );
  });
});
