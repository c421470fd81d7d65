import { marked, type AaaMark } from '../domain/aaa.ts';
import type { Claim } from '../domain/claim.ts';

/** How many servers of one device are remembered: no ASA has more than 100 groups of 16, and hardly any more than a few. */
const MOST = 50;

/** What messages last told of AAA servers. Kept in memory only: after a restart the next poll, or the next answer, tells anew. */
export class AaaMarks {
  readonly #marks = new Map<number, Map<string, AaaMark>>();

  take(device: number, claim: Claim, at: number): void {
    const known = this.#marks.get(device) ?? new Map<string, AaaMark>();
    const mark = marked(device, claim, at, (server) => known.get(server));
    if (mark === undefined) return;
    // The one told last comes last: the first is forgotten when there are too many.
    known.delete(mark.server);
    known.set(mark.server, mark);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    this.#marks.set(device, known);
  }

  all(): readonly AaaMark[] {
    return [...this.#marks.values()].flatMap((known) => [...known.values()]);
  }
}
