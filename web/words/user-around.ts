import type { AttemptRow, DeviceRow } from '../../server/domain/feed.ts';
import { HIDDEN } from '../../server/domain/name.ts';
import type { Traffic } from '../../server/domain/statistics.ts';
import type { Alike, AlikeSpan, LastChange, UserTold } from '../../server/domain/user-told.ts';
import { causeText } from './attempts.ts';
import { count, many } from './bytes.ts';
import { plain } from './plain.ts';
import { age, when } from './time.ts';

/** How traffic goes, and where to look when it goes one way. */
export const trafficMeans: Readonly<Record<Traffic, string>> = {
  flowing: 'flows both ways',
  idle: 'none either way between the last two polls',
  'no return path':
    'one way: it comes from the client, and nothing goes back. NAT exemption, the route back inside, or reverse route injection',
  'blocked at the client or NAT-T':
    'one way: it goes to the client, and nothing comes from it. A firewall at the client, or NAT-T',
};

/** Why the traffic of a session is not known. */
export const TRAFFIC_NEEDS = 'not known: two polls of the head-end must have counted it';

/** Who fails the same way, here and elsewhere; `device` is the head-end that this user fails on. */
export function alikeText({ now: recent, then }: Alike, device: string, at: number): string {
  const lately = spanText(recent, device, 'in the last hour');
  return then === undefined ? lately : `${lately} ${spanText(then, device, `around ${when(then.from, at)}`)}`;
}

function spanText({ devices }: AlikeSpan, device: string, lately: string): string {
  const here = devices.find((one) => one.device === device);
  const others = devices.filter((one) => one.device !== device);
  const elsewhere = others.map((one) => `${who(one)} on ${plain(one.device)}`);
  const shown = elsewhere.slice(0, 3).join(', ');
  const left = elsewhere.length > 3 ? ` and on ${many(elsewhere.length - 3, 'more head-end')}` : '';
  const first = here === undefined ? `Nobody else on ${plain(device)}` : `${capital(who(here))} on ${plain(device)}`;
  return `${first} ${lately}; ${elsewhere.length === 0 ? 'nobody elsewhere' : `${shown}${left}`}.`;
}

function who({ users, strangers }: AlikeSpan['devices'][number]): string {
  const parts = [users === 0 ? '' : many(users, 'other user'), strangers === 0 ? '' : many(strangers, 'unknown name')];
  return parts.filter((text) => text !== '').join(' and ');
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A change within this time before the first failure is suspect, in milliseconds. */
const SUSPECT = 24 * 3_600_000;

/** What is known of the last change of the configuration, and whether it came shortly before what fails. */
export function changeText(
  change: LastChange,
  failingSince: number | undefined,
  now: number,
): { readonly text: string; readonly suspect: boolean; readonly command?: string } {
  const { told, polled, commands, since } = change;
  const by = polled === undefined ? '' : ` A poll ${age(now - polled.at)} ago told: last modified by ${plain(polled.words)}.`; // prettier-ignore
  if (told === undefined) {
    const within = `in the last ${spanWords(now - since)}`;
    const looked =
      commands === 0
        ? `No command was logged ${within}. The head-end tells them by 111008 and 111010, at severity 5.`
        : commands === 1
          ? `The one command that was logged ${within} changed nothing.`
          : `None of the ${count(commands)} commands that were logged ${within} changed anything.`;
    return { text: `${looked}${by}`, suspect: false };
  }
  const lead = failingSince === undefined ? undefined : failingSince - told.at;
  const suspect = lead !== undefined && lead >= 0 && lead < SUSPECT;
  const where = told.from === undefined ? '' : ` from ${told.from}`;
  const before = suspect ? `, ${age(lead)} before the first failure` : '';
  return {
    text: `${when(told.at, now)} by ${plain(told.user)}${where}${before}.${by}`,
    suspect,
    command: plain(told.command),
  };
}

/** A span in its greatest unit: `7 days`, `5 h`, `40 min`. */
function spanWords(span: number): string {
  const hours = Math.round(span / 3_600_000);
  if (hours >= 48) return many(Math.round(hours / 24), 'day');
  return hours >= 1 ? `${hours} h` : `${Math.max(1, Math.round(span / 60_000))} min`;
}

/** Tries that nobody has named, from where the user comes from. */
export function namelessText(nameless: readonly AttemptRow[], now: number): string {
  const [last] = nameless;
  if (last === undefined) return '';
  const failed = nameless.find(({ outcome }) => outcome === 'failed');
  const why = failed === undefined ? '' : `; the last that failed: ${causeText(failed)}`;
  return `${many(nameless.length, 'try', 'tries')} without a name from ${last.publicIp} or where this user came from before, last ${when(last.start, now)}${why}.`;
}

function lockedWords(polled: readonly string[]): string {
  return polled.length === 0
    ? 'Whether the account is locked, unless a try has said so: no head-end is polled for “show aaa local user”, and a directory tells nobody.'
    : `Whether a directory or RADIUS has locked the account, unless a try has said so: polls tell it of the local database of ${polled.map(plain).join(', ')} alone.`;
}

/** What no head-end tells of a user, each in a sentence. */
export function unseenFacts(name: string, told: UserTold, devices: readonly DeviceRow[]): readonly string[] {
  const hiding = devices.filter(({ hiddenNames }) => hiddenNames > 0);
  const hid = hiding.reduce((sum, { hiddenNames }) => sum + hiddenNames, 0);
  const hidden =
    devices.length === 0
      ? 'Which head-ends are silent just now, and whether one hid names, is not told here.'
      : hiding.length === 0
        ? 'No head-end hid a name in the last 24 h.'
        : `${hiding.map((one) => plain(one.name)).join(', ')} hid names in ${many(hid, 'message')} of the last 24 h: some may have been this user’s.`;
  return [
    ...(name === HIDDEN ? [] : [hidden]),
    'A login by SAML fails at the identity provider, and never reaches the head-end.',
    'A certificate that is refused, a wrong group password or a failed phase 1 comes without a name: it is found by the address.',
    lockedWords(told.locksTold),
    ...(told.writings.length === 0
      ? ['Who cannot reach the head-end at all leaves no trace here.']
      : ['What the client itself logs.']),
  ];
}
