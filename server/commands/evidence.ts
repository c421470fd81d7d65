import type { Circumstances, Notification } from '../domain/alert/notification.ts';
import type { Reads } from '../store/reads.ts';
import type { Store } from '../store/store.ts';

/** Of each alert so many lines of its evidence are sent along. */
const LINES = 3;
const FAILING = 15 * 60_000;
const CHANGED = 24 * 60 * 60_000;
/** Somebody typed a command that changes the configuration; its secrets were taken out before it was stored. */
const CHANGES = [111008, 111010] as const;

/** Looks up what is sent along with a message: the lines that are its evidence, and how its head-ends do just now. */
export function evidenceOf(
  store: Pick<Store, 'devices'> & { readonly reads: Pick<Reads, 'message' | 'tally' | 'messages'> },
  now: () => number,
): (notification: Notification) => Promise<Circumstances> {
  const { reads } = store;
  const lastChange = async (from: readonly string[], at: number): Promise<string | undefined> => {
    const found = [];
    for (const messageId of CHANGES)
      found.push(...(await reads.messages({ from, messageId, since: at - CHANGED, limit: 1 })).messages);
    const [latest] = found.sort(([one], [other]) => other - one);
    if (latest === undefined) return undefined;
    const [, received, , , , , line] = latest;
    return `${new Date(received).toISOString().slice(0, 16)}Z ${line.replace(/^.*?%(?=[A-Z]{3}-\d-\d{6}: )/, '%')}`;
  };
  return async ({ alerts }) => {
    const at = now();
    const lines: Record<string, string> = {};
    for (const id of new Set(alerts.flatMap(({ messages }) => messages.slice(0, LINES)))) {
      const line = (await reads.message(id))?.[6];
      if (line !== undefined) lines[id] = line;
    }
    const named = new Set(alerts.flatMap(({ device }) => device ?? []));
    const headEnds: Record<string, Circumstances['headEnds'][string]> = {};
    for (const { id: device, name, addresses } of await store.devices()) {
      if (!named.has(name)) continue;
      const { groups } = await reads.tally({ device, outcome: 'failed', from: at - FAILING, to: at + 1 }, 'user', 1);
      const change = await lastChange(addresses, at);
      headEnds[name] = { failing: groups, ...(change !== undefined && { lastChange: change }) };
    }
    return { lines, headEnds };
  };
}
