import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Engine } from './engine.ts';
import type { Life } from './engine.ts';

describe('the engine', () => {
  it('lets things happen in the order of virtual time, those of one moment as they were planned', async () => {
    const engine = new Engine(1000);
    const seen: string[] = [];
    function* life(name: string, ...waits: readonly number[]): Life {
      for (const wait of waits) {
        yield wait;
        seen.push(`${name}@${engine.now()}`);
      }
    }
    engine.begin(life('a', 30, 10));
    engine.begin(life('b', 10, 30));
    engine.begin(life('c', 10));
    await engine.run({});
    assert.deepEqual(seen, ['b@1010', 'c@1010', 'a@1030', 'b@1040', 'a@1040']);
  });

  it('stops at the time it is told, and its clock says so', async () => {
    const engine = new Engine(0);
    engine.begin(ticks());
    await engine.run({ until: 550 });
    assert.equal(engine.now(), 550);
  });

  it('ends what has begun when it settles, and gives up what is in the background', async () => {
    const engine = new Engine(0);
    let ended = 0;
    function* life(): Life {
      yield 10_000;
      ended += 1;
    }
    engine.begin(ticks(), true);
    engine.begin(life());
    await engine.run({ until: 250 });
    await engine.settle();
    assert.equal(ended, 1);
  });

  it('waits for room', async () => {
    const engine = new Engine(0);
    engine.begin(ticks());
    let asked = 0;
    const room = () => {
      asked += 1;
      return asked % 2 === 0 ? Promise.resolve() : undefined;
    };
    await engine.run({ until: 100_000, room });
    assert.ok(asked >= 4);
  });

  it('runs beside real time until it is stopped', async () => {
    const engine = new Engine(0);
    function* life(): Life {
      yield 1000;
      engine.stop();
      yield 1000;
      assert.fail('it was stopped before');
    }
    engine.begin(life());
    await engine.run({ speed: 1000 });
    assert.equal(engine.now(), 1000);
  });
});

/** Something happens every 100 ms, for ever. */
function* ticks(): Life {
  for (;;) yield 100;
}
