import type { AlertRow } from '../alert/row.ts';
import type { DeviceRow, TopicName, Topics } from '../feed.ts';
import type { Caller } from './account.ts';

/** What of the live feed a caller sees: of which sites, and whether with names. Callers with the same slice share what is sent. */
export interface Slice {
  /** `''`: everything. */
  readonly key: string;
  readonly sites: readonly string[] | null;
  readonly showsNames: boolean;
}

/** All there is. */
export const WHOLE: Slice = { key: '', sites: null, showsNames: true };

/** What this caller sees. */
export function sliceOf({ sites, showsNames }: Pick<Caller, 'sites' | 'showsNames'>): Slice {
  if (sites === null && showsNames) return WHOLE;
  const sorted = sites === null ? null : [...new Set(sites)].sort();
  return { key: JSON.stringify([sorted, showsNames]), sites: sorted, showsNames };
}

/** The row as the slice has it; `undefined` where it has none. */
export function sliced<T extends TopicName>(
  topic: T,
  row: Topics[T],
  { sites, showsNames }: Slice,
  siteOf: (device: string) => string | undefined,
): Topics[T] | undefined {
  if (sites !== null && !isThere(topic, row, sites, siteOf)) return undefined;
  return topic === 'alerts' && !showsNames ? (nameless(row as AlertRow) as Topics[T]) : row; // the topic says which row it is
}

/** Of all head-ends together a part is not known: who is bound to sites asks the API for figures of its own. */
const ofAll: readonly TopicName[] = ['summary', 'minutes'];
/** That something happened, and how the collecting goes, is nobody's in particular. */
const ofNone: readonly TopicName[] = ['gaps', 'health', 'logins'];

function isThere<T extends TopicName>(
  topic: T,
  row: Topics[T],
  sites: readonly string[],
  siteOf: (device: string) => string | undefined,
): boolean {
  if (ofAll.includes(topic)) return false;
  if (ofNone.includes(topic)) return true;
  const device = topic === 'devices' ? (row as DeviceRow).name : (row as { readonly device?: string | null }).device; // every other row names its head-end, or none
  const site = typeof device === 'string' ? siteOf(device) : undefined;
  return site !== undefined && sites.includes(site);
}

/** An alert without whom it is about: what it says in words may name them, too. */
export function nameless({ about, ...row }: AlertRow): AlertRow {
  const { tunnelGroup, pool, aaaServer, collector } = about;
  return {
    ...row,
    subject: String(row.id),
    about: {
      ...(tunnelGroup !== undefined && { tunnelGroup }),
      ...(pool !== undefined && { pool }),
      ...(aaaServer !== undefined && { aaaServer }),
      ...(collector !== undefined && { collector }),
    },
    text: '',
    evidence: [],
    ...(row.announcedIn !== undefined && { announcedIn: '' }),
    ...(row.acknowledged !== undefined && { acknowledged: { ...row.acknowledged, note: '' } }),
  };
}
