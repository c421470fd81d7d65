import type { Claimed } from '../../server/domain/claim.ts';
import type { MessageRow, Outcome } from '../../server/domain/feed.ts';
import { tallyHidden, type HiddenName } from '../../server/domain/hidden.ts';
import type { Packable } from '../../server/domain/packed.ts';
import { Tallies } from '../../server/domain/unknown.ts';
import { Packer } from './packer.ts';
import { NOTHING, type Filled } from './waiting.ts';

/** How many messages a batch shows. */
const MOST_LATEST = 100;

/** A message that comes in, as it is kept, and what it says. */
export interface Incoming extends Packable {
  /** What it is reckoned to take, in bytes of memory. */
  readonly bytes: number;
  readonly oid: string | undefined;
  readonly line: string;
  readonly claimed: Claimed | undefined;
  readonly hidden: HiddenName | undefined;
}

/** A batch that is being filled. All that is kept of a message is what will be stored of it, packed, its claim, and counts. */
export class Filling {
  readonly #packer = new Packer();
  #messages = 0;
  #lastMessage = 0;
  #bytes = 0;
  #claims: Claimed[] = [];
  #outcomes: Record<Outcome, number> = { ...NOTHING.outcomes };
  #bySource = new Map<string, number>();
  #unknown = new Tallies();
  #hidden: { readonly at: number; readonly from: string; readonly hidden: HiddenName }[] = [];
  #latest: Incoming[] = [];

  /** How many messages it holds. */
  get messages(): number {
    return this.#messages;
  }

  /** How many of them claim something. */
  get claims(): number {
    return this.#claims.length;
  }

  /** How many bytes of rows there are. */
  get rowBytes(): number {
    return this.#packer.length;
  }

  /** Adds a message: its id is above that of the one before. */
  add(message: Incoming): void {
    const { id, at, shape, line, oid, claimed, hidden } = message;
    const { from, messageId, outcome } = shape;
    this.#packer.add(message);
    this.#messages += 1;
    this.#lastMessage = id;
    this.#bytes += message.bytes;
    this.#outcomes[outcome] += 1;
    this.#bySource.set(from, (this.#bySource.get(from) ?? 0) + 1);
    if (claimed !== undefined) this.#claims.push(claimed);
    if (hidden !== undefined) this.#hidden.push({ at, from, hidden });
    if (outcome === 'claim' || outcome === 'noted') this.#show(message);
    else this.#unknown.add({ at, from, messageId, oid, outcome }, line);
  }

  /** What it holds, to be sent; the next one begins. */
  take(): Filled {
    const filled = {
      rows: this.#packer.take(),
      messages: this.#messages,
      lastMessage: this.#lastMessage,
      bytes: this.#bytes,
      claims: this.#claims,
      outcomes: this.#outcomes,
      bySource: Object.fromEntries(this.#bySource),
      unknown: this.#unknown.told(),
      hidden: tallyHidden(this.#hidden),
      latest: this.#latest.slice(-MOST_LATEST).map(rowOf),
    };
    this.#messages = 0;
    this.#lastMessage = 0;
    this.#bytes = 0;
    this.#claims = [];
    this.#outcomes = { ...NOTHING.outcomes };
    this.#bySource = new Map();
    this.#unknown = new Tallies();
    this.#hidden = [];
    this.#latest = [];
    return filled;
  }

  /** Of those that the tables know the last are shown. */
  #show(message: Incoming): void {
    this.#latest.push(message);
    if (this.#latest.length === 2 * MOST_LATEST) this.#latest.splice(0, MOST_LATEST);
  }
}

function rowOf({ id, at, shape, line }: Incoming): MessageRow {
  const { from, messageId, severity, outcome } = shape;
  return { id, at, device: null, from, messageId, severity, outcome, text: line };
}
