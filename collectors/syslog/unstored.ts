import { MINUTE, MOST_IDS, type SenderUnstored } from '../../server/domain/unstored.ts';

/** Messages that were counted instead of stored. */
export interface Uncommitted {
  readonly messages: number;
  readonly counts: readonly SenderUnstored[];
  readonly bySource: Readonly<Record<string, number>>;
}

/** Messages that are counted instead of stored, by sender, minute and message ID, until the counts are. */
export class Unstored {
  #minute = 0;
  /** Of this minute: by sender, then by ID. */
  #counts = new Map<string, Map<number | null, number>>();
  #ids = 0;
  #waiting = 0;
  /** Those of the minutes before, and those that are on their way to the store. */
  #ripe: SenderUnstored[] = [];

  /** Counts a message that came then (epoch milliseconds). */
  add(from: string, messageId: number, at: number): void {
    this.#waiting += 1;
    if (at < this.#minute || at >= this.#minute + MINUTE) this.#ripen(at);
    let own = this.#counts.get(from);
    if (own === undefined) this.#counts.set(from, (own = new Map<number | null, number>()));
    const known = own.get(messageId);
    if (known !== undefined) {
      own.set(messageId, known + 1);
      return;
    }
    const key = this.#ids < MOST_IDS ? messageId : null;
    if (key !== null) this.#ids += 1;
    own.set(key, (own.get(key) ?? 0) + 1);
  }

  /** How many messages wait until their counts are stored, those on their way among them. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What is to be stored. It goes on waiting until `stored` is called. */
  load(): Uncommitted {
    this.#ripen(this.#minute);
    const bySource = new Map<string, number>();
    for (const { from, count } of this.#ripe) bySource.set(from, (bySource.get(from) ?? 0) + count);
    return { messages: this.#waiting, counts: [...this.#ripe], bySource: Object.fromEntries(bySource) };
  }

  /** What was loaded last is stored. */
  stored({ messages, counts }: Uncommitted): void {
    this.#waiting -= messages;
    this.#ripe.splice(0, counts.length);
  }

  #ripen(at: number): void {
    for (const [from, own] of this.#counts)
      for (const [messageId, count] of own) this.#ripe.push({ from, minute: this.#minute, messageId, count });
    this.#counts = new Map();
    this.#ids = 0;
    this.#minute = Math.floor(at / MINUTE) * MINUTE;
  }
}
