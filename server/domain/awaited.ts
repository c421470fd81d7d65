import type { Meter } from './meter.ts';
import type { Listing } from './roster.ts';
import type { Session } from './session.ts';
import { DETAILED_EVERY, LISTED_EVERY } from './session-count.ts';
import type { Detailed } from './session-listing.ts';
import type { Field } from './statistics.ts';

/** How the sessions of a device are listed; absent where nobody asks it. */
export interface Asked {
  /** By commands, or over SNMP, which lists sessions in brief alone. */
  readonly by: 'show' | 'snmp';
  /** Seconds from one poll to the next. */
  readonly everySeconds: number;
  /** Whether a poll has ever ended: before the first one nobody knows when there will be one. */
  readonly hasPolled: boolean;
  /** The commands that it refused, or whose output was not understood, when they were last asked. */
  readonly unread: readonly string[];
}

/** What stands in the fields that only a listing tells, while none has told them; absent where one has, or none ever will. */
export interface Lacks {
  /** Of a listing in brief. */
  readonly listed?: Field;
  /** Of `show vpn-sessiondb detail`. */
  readonly tunnels?: Field;
  /** Of `show crypto ipsec sa`. */
  readonly sas?: Field;
  /** Packets: the command line counts them by tunnel or by SA, SNMP by session. */
  readonly packets?: Field;
}

/** A device that is polled lists a session some time after its login, in detail long after: what is only late is not said to be never told. */
export function lacksOf(session: Session, meter: Meter | undefined, detailed: Detailed, asked?: Asked): Lacks {
  const listing = meter?.listing ?? listingOf[session.protocol];
  const hasSas = session.protocol === 'ikev1' || session.protocol === 'ikev2';
  const listed =
    meter === undefined ? lack(session, asked, briefly(asked), listing && command('', listing)) : undefined;
  const inDetail = (pattern?: RegExp): Field =>
    asked?.by === 'snmp' ? BY_COMMANDS : lack(session, asked, DETAILED_EVERY, pattern);
  const tunnels = detailed.tunnels === undefined ? inDetail(listing && command('detail ', listing)) : undefined;
  const sas = hasSas && detailed.sas === undefined ? inDetail(/^show crypto ipsec sa$/) : undefined;
  const packets = asked?.by === 'snmp' ? listed : (sas ?? tunnels);
  return {
    ...(listed === undefined ? {} : { listed }),
    ...(tunnels === undefined ? {} : { tunnels }),
    ...(sas === undefined ? {} : { sas }),
    ...(packets === undefined ? {} : { packets }),
  };
}

const BY_COMMANDS: Field = { value: 'not told over SNMP: needs polling by commands', is: 'not polled' };

const listingOf = {
  ...{ ikev1: 'ikev1', ikev2: 'ikev2', anyconnect: 'anyconnect', clientless: 'clientless', unknown: undefined },
} as const satisfies Readonly<Record<Session['protocol'], Listing | undefined>>;

/** What sessions of a kind are called in commands that list them, in the words of all releases. */
const words: Readonly<Record<Listing, string>> = {
  ikev1: 'remote|ra-ikev1-ipsec',
  ikev2: 'anyconnect|ra-ikev2-ipsec',
  anyconnect: 'svc|anyconnect',
  clientless: 'webvpn',
  'lan-to-lan': 'l2l',
};

function command(how: '' | 'detail ', listing: Listing): RegExp {
  return new RegExp(`^show vpn-sessiondb ${how}(?:${words[listing]})$`);
}

/** Over SNMP each poll lists all sessions. */
function briefly(asked: Asked | undefined): number {
  return asked?.by === 'snmp' ? asked.everySeconds : LISTED_EVERY;
}

/** `rhythm`: how often that is listed, in seconds; `pattern`: the command that does, where it is known. */
function lack({ state, start }: Session, asked: Asked | undefined, rhythm: number, pattern?: RegExp): Field {
  if (asked === undefined) return { value: state === 'ended' ? 'not polled' : 'needs polling', is: 'not polled' };
  const failed = asked.unread.find((one) => pattern?.test(one));
  if (failed !== undefined)
    return { value: `not told: the device refuses ${failed}, or its output is not understood`, is: 'not reported' };
  if (state === 'ended') return { value: 'not listed before it ended', is: 'not reported' };
  const late: Field = { value: 'not listed yet', is: 'not listed yet' };
  // What was there at the last listing stood in it; half an interval early or late is as near as polls are.
  return asked.hasPolled ? { ...late, dueAt: start + (rhythm + asked.everySeconds) * 1000 } : late;
}
