import { putNotifications } from '../../server/store/outbox.ts';
import { openWriter } from '../../server/store/sqlite.ts';
import { makeWriter } from '../../server/store/writer.ts';
import { deliveriesOf } from '../../server/domain/alert/route.ts';
import { channel, cleared, raised } from '../server/alert/lab.ts';

const HOUR = 3_600_000;

/** Puts two messages into the outbox of the first channel of a database: one so old that it is given up at the start, and one that is due. */
export async function putLetters(database: string): Promise<void> {
  const now = Date.now();
  const messages = [
    { ...raised, at: now - 80 * HOUR },
    { ...cleared, at: now },
  ];
  const writer = makeWriter(await openWriter(database));
  await writer.transaction((db) => putNotifications(db, messages, messages.flatMap((one) => deliveriesOf(one, [channel()])))); // prettier-ignore
  await writer.close();
}
