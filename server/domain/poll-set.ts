import type { Meter } from './meter.ts';
import type { Peer } from './peer.ts';
import type { PoolPoll, Stray } from './pool-poll.ts';
import type { SessionCount } from './session-count.ts';
import type { SessionListing } from './session-listing.ts';
import type { SessionText } from './session-text.ts';
import type { Unit } from './unit.ts';

/** What polls leave that no event tells: the latest of it, kept for a restart. Not a projection: a rebuild leaves it as it is. */
export interface PollSet {
  readonly units: readonly Unit[];
  readonly meters: readonly Meter[];
  readonly peers: readonly Peer[];
  readonly pools: readonly PoolPoll[];
  readonly strays: readonly Stray[];
}

/** What some polls changed of it: rows are put in place of those with their key, but peers and strays are all that there are now. */
export interface PollChange extends PollSet {
  /** The devices whose peers these are. */
  readonly peersOf: readonly number[];
  /** The pools whose strays these are. */
  readonly straysOf: readonly Pick<PoolPoll, 'device' | 'pool'>[];
  /** Added to those that are kept already. */
  readonly counts: readonly SessionCount[];
  readonly listings: readonly SessionListing[];
  readonly texts: readonly SessionText[];
}

/** Nothing of it. */
export const NO_POLLS: PollSet = { units: [], meters: [], peers: [], pools: [], strays: [] };
