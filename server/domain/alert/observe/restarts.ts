import type { Event } from '../../event.ts';
import { HIDDEN, sameName } from '../../name.ts';
import type { Session } from '../../session.ts';
import type { Observation } from '../alert.ts';
import type { Memory, Seen } from '../observer.ts';

export type Ended = Extract<Event, { kind: 'session.ended' }>;

/** For how long after its last sign a restart is watched, and its users are counted, in milliseconds. */
const WATCHED = 15 * 60_000;
/** How many users of one restart are known by name; of more only that they were dropped. */
const MOST_USERS = 5_000;
/** A failover has lost its sessions when so many are dropped, or half of them: others it has kept. */
const MANY = 20;

const shutdown = /^(?:device restarted|administrator (?:reboot|shutdown))$/i;
const wished = /^(?:user requested|peer terminate|(?:ipsec sa )?(?:idle timeout|max time exceeded))$/i;

/** A restart that is watched: how it came, when its last sign was, how many sessions there were, and what became of their users. */
interface Restart {
  readonly [key: string]: string | number;
  readonly how: 'restarted' | 'failed over';
  readonly at: number;
  readonly sessions: number;
  readonly dropped: number;
  readonly back: number;
}

/** `device.restarted`: takes in what has come of restarts, and tells those that are watched. */
export function restartsSeen({ at, claims, events, sessions, estate }: Seen, memory: Memory): readonly Observation[] {
  const ends = events.filter((event) => event.kind === 'session.ended');
  return estate.devices.flatMap(({ id: device, sessions: left }): readonly Observation[] => {
    const its = events.filter((event) => event.device === device);
    const how = signOf(device, claims, ends);
    const key = `restart ${device}`;
    const known = memory.get(key) as Restart | undefined; // set below
    if (known === undefined && how === undefined) return [];
    const before = known ?? {
      how: how ?? 'restarted',
      at,
      sessions: left + its.filter(isEnd).length,
      dropped: 0,
      back: 0,
    };
    const signed: Restart = how === undefined ? before : { ...before, at, how: before.how === 'restarted' ? before.how : how }; // prettier-ignore
    const after = usersAfter(signed, its, new Map(sessions.map((one) => [one.id, one])), memory);
    if (known === undefined || how !== undefined || after !== known) memory.set(key, after);
    const { dropped, back } = after;
    if (after.how === 'failed over' && (dropped === 0 || dropped < Math.min(MANY, after.sessions / 2))) return [];
    return [
      {
        ...{ rule: 'device.restarted', subject: `${device}`, about: { device }, value: 1 },
        text: `it ${after.how}: ${dropped} users dropped, ${back} back`,
        events: dropped - (known?.dropped ?? 0),
        evidence: its
          .filter(isEnd)
          .flatMap(({ evidence }) => evidence)
          .slice(0, MANY),
      },
    ];
  });
}

/** Whether a restart of the head-end is watched. */
export function watched(device: number, memory: Memory): boolean {
  return memory.get(`restart ${device}`) !== undefined;
}

/** Forgets restarts that have been watched for long enough. */
export function endRestarts(at: number, memory: Memory): void {
  for (const key of [...memory.keys()].filter((one) => one.startsWith('restart '))) {
    const restart = memory.get(key) as Restart; // set above
    if (at - restart.at <= WATCHED) continue;
    memory.delete(key);
    const users = `user ${key.slice('restart '.length)} `;
    for (const user of [...memory.keys()].filter((one) => one.startsWith(users))) memory.delete(user);
  }
}

function isEnd(event: Event): event is Ended {
  return event.kind === 'session.ended';
}

/** 199001 and its like, an uptime that fell, or a reason that only a restart gives; 104001 and its like. */
function signOf(device: number, claims: Seen['claims'], ends: readonly Ended[]): Restart['how'] | undefined {
  const kinds = claims.filter((one) => one.device === device).map(({ claim }) => claim.kind);
  const isDown = ends.some((event) => event.device === device && shutdown.test(event.reason));
  if (isDown || kinds.includes('device.restarted')) return 'restarted';
  return kinds.includes('failover.switched') ? 'failed over' : undefined;
}

/** Users are counted, not sessions: one who had two and is back with one is back. */
function usersAfter(
  restart: Restart,
  events: readonly Event[],
  sessions: ReadonlyMap<number, Session>,
  memory: Memory,
): Restart {
  let { dropped, back } = restart;
  for (const event of events) {
    const user = userOf(event, sessions);
    if (user === undefined) continue;
    const key = `user ${event.device} ${user}`;
    const was = memory.get(key);
    if (event.kind === 'session.opened') {
      if (was === 'gone') back += 1;
      if (was === 'gone') memory.set(key, 'back');
      // Who is back before the listing that lacks the old session was dropped all the same.
      if (was === undefined && dropped < MOST_USERS) memory.set(key, 'came');
    } else if (event.kind === 'session.ended' && (was === undefined || was === 'came') && !wished.test(event.reason)) {
      dropped += 1;
      if (was === 'came') back += 1;
      if (dropped <= MOST_USERS || was === 'came') memory.set(key, was === 'came' ? 'back' : 'gone');
    }
  }
  return dropped === restart.dropped && back === restart.back ? restart : { ...restart, dropped, back };
}

/** The user of a session that begins or ends; whose name is hidden is known by the address. */
function userOf(event: Event, sessions: ReadonlyMap<number, Session>): string | undefined {
  if (event.kind !== 'session.opened' && event.kind !== 'session.ended') return undefined;
  const who = event.kind === 'session.opened' ? event : sessions.get(event.session);
  if (who === undefined) return undefined;
  return who.user === HIDDEN ? `* ${who.publicIp}` : sameName(who.user);
}
