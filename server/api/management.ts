import { Type } from 'typebox';
import {
  DENIED_MESSAGES,
  MANAGEMENT_MESSAGES,
  managementOf,
  type ManagementLogins,
  type ManagementRow,
} from '../domain/management.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, sendersOf } from './place.ts';
import type { Resource } from './resource.ts';
import { listOf, query, schemaOf, time, timeOption } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text, Boolean: Flag } = Type;

const DAY = 86_400_000;
/** Message files of more days than this are not opened for one answer. */
const LONGEST = 31 * DAY;

const managementRow = schemaOf<ManagementRow>()(
  Row({
    ...{ id: Integer(), at: time, device: Text(), messageId: Integer() },
    is: Enum(['denied', 'permitted', 'raised', 'left']),
    user: Optional(Text()),
    from: Optional(Text({ description: 'Absent: from the serial console, or not told.' })),
    service: Optional(Text()),
    level: Optional(Text({ description: 'The privilege level that a user was raised to.' })),
    isOurs: Flag({ description: 'By the user that the device is polled with.' }),
  }),
);
const managementLogins = schemaOf<ManagementLogins>()(
  Row({
    ...{ from: time, to: time },
    denied: listOf(managementRow),
    others: listOf(managementRow),
    more: Row({ denied: Flag(), others: Flag() }, { description: 'Whether there were more of each than are told.' }),
  }),
);

/** Who logged in to manage the devices (SSH, ASDM, enable, serial), or was denied: as their messages tell, apart from logins to the VPN. */
export function managementResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Management logins (SSH, ASDM, Telnet, serial, enable), newest first: those denied, and the others',
      querystring: query({
        ...placeOptions,
        from: timeOption('Received then or later; a day before `to`, if left out; 31 days before it at the earliest.'),
        to: timeOption('Received before; now, if left out.'),
        limit: Integer({ minimum: 1, maximum: 200, default: 50, description: 'Of each.' }),
      }),
      response: { 200: managementLogins, ...failures('invalid', 'noDevice', 'busy') },
    };
    app.get('/api/management', { schema }, async ({ query: { to = book.summary().at + 1, limit, ...asked } }) => {
      const from = Math.max(asked.from ?? to - DAY, to - LONGEST);
      const senders = sendersOf(asked, book);
      const span = { since: from, until: to, limit, ...(senders && { from: senders }) };
      const others = MANAGEMENT_MESSAGES.filter((id) => !DENIED_MESSAGES.includes(id));
      const [denied, rest] = [await latest(DENIED_MESSAGES, span), await latest(others, span)];
      return {
        ...{ from, to, denied: denied.rows, others: rest.rows },
        more: { denied: denied.more, others: rest.more },
      };
    });

    async function latest(ids: readonly number[], span: Omit<Parameters<Reads['messages']>[0], 'messageId'>) {
      const found: Omit<ManagementRow, 'isOurs'>[] = [];
      let more = false;
      for (const messageId of ids) {
        const { messages, next } = await reads.messages({ ...span, messageId });
        more ||= next !== null;
        for (const [id, at, from, , , , line] of messages) {
          const told = managementOf(messageId, line);
          if (told !== undefined) found.push({ id, at, device: book.deviceNameOf(from) ?? from, messageId, ...told });
        }
      }
      const sorted = found.sort((a, b) => b.id - a.id);
      const rows = await withOurs(sorted.slice(0, span.limit));
      return { rows, more: more || sorted.length > rows.length };
    }

    async function withOurs(rows: readonly Omit<ManagementRow, 'isOurs'>[]): Promise<readonly ManagementRow[]> {
      const ours = new Map<string, string | undefined>();
      for (const device of new Set(rows.map((row) => row.device))) {
        const known = book.deviceByName(device);
        ours.set(device, known && (await reads.poll(known.id)).polling?.user);
      }
      return rows.map((row) => ({ ...row, isOurs: row.user !== undefined && ours.get(row.device) === row.user }));
    }
    done();
  };
}
