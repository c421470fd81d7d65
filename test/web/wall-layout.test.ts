import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { State } from '../../web/words/verdict.ts';
import { isDim, readChoice, readDim, writeChoice } from '../../web/words/wall-choice.ts';
import { clip, fit, named, widthOf } from '../../web/words/wall-fit.ts';
import { layout, orbit, seen, turned, turnOf } from '../../web/words/wall-layout.ts';
import { typeSizes } from '../../web/words/wall-type.ts';

const hd = { width: 1920, height: 1080 };
const of = (inches: number, metres: number, screen = hd) => layout(screen, typeSizes({ inches, metres }, screen), 7);

describe('the layout of a wall', () => {
  it('holds all seven tiles where type may be small, and drops tiles and lines as it grows', () => {
    assert.deepEqual([of(43, 3).columns, of(43, 3).rows], [4, 2]);
    assert.deepEqual([of(55, 5).columns, of(55, 5).rows], [3, 2]);
    assert.deepEqual([of(75, 8).columns, of(75, 8).rows], [3, 2]);
    assert.ok(of(43, 3).lines > of(75, 8).lines && of(75, 8).lines >= 2);
    assert.deepEqual([of(24, 6).columns, of(24, 6).rows], [1, 1]);
  });

  it('is the same for every resolution of one screen, and has a place on a telephone and on its side', () => {
    assert.deepEqual(of(55, 5, { width: 3840, height: 2160 }), of(55, 5));
    for (const screen of [
      { width: 360, height: 740 },
      { width: 1080, height: 1920 },
    ]) {
      const { columns, rows, characters } = of(55, 5, screen);
      assert.ok(columns >= 1 && rows >= 1 && characters >= 1);
    }
  });
});

describe('the views of a wall', () => {
  const tiles = (...states: readonly State[]) => states.map((state, n) => ({ id: 'abcdefgh'[n] ?? '', state }));
  const ids = (view: ReturnType<typeof seen>) => view.tiles.map(({ id }) => id).join('');
  const shown = (all: ReturnType<typeof tiles>, places: number) =>
    [0, 1, 2, 3].map((turn) => ids(seen(all, places, turn)));

  it('take no turns while all tiles have a place', () => {
    assert.deepEqual(shown(tiles('ok', 'crit'), 2), ['ab', 'ab', 'ab', 'ab']);
  });

  it('never hide what is critical, and show everything else in turn', () => {
    assert.deepEqual(shown(tiles('ok', 'crit', 'ok', 'ok', 'unknown'), 3), ['abc', 'bde', 'abc', 'bde']);
    const many = tiles('crit', 'ok', 'warn', 'crit', 'ok', 'ok', 'crit');
    for (const places of [1, 2, 3, 4, 5, 6]) {
      const views = Array.from({ length: 8 }, (_, turn) => seen(many, places, turn));
      const all = new Set(views.flatMap((view) => view.tiles.map(({ id }) => id)));
      if (places > 3) {
        assert.equal(all.size, 7, `all are seen with ${places} places`);
        for (const view of views)
          assert.ok(ids(view).includes('a') && ids(view).includes('d') && ids(view).includes('g'));
      } else assert.deepEqual([...all].sort().join(''), 'adg', `with ${places} places the critical ones take turns`);
      for (const view of views) assert.equal(view.tiles.length, places);
    }
  });
});

describe('what keeps a wall from burning in', () => {
  it('moves the page by a few pixels each 90 s, and turns it round every six hours', () => {
    const places = new Set(Array.from({ length: 8 }, (_, n) => JSON.stringify(orbit(n * 90_000))));
    assert.equal(places.size, 8);
    assert.deepEqual(orbit(0), orbit(89_999));
    assert.deepEqual(
      [0, 6, 12].map((hours) => turned(hours * 3_600_000)),
      [false, true, false],
    );
  });
});

describe('a line that is too long', () => {
  it('is said in fewer words, not in smaller letters', () => {
    const said = ['vpnpool on HV-ASA is nearly full', 'vpnpool 97 % full', 'vpnpool full'];
    assert.equal(fit(said, 40), said[0]);
    assert.equal(fit(said, 20), said[1]);
    assert.equal(fit(said, 3), said[2]);
  });
});

describe('a name that is too long', () => {
  it('loses of its middle, so that what is said of it stays', () => {
    const name = 'CONNECTION-PROFILE-OF-HILL-VALLEY-01';
    assert.ok(widthOf(clip(name, 10)) <= 10 && clip(name, 10).startsWith('CON') && clip(name, 10).endsWith('1'));
    assert.match(
      fit(
        named([name], (one = '') => [`${one} 97 %`]),
        20,
      ),
      /^CONN.*….*01 97 %$/,
    );
    assert.equal(
      fit(
        named(['staff'], (one = '') => [`${one} 97 %`]),
        20,
      ),
      'staff 97 %',
    );
    assert.ok(widthOf('WWWW') > widthOf('aaaa') && widthOf('連接') > 3);
  });
});

describe('how a wall is shown', () => {
  it('is told by the address, else by what is kept, and the state of everything is always there', () => {
    assert.deepEqual(readChoice({}, null), { views: ['state'], dwell: 15_000 });
    const choice = { views: ['state', 'pools', 'logins'], dwell: 20_000, dim: { from: '22:00', to: '06:30' } } as const;
    const written = writeChoice(choice);
    assert.deepEqual(written, { views: 'pools,logins', dwell: '20', dim: '22:00-06:30' });
    assert.deepEqual(readChoice(written, null), choice);
    assert.deepEqual(readChoice({}, new URLSearchParams(written).toString()), choice);
    assert.deepEqual(readChoice({ views: 'users,head-ends', dwell: '0' }, 'dwell=20'), { views: ['state', 'head-ends'], dwell: 3_000 }); // prettier-ignore
  });

  it('is darker in a span of the day, which may go over midnight', () => {
    const at = (hour: number) => isDim(readDim('22:00-06:00'), hour * 3_600_000, 0);
    assert.deepEqual([21, 22, 3, 6].map(at), [false, true, true, false]);
    assert.deepEqual(['22:00-22:00', '25:00-06:00', ''].map(readDim), [undefined, undefined, undefined]);
    assert.equal(isDim(undefined, 0, 0), false);
  });

  it('gives each page of each view the same time', () => {
    const turns = [0, 1, 2, 3].map((n) => turnOf([1, 2], n * 1000, 1000));
    assert.deepEqual(turns.map(({ view, page }) => [view, page]), [[0, 0], [1, 0], [1, 1], [0, 0]]); // prettier-ignore
  });
});
