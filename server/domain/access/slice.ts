import type { AlertEvent } from '../alert/alert.ts';
import type { AlertRow } from '../alert/row.ts';
import type { RuleId } from '../alert/rules.ts';
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
  if (topic !== 'alerts') return row;
  const alert = sites === null ? (row as AlertRow) : alertInPart(row as AlertRow); // the topic says which row it is
  return (showsNames ? alert : nameless(alert)) as Topics[T];
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

/** Rules that look at several head-ends together: at whichever of them something happens, what they say may tell of the others. */
export const rulesOfSeveral: readonly RuleId[] = [
  ...(['aaa.group', 'aaa.server'] as const),
  ...(['xauth.spray_succeeded', 'xauth.new_source', 'xauth.saved_password'] as const),
];
/** What stands for their words. */
const WITHHELD = 'what it says is of several sites together';

/** An alert as it is told to whoever is bound to sites. */
export function alertInPart(row: AlertRow): AlertRow {
  if (!rulesOfSeveral.includes(row.rule)) return row;
  const { user, ...about } = row.about;
  // Somebody else's login may have made it one.
  const who = row.rule === 'xauth.spray_succeeded' || user === undefined ? about : { ...about, user };
  return { ...row, about: who, text: WITHHELD, peak: row.value };
}

/** Its history, likewise: what people did about it is theirs. */
export function historyInPart(rule: RuleId, history: readonly AlertEvent[]): readonly AlertEvent[] {
  if (!rulesOfSeveral.includes(rule)) return history;
  return history.map((one) => (['raised', 'changed', 'cleared'].includes(one.kind) ? { ...one, detail: WITHHELD } : one)); // prettier-ignore
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
