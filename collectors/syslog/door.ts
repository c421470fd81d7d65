import { isStored, readStoring, STORING, type IsStored } from '../../server/domain/storing.ts';

/** Who may send, and what is stored of it. */
export interface Admission {
  /** The addresses of all devices, adopted or pending. */
  readonly known: readonly string[];
  /** How many further senders are let in. */
  readonly room: number;
  /** What is stored of a sender (`storingText`), where it is not what is stored of most. */
  readonly storing?: Readonly<Record<string, string>>;
}

const usual = isStored(STORING);

/** Lets senders in. */
export class Door {
  #known: ReadonlySet<string>;
  #room: number;
  #storing: ReadonlyMap<string, IsStored>;
  /** Senders let in that the main thread has not made known yet. */
  readonly #guests = new Set<string>();

  constructor(admission: Admission) {
    this.#known = new Set(admission.known);
    this.#room = admission.room;
    this.#storing = storingOf(admission);
  }

  /** Who may send from now on. */
  admit(admission: Admission): void {
    this.#known = new Set(admission.known);
    this.#storing = storingOf(admission);
    for (const guest of this.#guests) if (this.#known.has(guest)) this.#guests.delete(guest);
    // The room does not count yet those that were let in since.
    this.#room = Math.max(0, admission.room - this.#guests.size);
  }

  /** Whether this address is one already: of a device, or of one that was let in. */
  isKnown(from: string): boolean {
    return this.#known.has(from) || this.#guests.has(from);
  }

  /** Whether a message from there would be let in now. */
  isOpen(from: string): boolean {
    return this.isKnown(from) || this.#room > 0;
  }

  /** Lets it in, if it may. */
  lets(from: string): boolean {
    if (this.isKnown(from)) return true;
    if (this.#room === 0) return false;
    this.#room -= 1;
    this.#guests.add(from);
    return true;
  }

  /** Whether a message from there that makes no claim is stored, and not only counted. */
  isStored(from: string, messageId: number, isRead: boolean): boolean {
    return (this.#storing.get(from) ?? usual)(messageId, isRead);
  }
}

/** What is stored of each sender; what cannot be read is stored. */
function storingOf({ storing = {} }: Admission): ReadonlyMap<string, IsStored> {
  return new Map(
    Object.entries(storing).map(([from, text]) => {
      const read = readStoring(text);
      return [from, isStored(typeof read === 'object' && 'wrong' in read ? 'all' : read)];
    }),
  );
}
