import type { Event } from '../../../../server/domain/event.ts';
import { logins } from '../../../../server/domain/alert/observe/logins.ts';
import type { Estate } from '../../../../server/domain/alert/observer.ts';
import { Random } from '../../../asa/random.ts';
import { MIDNIGHT } from './days.ts';
import { token } from './said.ts';
import { Remembered } from './watch.ts';

const estate: Estate = { devices: [], pools: [], chains: [], aaa: [], aaaListed: [], limits: new Map(), polls: [], collectors: [], understood: [] }; // prettier-ignore

/** Failures, 1,000 a turn and 432 s apart, of spoofed sources: a fifth of the names are those of the users who are remembered. */
export interface Flood {
  readonly users: number;
  readonly sources: number;
  readonly failures: number;
  readonly seed: number;
}

/** What a flood leaves, and what its turns took, the quickest first, in milliseconds of this process's CPU: a busy machine does not count. */
export function flood({ users, sources, failures, seed }: Flood) {
  const memory = new Remembered();
  const random = new Random(seed);
  const took: number[] = [];
  let id = 0;
  const turn = (at: number, events: readonly Event[]): void => {
    const begun = process.cpuUsage();
    logins({ at, claims: [], events, attempts: [], sessions: [], estate }, memory);
    const { user: own, system } = process.cpuUsage(begun);
    took.push((own + system) / 1000);
  };
  const told = (at: number) => ({ device: 1, at, source: 'syslog', evidence: [(id += 1)] }) as const;
  const addressOf = (n: number, net: number): string => `${net}.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
  for (let n = 0; n < users; n += 1000) {
    const opened = Array.from({ length: Math.min(1000, users - n) }, (_, m): Event => {
      const [user, publicIp] = [`user${n + m}`, addressOf(n + m, 10)];
      const at = MIDNIGHT - 86_400_000 + n;
      return { ...told(at), kind: 'session.opened', session: id, user, publicIp, protocol: 'anyconnect', start: at, startIs: 'seen', facts: {} }; // prettier-ignore
    });
    turn(MIDNIGHT - 86_400_000 + n, opened);
  }
  took.length = 0;
  for (let n = 0; n < failures; n += 1000) {
    const at = MIDNIGHT + n * 432;
    const failed = Array.from({ length: 1000 }, (): Event => {
      const user = random.chance(0.2) ? `user${random.int(0, users - 1)}` : token(random.int(0, 1e9));
      const publicIp = addressOf(random.int(0, sources - 1), 203);
      return { ...told(at), kind: 'attempt.ended', attempt: id, publicIp, stage: 'xauth', facts: { user }, outcome: 'failed', cause: 'xauth.rejected', sure: 'told' }; // prettier-ignore
    });
    turn(at, failed);
  }
  return { memory, took: took.sort((a, b) => a - b) };
}

/** How many bodies of a drawer there are. */
export function bodiesOf(memory: Remembered, drawer: string): number {
  return [...memory.keys()].filter((key) => key.startsWith(`${drawer} `)).length;
}
