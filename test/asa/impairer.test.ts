import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { impair, Impairer } from './impairer.ts';

const lines = Array.from({ length: 10_000 }, (_, number) => ({ at: 1000 + number * 20, line: `line ${number}` }));
const sentAt = new Map(lines.map(({ at, line }) => [line, at]));
const near = (count: number, share: number) =>
  assert.ok(Math.abs(count - share * lines.length) < 0.02 * lines.length, `${count}`);

describe('the impairer', () => {
  it('does nothing if it shall do nothing', () => {
    assert.deepEqual(impair(lines, 1, {}), lines);
  });

  it('does the same for the same seed, and something else for another', () => {
    const shares = { drop: 0.1, duplicate: 0.1, delay: 0.01, reorder: 0.1 };
    assert.deepEqual(impair(lines, 7, shares), impair(lines, 7, shares));
    assert.notDeepEqual(impair(lines, 7, shares), impair(lines, 8, shares));
  });

  it('drops so many, and says which', () => {
    const impairer = new Impairer(1, { drop: 0.2 });
    for (const { at, line } of lines) impairer.take(at, line);
    const arrived = impairer.arrived();
    near(impairer.dropped.length, 0.2);
    assert.equal(arrived.length + impairer.dropped.length, lines.length);
  });

  it('doubles so many, byte for byte', () => {
    const arrived = impair(lines, 1, { duplicate: 0.1 });
    near(arrived.length - lines.length, 0.1);
    assert.deepEqual(new Set(arrived.map(({ line }) => line)), new Set(lines.map(({ line }) => line)));
  });

  it('lets a delay hold up what follows, and never changes the order by it', () => {
    const arrived = impair(lines, 1, { delay: 0.01 });
    assert.deepEqual(
      arrived.map(({ line }) => line),
      lines.map(({ line }) => line),
    );
    assert.ok(arrived.some(({ at, line }) => at > (sentAt.get(line) ?? 0) + 1000));
  });

  it('is never more than 5 s late, never early, and gives all in the order of arrival', () => {
    const arrived = impair(lines, 3, { duplicate: 0.2, delay: 0.05, reorder: 0.3 });
    assert.notDeepEqual(
      arrived.map(({ line }) => line),
      lines.map(({ line }) => line),
    );
    let last = 0;
    for (const { at, line } of arrived) {
      const late = at - (sentAt.get(line) ?? NaN);
      assert.ok(late >= 0 && late <= 5000 && at >= last);
      last = at;
    }
  });

  it('gives what has arrived by a time, and the rest later', () => {
    const impairer = new Impairer(1, { reorder: 0.5 });
    for (const { at, line } of lines.slice(0, 100)) impairer.take(at, line);
    const first = impairer.arrived(2000);
    assert.ok(first.every(({ at }) => at <= 2000));
    assert.equal(first.length + impairer.arrived().length, 100);
  });
});
