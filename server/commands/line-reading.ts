import { parse } from '../../collectors/syslog/parse.ts';
import { rowsOf } from '../../collectors/syslog/tables.ts';
import type { LineRead, MessageMeaning } from '../domain/line-read.ts';
import type { Reader } from '../api/message.ts';
import { utcOf } from './parse.ts';
import { claimOf, messageIdsOf, messageOf } from './stored-message.ts';

/** How stored messages are read, for the pages. */
export const reader: Reader = {
  line: readLine,
  meaning: meaningOf,
  claim: (message) => claimOf(messageOf(message)),
  claiming: messageIdsOf,
};

/** Reads a stored line as it was read when it came, with today's tables. */
export function readLine(line: string): LineRead {
  const { source, device, deviceTime, text, claim } = parse(line);
  const { kind, ...facts } = claim ?? {};
  const deviceTimeUtc = deviceTime === undefined ? undefined : utcOf(deviceTime);
  const priority = /^\uFEFF?<(\d{1,3})>/.exec(line)?.[1];
  const told: Readonly<Record<string, unknown>> = facts;
  return {
    ...(source && { source }),
    ...(priority !== undefined && Number(priority) <= 191 && { priority: Number(priority) }),
    ...(device !== undefined && { device }),
    ...(deviceTime !== undefined && { deviceTime }),
    ...(deviceTimeUtc !== undefined && { deviceTimeUtc }),
    text,
    ...(kind !== undefined && {
      claim: {
        kind,
        facts: Object.entries(told)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) })),
      },
    }),
    ...textFact(told, 'user'),
    ...textFact(told, 'publicIp'),
    ...textFact(told, 'assignedIp'),
  };
}

/** What the tables make of a message ID. */
export function meaningOf(messageId: number): MessageMeaning {
  const rows = rowsOf.get(messageId) ?? [];
  const claims = [...new Set(rows.flatMap(({ kind }) => (kind === undefined ? [] : [kind])))];
  return {
    messageId,
    is: claims.length > 0 ? 'followed' : rows.length > 0 ? 'noted' : 'unlisted',
    claims,
    wordings: rows.flatMap(({ wordings }) => wordings),
  };
}

function textFact<K extends string>(facts: Readonly<Record<string, unknown>>, name: K): { readonly [N in K]?: string } {
  const value = facts[name];
  // The border: a computed key loses its name.
  return (typeof value === 'string' ? { [name]: value } : {}) as { readonly [N in K]?: string };
}
