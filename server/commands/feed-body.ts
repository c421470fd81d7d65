import type { KeptConfiguration } from '../domain/kept-configuration.ts';
import type { DeviceFacts, PollFailure, Polled } from '../domain/polling.ts';
import type { Roster } from '../domain/roster.ts';
import { field, list, text } from './body.ts';
import { UsageFault } from './fault.ts';
import { readTold } from './told-configuration.ts';

/** What is asked of `device.feed`: what a transcript says, read by the command. */
export interface FeedBody extends Omit<Polled, 'device'> {
  readonly device: string;
  readonly configurations: readonly KeptConfiguration[];
}

/** What belongs in the body, made anew. Throws `UsageFault`. */
export function readFeed(body: unknown, now: number): Omit<FeedBody, 'device'> {
  const [startedAt, finishedAt] = [moment(body, 'startedAt'), moment(body, 'finishedAt')];
  if (finishedAt > now) throw new UsageFault(`${new Date(finishedAt).toISOString()} is yet to come`);
  if (startedAt > finishedAt) throw new UsageFault('startedAt: after finishedAt');
  return {
    startedAt,
    finishedAt,
    rosters: list(field(body, 'rosters'), 'rosters', roster),
    facts: object(field(body, 'facts'), 'facts'),
    failures: list(field(body, 'failures'), 'failures', failure),
    read: list(field(body, 'read'), 'read', (command) => text(command, 'command')),
    configurations: list(field(body, 'configurations'), 'configurations', (one) => {
      const kept = readTold(one, finishedAt);
      if (kept === undefined) throw new UsageFault('configurations: one is missing');
      return kept;
    }),
  };
}

/** What each kind of listing must have to be one. */
const contents: Readonly<Record<Roster['kind'], (one: unknown) => boolean>> = {
  'sessions.listed': (one) => Array.isArray(field(one, 'sessions')) && typeof field(one, 'listing') === 'string',
  'sessions.totalled': (one) => typeof field(field(one, 'totals'), 'byListing') === 'object',
  'pool.listed': (one) => typeof field(field(one, 'use'), 'pool') === 'string',
  'ike.listed': (one) => Array.isArray(field(one, 'sas')),
  'ipsec.listed': (one) => Array.isArray(field(one, 'sas')),
};

function roster(value: unknown): Roster {
  const kind = text(field(value, 'kind'), 'kind');
  const has = Object.hasOwn(contents, kind) ? contents[kind as Roster['kind']] : undefined; // a key of it, as was just asked
  if (has?.(value) !== true || typeof field(value, 'complete') !== 'boolean')
    throw new UsageFault(`rosters: no ${kind}`);
  moment(value, 'startedAt');
  moment(value, 'finishedAt');
  return value as Roster; // border: read by our own command, of this user
}

function failure(value: unknown): PollFailure {
  for (const key of ['at', 'why', 'detail']) text(field(value, key), key);
  return value as PollFailure; // border: as above
}

function object(value: unknown, what: string): DeviceFacts {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value; // border: as above
  throw new UsageFault(`${what}: not an object`);
}

function moment(body: unknown, what: string): number {
  const value = field(body, what);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageFault(`${what}: not a moment`);
}
