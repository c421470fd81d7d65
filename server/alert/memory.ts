import type { UnsavedLetter } from '../domain/alert/notification.ts';
import { tryOnce, type OutboxParts } from './outbox.ts';

/** The pauses after tries that failed, in milliseconds: what is saved later goes by the outbox, which tries for longer. */
const PAUSES = [2_000, 10_000, 30_000] as const;

/** Sends letters that are in no outbox, because nothing can be saved. Resolves when each is sent or given up; `isStopped` ends it early. */
export async function sendFromMemory(
  letters: readonly UnsavedLetter[],
  parts: Pick<OutboxParts, 'secrets' | 'circumstances' | 'send' | 'onFault'> & { readonly isStopped: () => boolean },
): Promise<void> {
  await Promise.all(letters.map((letter) => sendOne(letter, parts)));
}

async function sendOne(
  { notification, channel, key }: UnsavedLetter,
  parts: Parameters<typeof sendFromMemory>[1],
): Promise<void> {
  for (const ms of [0, ...PAUSES]) {
    if (ms > 0) await new Promise((done) => void setTimeout(done, ms).unref());
    if (parts.isStopped()) return;
    const { sent, result } = await tryOnce({ delivery: { key }, notification, channel }, parts);
    if (sent) return;
    if (ms === PAUSES.at(-1)) parts.onFault(new Error(`${channel.name}: ${result}`));
  }
}
