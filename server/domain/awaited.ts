import type { Meter } from './meter.ts';
import type { Session } from './session.ts';
import { DETAILED_EVERY } from './session-count.ts';
import type { Detailed } from './session-listing.ts';
import type { Field } from './statistics.ts';

/** How the device of a session is asked by commands; absent where it is not. */
export interface Asked {
  /** Seconds from one poll to the next. */
  readonly everySeconds: number;
  /** The commands that it refused, or whose output was not understood, when they were last asked. */
  readonly unread: readonly string[];
}

/** What stands in the fields that only a detailed listing tells, while none has told them; absent where one has, or none ever will. */
export interface Lacks {
  /** Of `show vpn-sessiondb detail`. */
  readonly tunnels?: Field;
  /** Of `show crypto ipsec sa`. */
  readonly sas?: Field;
}

/** Sessions are listed in brief long before they are in detail: what is only late is not said to be never reported. */
export function lacksOf(session: Session, meter: Meter | undefined, detailed: Detailed, asked?: Asked): Lacks {
  if (meter === undefined || asked === undefined) return {};
  const tunnels = detailed.tunnels === undefined ? lack(session, asked, details[meter.listing]) : undefined;
  const hasSas = session.protocol === 'ikev1' || session.protocol === 'ikev2';
  const sas = hasSas && detailed.sas === undefined ? lack(session, asked, /^show crypto ipsec sa$/) : undefined;
  return { ...(tunnels === undefined ? {} : { tunnels }), ...(sas === undefined ? {} : { sas }) };
}

/** The command that lists sessions of a kind in detail, in the words of all releases. */
const details: Readonly<Record<Meter['listing'], RegExp>> = {
  ikev1: /^show vpn-sessiondb detail (?:remote|ra-ikev1-ipsec)$/,
  ikev2: /^show vpn-sessiondb detail (?:anyconnect|ra-ikev2-ipsec)$/,
  anyconnect: /^show vpn-sessiondb detail (?:svc|anyconnect)$/,
  clientless: /^show vpn-sessiondb detail webvpn$/,
  'lan-to-lan': /^show vpn-sessiondb detail l2l$/,
};

function lack({ state, start }: Session, { everySeconds, unread }: Asked, command: RegExp): Field {
  const failed = unread.find((one) => command.test(one));
  if (failed !== undefined)
    return { value: `not told: the device refuses ${failed}, or its output is not understood`, is: 'not reported' };
  if (state === 'ended') return { value: 'not listed before it ended', is: 'not reported' };
  // What was there at the last detailed listing stood in it; half an interval early or late is as near as polls are.
  return { value: 'not listed yet', is: 'not listed yet', dueAt: start + (DETAILED_EVERY + everySeconds) * 1000 };
}
