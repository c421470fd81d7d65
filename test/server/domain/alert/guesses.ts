import { HOUR, MIDNIGHT, MINUTE, SECOND, Town, type LabelledDay } from './days.ts';
import { wrong, type Carrier, type Client } from './said.ts';

/** A town in which somebody guesses. */
interface Scene {
  readonly town: Town;
  /** Whose password is guessed, and from where. */
  readonly victim: Client;
  readonly begin: number;
  readonly quickly: () => number;
  readonly slowly: () => number;
}

/** From where the guess came, and by when it must be told. */
type Told = Required<Pick<LabelledDay, 'from' | 'by'>>;

/** Guesses that succeed, each in its own way. */
export const guesses = {
  fast: (scene) => getIn(scene, tryNames(scene, { names: scene.town.random.int(8, 60), pause: scene.quickly })),
  slow: (scene) => getIn(scene, tryNames(scene, { names: scene.town.random.int(6, 20), pause: scene.slowly })),
  'the sixth name': (scene) => getIn(scene, tryNames(scene, { names: 5, pause: eitherWay(scene) })),
  'an early name': (scene) => {
    const { town, quickly } = scene;
    const told = getIn(scene, tryNames(scene, { names: town.random.int(0, 4), pause: quickly }));
    const last = tryNames({ ...scene, begin: told.by + 5 * SECOND }, { names: town.random.int(5, 20), pause: quickly });
    // The last one has failed when nothing has followed it for 10 s.
    return { ...told, by: last + 15 * SECOND };
  },
  'behind a shared address': (scene) => {
    const publicIp = '192.0.2.44';
    scene.town.conference(publicIp, 40, MIDNIGHT + 8 * HOUR);
    const there = { ...scene, victim: { ...scene.victim, publicIp } };
    return getIn(there, tryNames(there, { names: scene.town.random.int(8, 20), pause: eitherWay(scene), known: 0 }));
  },
  'hidden names': (scene) => {
    const { town, victim, begin, quickly } = scene;
    let at = begin;
    for (let n = town.random.int(10, 40); n > 0; n -= 1, at += quickly())
      town.say(at, wrong({ ...victim, user: '*****' }));
    return getIn(scene, at);
  },
  'one name from one source': (scene) =>
    getIn(scene, scene.town.mistype(scene.victim, scene.begin, scene.town.random.int(10, 40))),
  'one name from many sources': (scene) => {
    const { town, victim } = scene;
    let at = scene.begin;
    for (let n = town.random.int(10, 30); n > 0; n -= 1, at += town.random.int(1, 20) * MINUTE)
      town.say(at, wrong({ ...victim, publicIp: town.stranger() }));
    return getIn(scene, at);
  },
} as const satisfies Readonly<Record<string, (scene: Scene) => Told>>;

/** A day of work, with a little background, in which somebody guesses a password. */
export function succeeded(seed: number, guess: (scene: Scene) => Told): LabelledDay {
  const town = new Town(seed, 120);
  const { random } = town;
  town.work();
  town.background(300, 60, 0.1);
  const victim = { ...town.someone(), publicIp: town.stranger(), carrier: random.pick<Carrier>(['ssl', 'ikev1']) };
  const begin = MIDNIGHT + random.int(1, 8) * HOUR + random.int(0, 3599) * SECOND;
  const quickly = (): number => random.int(1, 4) * SECOND;
  const slowly = (): number => random.int(10, 40) * MINUTE;
  const told = guess({ town, victim, begin, quickly, slowly });
  return { steps: town.steps, must: ['xauth.spray_succeeded', 'xauth.new_source'], ...told };
}

/** Tries so many other names, one after the other, as many of users as `known` says; returns when the next one comes. */
function tryNames(
  { town, victim, begin }: Scene,
  how: { readonly names: number; readonly pause: () => number; readonly known?: number },
): number {
  const { names, pause, known = 0.5 } = how;
  const tried = new Set([victim.user]);
  let at = begin;
  while (tried.size <= names) {
    const user = town.random.chance(known) ? town.someone().user : town.nobody();
    if (tried.has(user)) continue;
    tried.add(user);
    town.say(at, wrong({ ...victim, user }));
    at += pause();
  }
  return at;
}

function getIn({ town, victim }: Scene, at: number): Told {
  town.stay(victim, at);
  return { from: victim.publicIp, by: at + 2 * SECOND };
}

function eitherWay({ town, quickly, slowly }: Scene): () => number {
  return town.random.chance(0.5) ? quickly : slowly;
}
