import type { Lock } from '../../server/domain/lock.ts';
import { count } from './bytes.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';

/** A lock that was told longer ago than this may be over, in milliseconds: three polls, for these are asked for every five minutes. */
const OLD = 15 * 60_000;

/** Whether what was told of a lock is too old to be taken for what is so now. */
export function isOldLock({ at }: Lock, now: number): boolean {
  return now - at > OLD;
}

/** `is locked out on LON2 (local database), since 13:54:32 by its own clock`. */
export function lockedWhere(lock: Lock, now: number): string {
  const was = isOldLock(lock, now) ? 'was' : 'is';
  const on = plain(lock.device);
  if (lock.is === 'shunned') return `${was} shunned on ${on}: nothing from ${lock.address} gets in`;
  const since = lock.lockedAt === undefined ? '' : `, since ${plain(lock.lockedAt)} by its own clock`;
  return `${was} locked out on ${on} (local database)${since}`;
}

/** `Told by “show aaa local user” 30 s ago.`, and whether it may be over. */
export function lockSource(lock: Lock, now: number): string {
  const by = lock.is === 'locked' ? 'show aaa local user' : 'show shun';
  const failures = lock.is === 'locked' && lock.failures > 0 ? `, with ${count(lock.failures)} failed attempts` : '';
  const over = isOldLock(lock, now) ? ' It has not told since: it may be over.' : '';
  return `Told by “${by}” ${age(now - lock.at)} ago${failures}.${over}`;
}

/** What a person types on the head-end to lift it, and what to think of first. */
export function lockMend(lock: Lock): { readonly text: string; readonly command: string } {
  if (lock.is === 'shunned')
    return {
      text: 'Everybody behind that address is shut out. When nobody there attacks, this lifts it on the head-end, typed by a person:',
      command: `no shun ${/^[\da-fA-F.:]+$/.test(lock.address) ? lock.address : '<ADDRESS>'}`,
    };
  return {
    text: 'First find what repeats the old password, or it locks again. Then this unlocks the account on the head-end, typed by a person:',
    // Only what can be no more than a word on a command line.
    command: `clear aaa local user lockout username ${/^\w[\w.@-]*$/.test(lock.user) ? lock.user : '<NAME>'}`,
  };
}
