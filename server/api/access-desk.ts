import type { AuditNote } from '../domain/access/audit.ts';
import type { Accounts } from '../access/accounts.ts';
import type { Admitted } from '../access/admitted.ts';
import type { OidcLogins } from '../access/oidc-logins.ts';
import type { OneTime } from '../access/one-time.ts';
import type { Pairings } from '../access/pairing.ts';

/** Writes down what was done. */
export type Note = (note: Omit<AuditNote, 'at'>) => Promise<void>;

/** What the routes of access need of the rest. */
export interface AccessDesk {
  readonly admitted: Admitted;
  readonly accounts: Accounts;
  readonly pairings: Pairings;
  /** The link that makes the first administrator. */
  readonly setUp: OneTime;
  /** Logins by a provider, where one is set. */
  readonly oidc?: OidcLogins | undefined;
  /** A link that lets in as this account: the demo's. */
  readonly enter: { readonly link: OneTime; readonly account: () => number | undefined };
  /** Writes down what was done, before it is answered. */
  readonly note: Note;
  /** Makes a seed for one-time codes and the address that an app reads it from. */
  readonly newSeed: (account: string) => { readonly seed: string; readonly uri: string };
}
