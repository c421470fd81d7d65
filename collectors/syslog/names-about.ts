import type { Parsed } from './parse.ts';

/** The thousands of message IDs that tell of logins: AAA, management, L2TP, IKE, WebVPN, AnyConnect, DAP, identity. */
const ABOUT_LOGINS: ReadonlySet<number> = new Set([
  109, 113, 213, 308, 315, 403, 603, 605, 606, 611, 713, 714, 715, 716, 717, 721, 722, 724, 725, 734, 737, 746, 750,
  751, 752, 768, 769, 772, 775,
]);
const TELLS_USER = /user|uname|login|account/i;

/** Whether the message is of a kind that tells of logins, and says something of a user. */
export function mayTell({ messageId = 0, text }: Parsed): boolean {
  return ABOUT_LOGINS.has(Math.floor(messageId / 1000)) && TELLS_USER.test(text);
}
