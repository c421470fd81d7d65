/** One syslog message before it gets a header: severity 0-7, the six digits, the text. */
export type Message = readonly [severity: number, messageId: number, text: string];

/** The one a message speaks of. */
export interface Who {
  readonly user: string;
  readonly publicIp: string;
  readonly tunnelGroup: string;
  readonly groupPolicy: string;
}

/** Why a session ended, as 113019 prints it. */
export type Reason =
  | 'User Requested'
  | 'Idle Timeout'
  | 'Lost Service'
  | 'Max time exceeded'
  | 'Administrator Reset'
  | 'Peer Reconnected'
  | 'Port Preempted'
  | 'Phase 2 Mismatch'
  | 'crypto map policy not found'
  | 'Unknown';

/** `Group = G, Username = U, IP = I, ` before IKE messages and 113019 (domain facts, B0, prefix P). */
export function named(who: Who): string {
  return `Group = ${who.tunnelGroup}, Username = ${who.user}, IP = ${who.publicIp}, `;
}

/** The same before the user is known. */
export function unnamed(who: Who): string {
  return `Group = ${who.tunnelGroup}, IP = ${who.publicIp}, `;
}

/** `Group <G> User <U> IP <I> ` before 113039, 716xxx and 722xxx: here G is the group policy (B0, prefix A). */
export function angled(who: Who): string {
  return `Group <${who.groupPolicy}> User <${who.user}> IP <${who.publicIp}> `;
}
