import { parse } from '../../collectors/syslog/parse.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Claimed } from '../domain/claim.ts';
import { tally } from '../domain/unknown.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Store } from '../store/store.ts';

/** Messages read and interpreted at a time. */
const PAGE = 5_000;

/**
 * Interprets the messages that were stored when the last process died, but not yet decided on.
 * Returns how many there were. `epoch` must be above every epoch of the collector so far.
 */
export async function recover(recorder: Recorder, store: Store, collector: string, epoch: number): Promise<number> {
  let after = recorder.mark(collector)?.lastMessage ?? 0;
  let recovered = 0;
  for (let seq = 1; ; seq += 1) {
    const page = await store.messagesAfter(after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return recovered;
    const bySource: Record<string, number> = Object.create(null) as Record<string, number>; // a source may be called anything
    for (const [, , from] of page) bySource[from] = (bySource[from] ?? 0) + 1;
    const [lastMessage, at] = last;
    const claims = page.flatMap((message) => claimOf(message) ?? []);
    const unknown = tally(page.map(countedOf), ({ line }) => line);
    await recorder.interpret({ at, claims, bySource, unknown }, { name: collector, epoch, seq, lastMessage });
    after = lastMessage;
    recovered += page.length;
  }
}

function countedOf([, at, from, messageId, , outcome, line]: StoredMessage) {
  return { at, from, messageId, outcome, line };
}

/** The claim that a stored message makes, if any: the same as when it arrived. */
function claimOf([message, at, from, , , , line]: StoredMessage): Claimed | undefined {
  const parsed = parse(line);
  return parsed.claim === undefined ? undefined : { message, at, from, source: 'syslog', claim: parsed.claim };
}
