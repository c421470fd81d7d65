import type { IpsecSa, ListedTunnel } from './roster.ts';

/** What a detailed listing told of a session, as it was listed last. */
export type SessionListing = {
  readonly session: number;
  /** When the listing was made, epoch milliseconds. */
  readonly at: number;
} & (
  | { readonly what: 'tunnels'; readonly listed: readonly ListedTunnel[] }
  | { readonly what: 'sas'; readonly listed: readonly IpsecSa[] }
);

/** What detailed listings told of one session; what was not listed is absent. */
export interface Detailed {
  readonly tunnels?: Extract<SessionListing, { what: 'tunnels' }>;
  readonly sas?: Extract<SessionListing, { what: 'sas' }>;
}

/** The listings of one session, by what they list. */
export function detailedOf(listings: readonly SessionListing[]): Detailed {
  const [tunnels] = listings.flatMap((one) => (one.what === 'tunnels' ? [one] : []));
  const [sas] = listings.flatMap((one) => (one.what === 'sas' ? [one] : []));
  return { ...(tunnels === undefined ? {} : { tunnels }), ...(sas === undefined ? {} : { sas }) };
}
