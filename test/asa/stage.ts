import { Engine } from './engine.ts';
import type { Life } from './engine.ts';
import { dialects } from './dialect.ts';
import type { Release } from './dialect.ts';
import type { HeaderForm } from './header.ts';
import { SimulatedAsa } from './model.ts';
import type { AsaOptions } from './model.ts';
import { groupsOf, lab } from './simulation.ts';
import type { GroupOptions } from './simulation.ts';

/** A line and the virtual time at which it was sent, epoch milliseconds. */
export interface Sent {
  readonly at: number;
  readonly line: string;
}

/** What a stage is set with; `lab` has the rest. */
export interface Setting extends Partial<
  Pick<AsaOptions, 'seed' | 'level' | 'hideUsername' | 'simultaneousLogins' | 'doubleClose'>
> {
  readonly release?: Release;
  readonly header?: HeaderForm;
  readonly start?: number;
  readonly groups?: Partial<GroupOptions>;
}

/** An ASA of the lab without its crowd, for scripted lives: `play` lives them, side by side, to their ends. */
export function stage(setting: Setting = {}) {
  const { release = lab.release, header = 'none', start = lab.start, groups = {}, ...rest } = setting;
  const engine = new Engine(start);
  const sent: Sent[] = [];
  const asa = new SimulatedAsa({
    ...{ seed: lab.seed, level: lab.level, hideUsername: lab.hideUsername },
    ...rest,
    ...{ header, dialect: dialects[release], now: engine.now },
    tunnelGroups: groupsOf({ ...lab, ...groups }),
    send: (line) => sent.push({ at: engine.now(), line }),
  });
  const play = (...lives: readonly Life<unknown>[]): void => {
    for (const life of lives) engine.begin(ending(life));
    engine.finish();
  };
  return { asa, engine, sent, play };
}

function* ending(life: Life<unknown>): Life {
  yield* life;
}
