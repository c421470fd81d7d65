import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import type { SessionRow } from '../domain/feed.ts';
import { knownConfiguration } from '../domain/kept-configuration.ts';
import { policyFactsOf } from '../domain/policy-facts.ts';
import type { Session } from '../domain/session.ts';
import { statisticsOf } from '../domain/statistics.ts';
import { countsUntilNow } from '../domain/session-count.ts';
import { detailedOf } from '../domain/session-listing.ts';
import { toldOf } from '../domain/session-told.ts';
import { tunnelRows } from '../domain/tunnel-rows.ts';
import type { Asked } from '../domain/awaited.ts';
import { sessionPolls } from './session-poll-rows.ts';
import { statistics } from './statistics-rows.ts';
import type { DevicePoll, DeviceSnmp } from '../store/polled-reads.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import { toMessageRow } from './messages.ts';
import { placeOptions, type Placed } from './place.ts';
import type { Resource } from './resource.ts';
import { messageRow, protocol, sessionRow } from './rows.ts';
import { addressOption, listOf, nameOption, next, paging, query, timeOption } from './schema.ts';
import { mustSee } from './scope.ts';
import { whose } from './whose.ts';

const id = Type.Integer({
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Below 0 where a poll first showed the session.',
});

/** What a list of sessions, or an export, may be narrowed down by. */
export const sessionFilters = {
  user: nameOption("The user's exact name."),
  ...placeOptions,
  publicIp: addressOption('The address the user comes from.'),
  assignedIp: addressOption('The address inside the tunnel.'),
  q: nameOption("The beginning of a user's name, or a whole public or assigned address."),
  state: Type.Optional(Type.Enum(['active', 'ended'])),
  protocol: Type.Optional(protocol),
  from: timeOption('Started then or later.'),
  to: timeOption('Started before.'),
  thereFrom: timeOption('Going on, or ended then or later: with `to`, all that were there in a span.'),
};
const filters = query({ ...sessionFilters, ...paging });

/** Sessions, live and ended, and one with the messages that tell of it. */
export function sessionsResource(
  reads: Reads,
  book: CommittedView,
  forms: NameForms,
  now: () => number = Date.now,
): Resource {
  return (app, _options, done) => {
    const listed = {
      summary: 'Sessions, newest start first',
      querystring: filters,
      response: {
        200: Type.Object({ sessions: listOf(sessionRow), next }),
        ...failures('invalid', 'badCursor', 'noDevice', 'busy'),
      },
    };
    app.get('/api/sessions', { schema: listed }, async ({ query: asked }) => {
      const page = await reads.sessions(sessionQuery(asked, book, forms));
      return { sessions: page.sessions.map((session) => toSessionRow(session, book)), next: page.next };
    });

    const one = {
      summary: 'One session, with the messages and polls that are its evidence',
      params: Type.Object({ id }),
      querystring: query({}),
      response: {
        200: Type.Object({ session: sessionRow, statistics, evidence: listOf(messageRow), ...sessionPolls }),
        ...failures('invalid', 'noSession', 'busy'),
      },
    };
    app.get('/api/sessions/:id', { schema: one }, async ({ params }) => {
      const found = await reads.session(params.id);
      if (found === undefined) throw new ApiError('noSession');
      const { session, meter, events } = found;
      mustSee(book, session.device, 'noSession');
      const known = knownConfiguration(await reads.configurations(session.device));
      const policy = known === undefined ? {} : { at: known.at, ...policyFactsOf(known.configuration, session) };
      const asked = askedOf(await reads.poll(session.device), await reads.snmp(session.device));
      const [detailed, told] = [detailedOf(found.listings), toldOf(events)];
      const around = { detailed, events, ...(asked === undefined ? {} : { asked }) };
      return {
        session: toSessionRow(session, book),
        statistics: statisticsOf(session, meter, policy, now(), around),
        evidence: found.evidence.map((message) => toMessageRow(message, book)),
        told,
        tunnels: tunnelRows(session, detailed, told),
        counts: countsUntilNow(found.counts, session, meter),
        texts: found.texts.map(({ which, at, text }) => ({ which, at, text })),
        everySeconds: asked?.everySeconds ?? null,
        unwatched: await reads.unwatched({ from: session.start, to: session.end ?? now() }),
      };
    });
    done();
  };
}

/** How the device's sessions are listed now, over SNMP where it is not asked by commands; `undefined` where they are not. */
function askedOf({ polling, last, unread = [] }: DevicePoll, snmp: DeviceSnmp): Asked | undefined {
  if (polling !== undefined) {
    const refused = unread.map(({ failure }) => failure.at);
    return { by: 'show', everySeconds: polling.everySeconds, hasPolled: last !== undefined, unread: refused };
  }
  const { everySeconds = 0 } = snmp.access ?? {};
  return everySeconds === 0 ? undefined : { by: 'snmp', everySeconds, hasPolled: snmp.last !== undefined, unread: [] };
}

/** What a request asks of the store. Throws `noDevice` on a name that is none. */
export function sessionQuery<Q extends Placed & { readonly user?: string; readonly q?: string }>(
  { device, site, tag, ...rest }: Q,
  book: CommittedView,
  forms: NameForms,
) {
  return { ...rest, ...whose({ device, site, tag, user: rest.user ?? rest.q }, book, forms) };
}

/** A session as the API tells it: its device and pool by name, and of one that goes on what polls have counted. */
export function toSessionRow(session: Session, book: CommittedView): SessionRow {
  const { device, assignedIp } = session;
  const pool = assignedIp === undefined ? undefined : book.poolOf(device, assignedIp);
  const row = { ...session, device: book.deviceName(device) ?? String(device), ...(pool !== undefined && { pool }) };
  const { bytesTx, bytesRx, from } = (session.state === 'active' && book.bytesOf(session.id)) || {};
  if (bytesTx === undefined || bytesRx === undefined || from?.bytes === undefined) return row;
  return { ...row, bytesTx, bytesRx, from: { ...row.from, bytes: from.bytes } };
}
