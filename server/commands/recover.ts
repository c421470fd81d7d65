import { hiddenName } from '../../collectors/syslog/names-hidden.ts';
import { claimedOf, parse } from '../../collectors/syslog/parse.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Claimed } from '../domain/claim.ts';
import { tallyHidden } from '../domain/hidden.ts';
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
    const messages = page.map(messageOf);
    const claims = messages.flatMap((message) => claimOf(message) ?? []);
    const unknown = tally(messages, ({ line }) => line);
    const hidden = tallyHidden(messages.map((message) => ({ ...message, hidden: hiddenName(message.parsed) })));
    await recorder.interpret({ at, claims, bySource, unknown, hidden }, { name: collector, epoch, seq, lastMessage });
    after = lastMessage;
    recovered += page.length;
  }
}

function messageOf([id, at, from, messageId, , outcome, line]: StoredMessage) {
  return { id, at, from, messageId, outcome, line, parsed: parse(line) };
}

/** The claim that a stored message makes, if any: the same as when it arrived. */
function claimOf({ id, at, from, parsed }: ReturnType<typeof messageOf>): Claimed | undefined {
  return claimedOf(parsed, { message: id, at, from });
}
