import { hiddenName } from '../../collectors/syslog/names-hidden.ts';
import { tallyHidden } from '../domain/hidden.ts';
import { tally } from '../domain/unknown.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Store } from '../store/store.ts';
import { claimOf, messageOf } from './stored-message.ts';

/** How long before the first of them messages may have copies among them, in milliseconds. */
const COPIED = 10_000;
/** Messages read and interpreted at a time. */
const PAGE = 5_000;

/**
 * Interprets the messages that were stored when the last process died, but not yet decided on.
 * Returns how many there were. `epoch` must be above every epoch of the collector so far.
 */
export async function recover(recorder: Recorder, store: Store, collector: string, epoch: number): Promise<number> {
  let after = recorder.mark(collector)?.lastMessage ?? 0;
  await remember(recorder, store, after);
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

/** Makes known what was said and decided on last: what comes now may be a second copy of it. The id of a message tells its time. */
async function remember(recorder: Recorder, store: Store, until: number): Promise<void> {
  for (let after = until - COPIED * 1000; after < until;) {
    const page = (await store.messagesAfter(after, PAGE)).filter(([id]) => id <= until);
    for (const message of page.map(messageOf)) {
      const device = recorder.state.devices.byAddress(message.from);
      const claimed = claimOf(message);
      if (device?.state === 'adopted' && claimed !== undefined) recorder.state.remember(device.id, claimed);
    }
    after = page.at(-1)?.[0] ?? until;
  }
}
