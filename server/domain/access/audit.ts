/** What is written down of what people do here, and how it is told. */
export const auditKinds = {
  login: 'logged in',
  'login.refused': 'was not let in',
  logout: 'logged out',
  'account.changed': 'changed an account',
  'role.changed': 'changed a role',
  'token.changed': 'changed an API token',
  'wall.changed': 'changed a wall',
  'visit.revoked': 'ended a visit',
  'user.looked-up': 'looked a user up',
  exported: 'exported',
  erased: 'erased a user',
  'device.changed': 'changed a device',
  'rule.changed': 'changed a rule',
  'channel.changed': 'changed a channel',
  'silence.changed': 'changed a silence',
  'key.rotated': 'changed the key',
  'backed-up': 'made a backup',
  imported: 'imported archived syslog',
} as const;

export type AuditKind = keyof typeof auditKinds;

/** Who did it: whoever may open the control socket, and so administers this machine; and whoever was not let in. */
export const COMMAND_LINE = 'command line';
export const NOBODY = 'nobody';

/** What a row is about: a VPN user (`user`), and a name as somebody typed it (`typed`: it may be a password), are never kept as they are. */
export interface AuditAbout {
  readonly [what: string]: string | number | boolean;
}

/** One thing that somebody did. */
export interface AuditNote {
  /** Epoch milliseconds. */
  readonly at: number;
  /** An account, a token, a wall; `nobody` who was not let in. */
  readonly by: string;
  /** From which address; `null` on this machine. */
  readonly from: string | null;
  readonly kind: AuditKind;
  readonly about?: AuditAbout;
  /** Words of their own, such as the reason for a look-up: they can be erased without breaking the chain. */
  readonly said?: string;
}

/** A row of the chain. */
export interface AuditRow extends Omit<AuditNote, 'kind' | 'about' | 'said'> {
  /** Counts up from 1 without gaps. */
  readonly seq: number;
  readonly kind: string;
  /** JSON text. */
  readonly about: string;
  /** `null`: nothing was said, or it was erased. */
  readonly said: string | null;
  readonly saidHash: string | null;
  readonly hash: string;
}

/** What of a row its hash covers, as one text: no two rows give the same. */
export function auditText({ seq, at, by, from, kind, about, saidHash }: Omit<AuditRow, 'said' | 'hash'>): string {
  return JSON.stringify([seq, at, by, from, kind, about, saidHash]);
}
