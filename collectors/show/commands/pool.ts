import type { PoolUse } from '../../../server/domain/roster.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { ipv4 } from '../../../server/domain/pool.ts';

/** What `show ip local pool NAME` lists; which pool it is stands in the command alone. */
export interface PoolListed {
  readonly kind: 'pool.listed';
  readonly use: Omit<PoolUse, 'pool'>;
}

/** `show ip local pool NAME`: the figures, and behind them the addresses one by one. */
export const poolListings: readonly ShowCommand<PoolListed>[] = [
  { command: 'show ip local pool {pool}', read: readPool },
];

const HEAD = /^Begin +End +Mask +Free +Held +In use$/;
const FIGURES = /^(\S+) +(\S+) +(\S+) +(\d{1,9}) +(\d{1,9}) +(\d{1,9})$/;

/** The lists behind the figures, by their headings. */
const LISTS = ['Available Addresses:', 'Held Addresses:', 'In Use Addresses:'] as const;
type List = (typeof LISTS)[number];

function readPool(printed: readonly string[]): Reading<PoolListed> {
  const lines = printed.flatMap((text, place) => (text.trim() === '' ? [] : [{ text: text.trim(), line: place + 1 }]));
  const misfit = (place: number): Reading<never> => ({
    outcome: 'misfit',
    line: lines[place]?.line ?? Math.max(1, printed.length),
    text: lines[place]?.text ?? 'the output ends too early',
  });
  const [, first = '', last = '', mask = '', ...counts] = FIGURES.exec(lines[1]?.text ?? '') ?? [];
  const [free = 0, held = 0, inUse = 0] = counts.map(Number);
  if (!HEAD.test(lines[0]?.text ?? '')) return misfit(0);
  if (counts.length === 0 || [first, last, mask].some((one) => ipv4(one) === undefined)) return misfit(1);

  const lists = new Map<List, string[]>();
  let list: string[] | undefined;
  for (const [place, { text }] of lines.entries()) {
    if (place < 2) continue;
    const heading = LISTS.find((one) => one === text);
    if (heading === undefined && (list === undefined || !within(text, first, last))) return misfit(place);
    if (heading === undefined) list?.push(text);
    else if (lists.has(heading)) return misfit(place);
    else lists.set(heading, (list = []));
  }
  const addresses = lists.get('In Use Addresses:');
  // With any list of addresses there are all of them, so a figure that its list does not reach tells of a cut.
  if (lists.size > 0 && (addresses ?? []).length !== inUse) return misfit(lines.length);
  const others = { addressesHeld: lists.get('Held Addresses:'), addressesFree: lists.get('Available Addresses:') };
  const use = {
    ...{ first, last, mask, free, held, inUse },
    ...(addresses !== undefined && { addressesInUse: addresses }),
    ...(others.addressesHeld !== undefined && { addressesHeld: others.addressesHeld }),
    ...(others.addressesFree !== undefined && { addressesFree: others.addressesFree }),
  };
  return { outcome: 'read', facts: { kind: 'pool.listed', use } };
}

function within(text: string, first: string, last: string): boolean {
  const [low = 0, address = -1, high = 0] = [first, text, last].map(ipv4);
  return low <= address && address <= high;
}
