import type { SessionRow } from '../../server/domain/feed.ts';
import { count, many } from './bytes.ts';
import { plain } from './plain.ts';
import { silent, silentNames, type Sign } from './freshness.ts';
import { age, when } from './time.ts';
import type { Verdict } from './verdict.ts';

/** Which sessions are asked for. */
export type Wanted = 'active' | 'ended' | 'any';

/** What the sessions' page knows when it says its first line. */
export interface Listing {
  readonly wanted: Wanted;
  readonly q: string;
  readonly shown: number;
  /** Active sessions in all, whatever is searched for. */
  readonly active: number;
  /** Of the live feed's sessions, active and lately ended ones, while they are still on their way. */
  readonly loading?: { readonly here: number; readonly missing: number };
  /** More ended ones can be fetched. */
  readonly more: boolean;
  /** The latest session of any state that the search finds, when no active one does. */
  readonly last?: SessionRow;
  /** The sign of the watched head-end that is the least silent. */
  readonly heard: Sign;
  /** Adopted devices: without one, no session can be seen. */
  readonly devices: number;
  /** The span that is asked for, in words. */
  readonly during?: string | undefined;
  /** How many sessions the head-ends had that are not heard now, and which those are. */
  readonly unseen?: { readonly sessions: number; readonly names: readonly string[] };
  /** Something besides state, search and span narrows them down. */
  readonly narrowed?: boolean;
}

/** The first line of the sessions' page. */
export function sessionsVerdict(listing: Listing, now: number): Verdict {
  const { wanted, heard, active, devices } = listing;
  const { at: heardAt } = heard;
  // What is not here yet may be what is asked for: nothing is said of it before all are.
  if (listing.loading !== undefined) return arriving(listing, listing.loading);
  if (devices === 0 && listing.shown === 0)
    return {
      state: 'unknown',
      text: 'No device yet: nobody can be seen.',
      more: 'The overview and the devices say what to do.',
    };
  const said = sentence(listing, now);
  if (wanted === 'ended' || !silent(heard, now) || (heardAt === null && active === 0)) return part(said, listing);
  const since = heardAt === null ? 'Nothing was received yet.' : `Nothing received for ${age(now - heardAt)}.`;
  // A search is not counted anew: its row is found, or not, among what was known.
  const asOf = heardAt !== null && listing.q === '' && listing.shown > 0 && wanted === 'active';
  const text = asOf
    ? `${many(listing.shown, 'session was', 'sessions were')} active at ${when(heardAt, now)}.`
    : said.text;
  return { state: 'unknown', text, more: `${since} ${said.more}`.trim() };
}

function arriving({ active, shown }: Listing, { here, missing }: NonNullable<Listing['loading']>): Verdict {
  return {
    state: 'unknown',
    text: `Loading: ${count(here)} of ${count(here + missing)} sessions are here.`,
    more: `${count(shown)} of them listed below. ${many(active, 'session')} active now.`,
  };
}

/** Of sessions on a head-end that is not heard nobody knows whether they go on: their number is none to rely on. */
function part(said: Verdict, { wanted, q, narrowed = false, unseen }: Listing): Verdict {
  if (unseen === undefined || unseen.names.length === 0 || wanted === 'ended') return said;
  const silence = `${silentNames(unseen.names)} cannot be seen`;
  const isCount = q === '' && !narrowed && unseen.sessions > 0;
  const some = isCount
    ? `${count(unseen.sessions)} of them on head-ends that are not heard, for ${silence}: whether they go on nobody can tell.`
    : `${silence} now.`;
  return { state: 'unknown', text: said.text, more: `${some} ${said.more}`.trim() };
}

function sentence({ wanted, q, shown, active, more, last, during, narrowed = false }: Listing, now: number): Verdict {
  const kind = wanted === 'any' ? '' : `${wanted} `;
  const then = during === undefined ? '' : ` ${during}`;
  if (q === '') {
    if (shown === 0 && narrowed) return { state: 'ok', text: `No ${kind}session${then} is like that.`, more: NARROWED };
    if (shown === 0 && wanted === 'active' && during === undefined)
      return { state: 'ok', text: 'Nobody is connected.', more: '' };
    if (shown === 0) return { state: 'ok', text: `No ${kind}session${then} is on record.`, more: '' };
    const some = `${count(shown)}${more ? ' or more' : ''}`;
    return {
      state: 'ok',
      text: `${some} ${kind}${shown === 1 && !more ? 'session' : 'sessions'}${then}.`,
      more: wanted === 'active' ? '' : `${many(active, 'session')} active now.`,
    };
  }
  const asked = `“${plain(q)}”`;
  if (shown > 0)
    return {
      state: 'ok',
      text: `${count(shown)}${more ? ' or more' : ''} ${kind}${shown === 1 ? 'session matches' : 'sessions match'} ${asked}${then}.`,
      more: '',
    };
  const text = `No ${kind}session for ${asked}${then}.`;
  if (wanted !== 'active') return { state: 'ok', text, more: SEARCHED };
  if (last === undefined) return { state: 'ok', text, more: `None on record either. ${SEARCHED}` };
  const seen = last.end === undefined ? `login ${when(last.start, now)}` : `ended ${when(last.end, now)}`;
  return { state: 'ok', text, more: `Last seen: ${plain(last.user)} on ${plain(last.device)}, ${seen}.` };
}

const NARROWED = 'The filters leave none.';
const SEARCHED = 'A user is found by the beginning of the name, an address by the whole of it.';
