import { Type } from 'typebox';
import type { MinuteRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { devicesOf, placeOptions } from './place.ts';
import type { Resource } from './resource.ts';
import { gapRow } from './rows.ts';
import { listOf, query, schemaOf, time, timeOption } from './schema.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** No answer reaches over more than this. */
const LONGEST = 400 * DAY;
/** Rows that a chart can show. */
const MOST = 1500;
const steps = [1, 5, 10, 30, 60, 180, 360, 1440].map((minutes) => minutes * MINUTE);

const minuteRow = schemaOf<MinuteRow>()(
  Type.Object({
    minute: time,
    active: Type.Integer({ description: 'Sessions at its end.' }),
    opened: Type.Integer(),
    ended: Type.Integer(),
    bytesTx: Type.Integer({ description: 'Of the sessions that ended in it.' }),
    bytesRx: Type.Integer(),
  }),
);

/** Sessions over time, as far back as is stored. */
export function minutesResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary: 'Sessions over time: what changed in each step, and when nothing was collected',
      querystring: query({
        from: timeOption('The beginning; a day before `to`, if left out; 400 days before it at the earliest.'),
        to: timeOption('The end; now, if left out.'),
        site,
        tag,
      }),
      response: {
        200: Type.Object({
          step: Type.Integer({
            description:
              'Milliseconds that a row stands for. In a step without a row nothing changed. A first row before `from` tells what was before.',
          }),
          minutes: listOf(minuteRow),
          gaps: listOf(gapRow),
        }),
        ...failures('invalid', 'busy'),
      },
    };
    app.get('/api/minutes', { schema }, async ({ query: { to = book.summary().at, ...rest } }) => {
      const from = Math.max(rest.from ?? to - DAY, to - LONGEST);
      const step = steps.find((one) => to - from <= one * MOST) ?? DAY;
      // Whole steps: a part of one would tell less than happened in it.
      const span = { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, step };
      return { step, ...(await reads.minutes({ ...span, ...devicesOf(rest, book) })) };
    });
    done();
  };
}
