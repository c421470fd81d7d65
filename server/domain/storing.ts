import type { Outcome } from './feed.ts';

/** Which messages of a device are stored: those of the VPN, all, or those of a list. What is not stored is counted, by message ID and minute. */
export type Storing = 'vpn' | 'all' | readonly Stored[];

/** What a list is of: a message ID (six digits), a class of them (its first three), or all of the VPN. */
export type Stored = number | 'vpn';

/** Of a device for which nothing else is set. */
export const STORING: Storing = 'vpn';

/**
 * The first three digits of what an ASA logs about VPNs: its classes auth, vpn, vpnc, vpdn, vpnfo, vpnlb, ca, webvpn, svc, csd, ssl, dap and
 * ipaa, user identity, and IKEv2, which has no class; and of what is done to the head-end itself: commands and logins of administrators.
 */
const VPN: ReadonlySet<number> = new Set([
  ...[111, 308, 502, 605, 606],
  ...[109, 113, 213, 316, 320, 402, 403, 404, 501, 602, 603, 611, 702, 713, 714, 715, 716, 717, 718, 720],
  ...[722, 723, 724, 725, 734, 735, 737, 746, 750, 751, 752],
]);

/** A list is no longer than this. */
export const MOST_LISTED = 200;

/** Reads `vpn`, `all`, or a list such as `vpn,302,106023`. Returns what is wrong where it is none of these. */
export function readStoring(text: string): Storing | { readonly wrong: string } {
  const words = text.trim().toLowerCase().split(/\s*,\s*/);
  const [only] = words;
  if (words.length === 1 && (only === 'vpn' || only === 'all')) return only;
  const wrong = words.find((word) => word !== 'vpn' && !/^[1-9]\d{2}(?:\d{3})?$/.test(word));
  if (wrong !== undefined)
    return { wrong: `${JSON.stringify(wrong)}: neither vpn, nor all, nor a message ID (six digits) or a class of them (three)` };
  if (words.length > MOST_LISTED) return { wrong: `a list of ${words.length}: at most ${MOST_LISTED} are taken` };
  return [...new Set(words)].map((word) => (word === 'vpn' ? word : Number(word)));
} // prettier-ignore

/** As `readStoring` reads it. */
export function storingText(storing: Storing): string {
  return typeof storing === 'string' ? storing : storing.join(',');
}

/** What is stored, told as `storingText` does, in words for a person. */
export function storingWords(storing: string): string {
  if (storing === 'all') return 'every message is stored';
  const rest = 'the others are counted, by ID and minute';
  if (storing === 'vpn') return `messages of the VPN are stored, ${rest}`;
  return `what sessions and alerts rest on is stored, and ${storing.replaceAll(',', ', ')}; ${rest}`;
}

/** Whether a message is stored of which nothing is known but its ID: no row of the tables reads it, or one that finds nothing of a VPN in it. */
export type IsStored = (messageId: number, isRead: boolean) => boolean;

/** What a setting means. A message that makes a claim, or does not fit its wording, is not asked for: it is stored whatever is set. */
export function isStored(storing: Storing): IsStored {
  if (storing === 'all') return () => true;
  if (storing === 'vpn') return (messageId, isRead) => isRead || isOfVpn(messageId);
  const listed = new Set(storing);
  const vpn = listed.has('vpn');
  return (messageId, isRead) =>
    listed.has(messageId) || listed.has(classOf(messageId)) || (vpn && (isRead || isOfVpn(messageId)));
}

/** Whether the outcome is one that is stored whatever is set: a session, attempt, pool or alert rests on it, or nobody knows what it is. */
export function isEvidence(outcome: Outcome): boolean {
  return outcome !== 'noted' && outcome !== 'unlisted';
}

function isOfVpn(messageId: number): boolean {
  return VPN.has(classOf(messageId));
}

function classOf(messageId: number): number {
  return Math.floor(messageId / 1000);
}
