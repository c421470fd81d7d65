import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { readShow } from '../../../collectors/show/read.ts';

const golden = 'test/golden/show';
const cases = readdirSync(golden)
  .filter((name) => /^(?:ike|pool)/.test(name) && existsSync(`${golden}/${name}/command.txt`))
  .flatMap((name) => {
    const file = (of: string): string => readFileSync(`${golden}/${name}/${of}`, 'utf8');
    const expected: unknown = JSON.parse(file('expected.json'));
    return file('command.txt')
      .trim()
      .split('\n')
      .map((command) => ({ name, command, text: file('input.txt'), expected }));
  });

describe('the IKE SAs and the pools of a device', () => {
  for (const { name, command, text, expected } of cases) {
    it(`${name}: ${command}`, () => {
      const { printed: _, ...read } = { printed: [], ...readShow(command, text) };
      assert.deepEqual(read, expected);
    });
  }

  it('are read with no other facts, and of one version all or none, at whatever line the output was cut', () => {
    const unnumbered = new Set(['ike-table']); // nothing in it tells how many there are
    for (const { name, command, text } of cases) {
      const whole = readShow(command, text);
      if (whole?.outcome !== 'read' || unnumbered.has(name)) continue;
      for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', end) + 1) {
        const cut = readShow(command, text.slice(0, end));
        if (cut?.outcome === 'read') assert.ok(isPart(cut.facts, whole.facts), `${name} at ${end}`);
      }
    }
  });

  it('are read or refused, whatever the device prints', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...cases.flatMap(({ text }) => text.split('\n'))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.array(noise), ({ command }, parts) => {
        assert.ok(readShow(command, parts.join('\n')) !== undefined);
      }),
    );
  });
});

/** Whether no fact is another one; SAs of a version may lack as a whole, and facts of one that `detail` prints last. */
function isPart(cut: unknown, whole: unknown): boolean {
  if (Array.isArray(cut) && Array.isArray(whole)) {
    const versions = new Set(cut.map((one: { readonly version?: number }) => one.version));
    const same = whole.filter((one: { readonly version?: number }) => versions.has(one.version));
    return cut.length === same.length && cut.every((one, place) => isPart(one, same[place]));
  }
  if (typeof cut !== 'object' || cut === null) return cut === whole;
  const facts = Object.entries(whole ?? {});
  return Object.entries(cut).every(([key, value]) =>
    facts.some(([other, fact]) => other === key && isPart(value, fact)),
  );
}
