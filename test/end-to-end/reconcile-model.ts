import { pairOf } from '../asa/cli/device.ts';
import { Random } from '../asa/random.ts';
import { simulate, type SimulationOptions } from '../asa/simulation.ts';
import { Watched, type Network } from './polled.ts';
import { smallScene, type Small } from './reconcile-model-scene.ts';
import type { Wrong } from './reconcile-model-truth.ts';
import { Overseer, plainly, type Figures } from './reconcile-model-watch.ts';

/** What came of watching: what was believed and was not so, and how much of a proof it is. */
export interface Outcome {
  readonly wrong: readonly Wrong[];
  readonly figures: Figures;
}

/** How a history is lived and watched. */
export interface Manner extends Network {
  /** Milliseconds that whoever has logged in or out does nothing: within seconds late lines of two logins cannot be told apart. */
  readonly calm?: number;
  /** The device is asked over SNMP alone. */
  readonly over?: 'snmp';
  /** For how many milliseconds its agent shows once more what it has looked up. */
  readonly kept?: number;
}

/** Lives a random history of a few people, watched by polls at random moments over a network that loses lines. */
export async function watchHistory(seed: number, manner: Manner): Promise<Outcome> {
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1));
  let scene: Small | undefined;
  const watched = new Watched(seed, manner, (send) => (scene = smallScene(random, send)));
  if (scene === undefined) throw new Error('the scene is not set');
  const { engine, turn, begin } = scene;
  const overseer = new Overseer(watched, random, manner);
  const story = async (): Promise<void> => {
    begin(manner.calm ?? 0);
    while (engine.lives > 0) {
      const busy = engine.lives > 1;
      const wait = busy ? random.int(0, 1000) : Math.ceil(random.exponential(random.pick([1e3, 2e4, 6e5])));
      await watched.pass(Math.min(wait, LONGEST_WITHOUT));
      if (random.chance(busy ? 0.5 : 0.3) || overseer.without >= LONGEST_WITHOUT) await overseer.poll();
    }
  };
  await story();
  if (turn !== undefined) {
    if (random.chance(0.5)) await overseer.rest();
    overseer.turn(turn.kind, turn.happen);
    await watched.pass(random.int(10_000, 300_000));
    await story();
  }
  await overseer.rest();
  const figures = overseer.figures();
  return { wrong: overseer.wrong, figures };
}

/** The longest that nothing complete is polled, in milliseconds: what was concluded from silence is remembered for 10 minutes. */
const LONGEST_WITHOUT = 400_000;

/** Watches a pair with many people who come and go, whose other unit takes over, by a poll each half minute. */
export async function watchSwitchover(
  seed: number,
  manner: Network,
  { sessions, ...chosen }: Partial<SimulationOptions> & { readonly sessions: number },
) {
  const random = new Random(seed);
  let switchover = (): void => undefined;
  const watched = new Watched(seed, manner, (send) => {
    const crowd = { users: sessions * 2, presence: 0.5, sessionSeconds: 3600, anyconnect: 0.5, ...chosen };
    const pools = { vpnpool: { first: 0x0a100001, last: 0x0a10ffff }, acpool: { first: 0x0a110001, last: 0x0a11ffff } };
    const { asa, engine } = simulate(send, { seed, ...crowd, ...pools });
    const { active, ...pair } = pairOf(asa);
    ({ switchover } = pair);
    return { asa, engine, device: active };
  });
  const overseer = new Overseer(watched, random);
  while (watched.scene.asa.sessions.size < sessions) await watched.pass(10_000);
  await overseer.poll(plainly(random));
  const before = watched.scene.asa.sessions.size;
  overseer.turn('switchover', switchover);
  for (let poll = 0; poll < 8; poll += 1) {
    await watched.pass(random.int(25_000, 30_000));
    await overseer.poll();
  }
  await overseer.rest();
  const figures = overseer.figures();
  return { wrong: overseer.wrong, figures, before };
}
