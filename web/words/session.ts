import type { SessionRow } from '../../server/domain/feed.ts';
import { bytesText, count } from './bytes.ts';
import { carriedBy, protocols } from './names.ts';
import { plain } from './plain.ts';
import { freshest, silent, type Sign } from './freshness.ts';
import { age, asaTime, clock, duration, when } from './time.ts';
import type { Verdict } from './verdict.ts';

/** What a list says of a number that runs while the session runs: syslog tells it at the end, polls have not counted it. */
const NOT_COUNTED = 'not counted';
/** What is said of bytes that were to come with a closing record that never came. */
export const NEVER_REPORTED = 'never reported';

/** How long the session has lasted or did last, in milliseconds; `undefined` when its end was only inferred. */
export function lasted(session: SessionRow, now: number): number | undefined {
  if (session.seconds !== undefined) return session.seconds * 1000;
  if (session.state === 'active') return Math.max(0, now - session.start);
  return session.endIs !== 'reported' || session.end === undefined ? undefined : session.end - session.start;
}

/** The state of a session with its reason: `Active`, `Closing: Peer Terminate`, `Ended: User Requested`. */
export function stateText(session: SessionRow): string {
  if (session.state === 'ended')
    return `Ended${session.endReason === undefined ? '' : `: ${plain(session.endReason)}`}`;
  return session.closingAt === undefined ? 'Active' : `Closing: ${plain(session.closingReason ?? 'no reason told')}`;
}

/** What the client says it is: `WinNT 5.0.07.0440`. */
export function clientText({ clientType, clientVersion }: SessionRow): string {
  return plain([clientType, clientVersion].filter((part) => part !== undefined).join(' '));
}

/** The same in a few words for a narrow column: `Windows 4.10.01075`. */
export function shortClient(session: SessionRow): string {
  return clientText(session).replace(/^Cisco (?:AnyConnect VPN Agent|AnyConnect|Secure Client)(?: for)? /, '');
}

/** Bytes of one direction, or that there are none and, on hover, why: a list does not know how its head-ends are asked. */
export function bytesOrWhy(
  session: SessionRow,
  value: number | undefined,
): { readonly text: string; readonly known: boolean; readonly hover?: string } {
  if (value !== undefined) return { text: bytesText(value), known: true };
  if (session.state === 'ended') return { text: NEVER_REPORTED, known: false };
  const hover = 'Its head-end is not polled, or no listing has had this session yet';
  return { text: NOT_COUNTED, known: false, hover };
}

/** The exact bytes, with when a poll counted them where the session goes on: `1,234 bytes, counted at 14:05:09`. */
export function countedText({ state, from }: SessionRow, exact: string): string {
  return state === 'active' && from.bytes !== undefined ? `${exact}, counted at ${clock(from.bytes.at)}` : exact;
}

/** The first line of a session's page; `heard` is the sign of its head-end. */
export function sessionVerdict(session: SessionRow, heard: Sign, now: number): Verdict {
  const user = plain(session.user);
  const device = plain(session.device);
  const start = `${session.startIs === 'inferred' ? 'about ' : ''}${when(session.start, now)}`;
  const more = carried(session);
  if (session.state === 'active') {
    if (silent(heard, now)) {
      const { at } = freshest(heard, now);
      const text = `${user} was connected on ${device} when it was last heard.`;
      return {
        state: 'unknown',
        text,
        more: `Nothing received from ${device} ${at === null ? 'yet' : `for ${age(now - at)}`}. ${more}`,
      };
    }
    if (session.closingAt === undefined)
      return { state: 'ok', text: `${user} is connected on ${device} since ${start}.`, more };
    const reason = plain(session.closingReason ?? 'no reason told');
    return { state: 'warn', text: `${device} is closing ${user}'s session: ${reason}.`, more };
  }
  const end = session.end === undefined ? 'at an unknown time' : `at ${when(session.end, now)}`;
  const reason = plain(session.endReason ?? 'no reason told');
  if (session.endIs === 'between') {
    const after = session.endAfter === undefined ? '' : `between ${when(session.endAfter, now)} and `;
    return {
      state: 'unknown',
      text: `${user}'s session is over: ${reason}.`,
      more: `It ended ${after === '' ? 'before ' : after}${when(session.endBefore ?? session.end ?? now, now)}, which a poll has shown: the ASA's closing record never came. ${more}`,
    };
  }
  if (session.endIs === 'inferred')
    return {
      state: 'unknown',
      text: `${user}'s session is over: ${reason}.`,
      more: `Noticed ${end}. The ASA's closing record never came, so bytes and duration are not known. ${more}`,
    };
  const time = lasted(session, now);
  const after = time === undefined ? '' : ` after ${duration(time)}`;
  return { state: 'ok', text: `${user} left ${device} ${end}${after}: ${reason}.`, more };
}

function carried(session: SessionRow): string {
  const through = session.tunnelGroup === undefined ? '' : ` through ${plain(session.tunnelGroup)}`;
  const as = session.assignedIp === undefined ? ', no address told yet' : ` as ${session.assignedIp}`;
  const by = carriedBy(session);
  const name = by === protocols.unknown ? 'Protocol not told' : by.name;
  return `${name}${through}${as}, from ${session.publicIp}.`;
}

/** The exact duration for the hover text: `2h:21m:07s (8,467 seconds)`. */
export function exactDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${asaTime(seconds)} (${count(seconds)} seconds)`;
}
