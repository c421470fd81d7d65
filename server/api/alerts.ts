import { Type } from 'typebox';
import { alertInPart, historyInPart, rulesOfSeveral } from '../domain/access/slice.ts';
import { alertRow, type AlertRow } from '../domain/alert/row.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { Reads } from '../store/reads.ts';
import type { AlertDesk } from './alert-desk.ts';
import { alertEvent, alertRowSchema, delivery, severity } from './alert-rows.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import { toMessageRow } from './messages.ts';
import { devicesOf, placeOptions } from './place.ts';
import type { Resource } from './resource.ts';
import { gapRow, messageRow } from './rows.ts';
import { listOf, nameOption, next, paging, query, timeOption } from './schema.ts';
import { isBound, mustSee, seenOf } from './scope.ts';

const { Object: Row, Optional, Enum, Integer } = Type;

export const alertId = Row({ id: Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

const filters = query({
  state: Optional(Enum(['open', 'ended', 'any'], { default: 'any' })),
  rule: nameOption('The id of a rule, or with a dot at its end the beginning of several: `xauth.`.'),
  severity: Optional(severity),
  ...placeOptions,
  user: nameOption("The user's exact name."),
  text: nameOption('Part of what it says, or of what it is about.'),
  from: timeOption('Raised then or later.'),
  to: timeOption('Raised before.'),
  thereFrom: timeOption('Open, or ended then or later: with `to`, all that were there in a span.'),
  ...paging,
});

/** Alerts, open and ended, and one with all that happened to it. */
export function alertsResource(reads: Reads, book: CommittedView, desk: AlertDesk, now: () => number): Resource {
  return (app, _options, done) => {
    const listed = {
      summary: 'Alerts, the one raised last first',
      querystring: filters,
      response: {
        200: Row({
          alerts: listOf(alertRowSchema),
          next,
          gaps: Optional(
            Type.Immutable(
              Type.Array(gapRow, {
                description:
                  'With `thereFrom`: when from then on nothing was collected, so that no alert says nothing. In order.',
              }),
            ),
          ),
        }),
        ...failures('invalid', 'badCursor', 'noDevice', 'busy'),
      },
    };
    app.get('/api/alerts', { schema: listed }, async ({ query: asked }) => {
      const { device, site, tag, state, ...rest } = asked;
      const where = devicesOf({ device, site, tag }, book);
      // Words that are not told are not searched either.
      const isHidden = isBound() && (rest.user !== undefined || rest.text !== undefined);
      const page = await reads.alerts({
        ...{ ...rest, ...where, ...(isHidden && { noRules: rulesOfSeveral }) },
        ...(state !== 'any' && state !== undefined && { state }),
      });
      const { thereFrom, to = Infinity } = rest;
      // What is to come is not missing.
      const span = thereFrom === undefined ? undefined : { from: thereFrom, to: Math.min(to, now()) };
      return {
        alerts: page.alerts.map((alert) => toAlertRow(alert, book)),
        next: page.next,
        ...(span !== undefined && { gaps: await reads.unwatched(span) }),
      };
    });

    const one = {
      summary: 'One alert: its history, the messages that are its evidence, and who was told of it',
      params: alertId,
      querystring: query({}),
      response: {
        200: Row({
          alert: alertRowSchema,
          history: listOf(alertEvent),
          evidence: listOf(messageRow),
          deliveries: Optional(listOf(delivery)),
        }),
        ...failures('invalid', 'noAlert', 'busy'),
      },
    };
    app.get('/api/alerts/:id', { schema: one }, async ({ params: { id } }) => {
      const found = await reads.alert(id);
      if (found === undefined) throw new ApiError('noAlert');
      // What is about no head-end, or several, is of no site: the list has none of it either.
      mustSee(book, found.alert.about.device, 'noAlert');
      const deliveries = await desk.deliveriesOf?.(id);
      return {
        alert: toAlertRow(found.alert, book),
        history: isBound() ? historyInPart(found.alert.rule, found.history) : found.history,
        evidence: seenOf(found.evidence, book).map((message) => toMessageRow(message, book)),
        ...(deliveries !== undefined && { deliveries }),
      };
    });
    done();
  };
}

/** An alert as it is told: its head-end by name. */
export function toAlertRow(alert: Alert, book: CommittedView): AlertRow {
  const device = book.devices().find(({ id }) => id === alert.about.device);
  const site = device?.place?.site;
  const row = alertRow(alert, () => device && { name: device.name, ...(site !== undefined && { site }) });
  return isBound() ? alertInPart(row) : row;
}
