import type { StoredMessage } from '../domain/batch.ts';
import { dayOf, firstIdAt, idsOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import type { WithQuery } from './message-reads.ts';
import { hasWords, idsByWords } from './message-words.ts';
import { askDay, message, messagesById, select } from './messages.ts';
import type { Ask } from './readers.ts';

/** Messages with one of some message IDs and a greater id, that came before a moment (epoch milliseconds), in order: the first `limit` of them. */
export async function messagesWith(
  ask: Ask,
  days: Days,
  { messageIds, after, before, limit }: WithQuery,
): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  const range = { first: after + 1, past: firstIdAt(before) };
  for (const day of days.list().filter((one) => idsOf(one).past > range.first && one <= dayOf(range.past))) {
    const room = limit - found.length;
    const words = messageIds.map((id) => `#${id}`);
    if (await hasWords(ask, days, day)) {
      const by = { days, day, words, order: 'oldest', most: () => room - ids.length } as const;
      const ids: number[] = [];
      for await (const some of idsByWords(ask, by, range)) {
        ids.push(...some);
        if (ids.length >= room) break;
      }
      found.push(...(await messagesById(ask, days, ids)));
    } else found.push(...(await ofFirstVersion(ask, days, day, messageIds, range, room)));
    if (found.length >= limit) break;
  }
  return found;
}

/** The same of a day of the first version: by one ID after the other its index finds them in order. */
async function ofFirstVersion(
  ask: Ask,
  days: Days,
  day: Day,
  messageIds: readonly number[],
  { first, past }: { readonly first: number; readonly past: number },
  room: number,
): Promise<readonly StoredMessage[]> {
  const each = `SELECT * FROM (${select} WHERE messageId = ? AND id >= ? AND id < ? ORDER BY id LIMIT ?)`;
  const sql = `${messageIds.map(() => each).join(' UNION ALL ')} ORDER BY id LIMIT ?`;
  const rows = await askDay(ask, days, day, sql, [...messageIds.flatMap((id) => [id, first, past, room]), room]);
  return rows.map(message);
}
