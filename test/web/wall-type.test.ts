import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { angleOf, geometryText, readGeometry, screenHeight, typeSize, typeSizes } from '../../web/words/wall-type.ts';

/** As the conventions' table has them: diagonal, metres, and the three sizes in hundredths of the screen's height. */
const table = [
  [43, 3, 3.6, 4.6, 9.1],
  [55, 3, 2.8, 3.6, 7.1],
  [55, 5, 4.7, 5.9, 11.9],
  [65, 5, 4.0, 5.0, 10.0],
  [75, 5, 3.5, 4.4, 8.7],
  [75, 8, 5.6, 7.0, 13.9],
] as const;

describe('type on a wall', () => {
  for (const [inches, metres, ...sizes] of table)
    it(`of ${inches} inches, seen from ${metres} m, is as large as the table says`, () => {
      const { small, text, hero } = typeSizes({ inches, metres }, { width: 1920, height: 1080 });
      const rounded = [small, text, hero].map((pixels) => Math.round((pixels / 1080) * 1000) / 10);
      assert.deepEqual(rounded, sizes);
    });

  it('is never smaller than its angle, on whatever screen', () => {
    for (const [width, height] of [
      [1920, 1080],
      [3840, 2160],
      [1080, 1920],
      [1366, 768],
      [2560, 1080],
    ] as const) {
      const { small } = typeSizes({ inches: 55, metres: 5 }, { width, height });
      const pixel = screenHeight(55, width / height) / height;
      assert.ok(angleOf(small * pixel, 5) >= 16 && angleOf(small * pixel, 5) < 16.1);
    }
  });

  it('grows with the distance, and the angle of a size is the one that it was made for', () => {
    assert.ok(Math.abs(typeSize(20, 10) / typeSize(20, 5) - 2) < 1e-9);
    assert.ok(Math.abs(angleOf(typeSize(40, 7), 7) - 40) < 1e-9);
  });
});

describe('where a wall hangs', () => {
  it('is told by the address first, then by what the browser has kept', () => {
    assert.deepEqual(readGeometry({ inches: '65', metres: '5,5' }, '55 3'), { inches: 65, metres: 5.5 });
    assert.deepEqual(readGeometry({}, geometryText({ inches: 43, metres: 3 })), { inches: 43, metres: 3 });
    assert.deepEqual(readGeometry({ metres: '8' }, '75 5'), { inches: 75, metres: 8 });
  });

  it('is not known until both are told, and no wall is a thousand inches wide', () => {
    assert.equal(readGeometry({ inches: '55' }, null), undefined);
    assert.equal(readGeometry({ inches: '1000', metres: '5' }, null), undefined);
    assert.equal(readGeometry({ inches: '55', metres: 'far' }, ''), undefined);
  });
});
