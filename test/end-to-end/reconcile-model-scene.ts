import { deviceOf, pairOf } from '../asa/cli/device.ts';
import { dialects, releases } from '../asa/dialect.ts';
import { Engine, type Life } from '../asa/engine.ts';
import { headersOf, stamped } from '../asa/header.ts';
import { Improvised } from '../asa/improvised.ts';
import { SimulatedAsa } from '../asa/model.ts';
import type { Random } from '../asa/random.ts';
import { groupsOf, lab, labPools } from '../asa/simulation.ts';
import type { Scene } from './polled.ts';

/** Something that happens to the head-end as a whole. */
export interface Turn {
  readonly kind: 'restart' | 'switchover';
  readonly happen: () => void;
}

/** A few people with few addresses who improvise, so that names, places and addresses meet again and again. */
export interface Small extends Scene {
  readonly engine: Busy;
  readonly turn?: Turn;
  /** Begins a story of some acts; `calm`: whoever has logged in or out does nothing for so many milliseconds. */
  readonly begin: (calm: number) => void;
}

/** An engine that tells how many lives go on: one is the story itself. */
export class Busy extends Engine {
  lives = 0;

  override begin(life: Life, background = false): void {
    this.lives += 1;
    super.begin(this.#counted(life), background);
  }

  *#counted(life: Life): Life {
    yield* life;
    this.lives -= 1;
  }
}

/** A head-end of any release, alone or one of a pair. */
export function smallScene(random: Random, send: (line: string) => void): Small {
  const engine = new Busy(Date.UTC(2026, random.int(0, 11), random.int(1, 28), random.int(0, 23), random.int(0, 59)));
  const dialect = dialects[random.pick(releases)];
  const headers = headersOf(dialect).filter(stamped);
  const few = ({ first }: { readonly first: number }) => ({ first, last: first + random.int(1, 5) });
  const asa = new SimulatedAsa({
    ...{ send, now: engine.now, dialect, level: 6, seed: random.int(0, 0xffffffff) },
    header: headers[random.int(0, headers.length - 1)] ?? 'timestamp',
    hideUsername: dialect.userIp && random.chance(0.5),
    doubleClose: random.chance(0.3),
    simultaneousLogins: random.pick([1, 2, 3, 3, 3, 3]),
    tunnelGroups: groupsOf({
      ...{ ...lab, aaa: random.chance(0.5) ? 'local' : 'radius' },
      ...{ vpnpool: few(labPools.vpnpool), acpool: few(labPools.acpool) },
    }),
  });
  const begin = (calm: number) => {
    const manner = { stamped: true, apart: Math.max(10_000, calm), calm };
    engine.begin(new Improvised(asa, engine, random, manner).life(random.int(4, 8)));
  };
  const kind = random.pick(['restart', 'switchover', undefined] as const);
  if (kind === 'switchover') {
    const { active, switchover } = pairOf(asa);
    return { asa, engine, begin, device: active, turn: { kind, happen: switchover } };
  }
  const device = deviceOf(asa);
  return { asa, engine, begin, device, ...(kind === undefined ? {} : { turn: { kind, happen: device.reboot } }) };
}
