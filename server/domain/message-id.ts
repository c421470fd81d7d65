// The id of a message is the microsecond at which it came, or later when many came at once. Of the thousand ids of each millisecond the first
// half is for what arrives, the second for what is imported: so the two never meet, and an id tells which of them it is.

const HALF = 500;

/** How many imported messages can be of one second. */
export const SLOTS = 1000 * HALF;

/** The id of what arrives at that time (epoch milliseconds) behind `last`: it rises even when the clock steps back. */
export function nextArrived(last: number, at: number): number {
  const next = Math.max(last + 1, at * 1000);
  return isImported(next) ? next + 1000 - (next % 1000) : next;
}

/** The id of an imported message: of a second (epoch seconds), and its place in it, from 0 to below `SLOTS`. */
export function importedId(second: number, slot: number): number {
  return second * 1_000_000 + Math.floor(slot / HALF) * 1000 + HALF + (slot % HALF);
}

/** The first place of a millisecond within its second. */
export function slotOf(millisecond: number): number {
  return millisecond * HALF;
}

/** Whether the message of that id was imported, and with it the session or attempt that it began. */
export function isImported(id: number): boolean {
  return id > 0 && id % 1000 >= HALF;
}
