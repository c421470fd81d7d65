import type { MessageRow } from './feed.ts';

/** What a line says, field by field: its header and, where it has one, its claim. */
export interface LineRead {
  /** It came in an SNMP trap. */
  readonly source?: 'trap';
  /** Of the PRI (RFC 5424, 6.2.1), 0-191: facility x 8 + severity; a relay may have written it. */
  readonly priority?: number;
  /** The device-id or a relay's host, as printed. */
  readonly device?: string;
  /** The device's own clock, as printed. */
  readonly deviceTime?: string;
  /** The same in UTC (ISO 8601), where it tells its year and its zone. */
  readonly deviceTimeUtc?: string;
  /** What stands behind the header. */
  readonly text: string;
  /** What it claims, in the names of the vocabulary (`session.closed`), and its facts. */
  readonly claim?: { readonly kind: string; readonly facts: readonly LineFact[] };
  /** Who is the user, the clients' and the inner address of the claim, for links. */
  readonly user?: string;
  readonly publicIp?: string;
  readonly assignedIp?: string;
}

/** A fact of a claim, such as `bytesTx`. */
export interface LineFact {
  readonly name: string;
  readonly value: string;
}

/** What Tunnelwatch makes of a message ID. */
export interface MessageMeaning {
  readonly messageId: number;
  /** `followed`: it tells something about a session, an address or a login; `noted`: known, and it changes nothing; `unlisted`: not followed. */
  readonly is: 'followed' | 'noted' | 'unlisted';
  /** What it may claim: `session.closed`. */
  readonly claims: readonly string[];
  /** The device's words, with the names of facts in their places. */
  readonly wordings: readonly string[];
}

/** A session that a message belongs to, or may. */
export interface MessageSession {
  readonly id: number;
  readonly user: string;
  readonly start: number;
  /** The message is evidence of it; else it was there at that time, for the same user or address. */
  readonly isEvidence: boolean;
}

/** A message with all that is known of it. */
export interface MessageTold {
  readonly message: MessageRow;
  readonly read: LineRead;
  /** Absent for a line without a message ID. */
  readonly meaning?: MessageMeaning;
  readonly sessions: readonly MessageSession[];
}
