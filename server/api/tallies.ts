import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { causes, type Cause } from '../domain/cause.ts';
import type { GroupRow, StepTold } from '../domain/failures-told.ts';
import { patternsIn, type Pattern } from '../domain/patterns.ts';
import type { Reads } from '../store/reads.ts';
import { tallyKeys, type TallyRow } from '../store/tally-reads.ts';
import { attemptFilters } from './attempts.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Placed } from './place.ts';
import type { Resource } from './resource.ts';
import { attemptOutcome, gapRow } from './rows.ts';
import { listOf, orNull, query, schemaOf, time } from './schema.ts';
import { whose } from './whose.ts';

const { Object: Row, Enum, Integer, Literal, Optional, String: Text } = Type;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** No answer reaches over more than this. */
const LONGEST = 400 * DAY;
/** Steps that a chart can show: a bar needs some pixels. */
const MOST = 150;
const steps = [1, 2, 5, 10, 15, 30, 60, 180, 360, 720, 1440, 4320, 10_080].map((minutes) => minutes * MINUTE);

const filters = { ...attemptFilters, outcome: Optional(attemptOutcome) };

const groupRow = schemaOf<GroupRow>()(
  Row({
    key: orNull(Text({ description: '`null`: not told.' })),
    words: Optional(Text({ description: 'Of a cause.' })),
    tries: Integer(),
    users: Integer(),
    sources: Integer(),
    first: time,
    last: time,
  }),
);
const stepRow = schemaOf<StepTold>()(
  Row({ at: time, key: orNull(Text({ description: '`null`: not told.' })), tries: Integer() }),
);

const failed = { tries: Integer(), first: time, last: time };
const ofSource = {
  source: Text(),
  refused: Integer({ description: 'Names that failed and never got in from there.' }),
  mistyped: Integer({ description: 'Names that failed and got in as well.' }),
  gotIn: Integer({ description: 'Names that got in.' }),
  ...failed,
};
const pattern = schemaOf<Pattern>()(
  Type.Union([
    Row({ is: Literal('spray'), ...ofSource }),
    Row({ is: Literal('shared source'), ...ofSource }),
    Row(
      { ...{ is: Literal('hidden names'), source: Text() }, gotIn: ofSource.gotIn, ...failed },
      {
        description:
          'Failures without a name: the device hides it (`*****`), so that a spray cannot be told from a client.',
      },
    ),
    Row({
      is: Literal('hunted name'),
      user: Text(),
      sources: Integer({ description: 'Where it failed and never got in from.' }),
      own: Integer({ description: 'Where it got in from.' }),
      ...failed,
    }),
    Row({
      ...{ is: Literal('saved password'), user: Text(), source: Text() },
      every: Integer({ description: 'Milliseconds between the tries.' }),
      ...failed,
    }),
  ]),
);

/** Tries to log in, counted: by what they have in common, over time, and the patterns in those that failed. */
export function talliesResource(reads: Reads, book: CommittedView, forms: NameForms): Resource {
  return (app, _options, done) => {
    const spanOf = ({ from, to = book.summary().at + 1 }: Asked) => ({ from: Math.max(from ?? to - DAY, to - LONGEST), to }); // prettier-ignore
    const which = <Q extends Asked & { readonly user?: string }>({ device, site, tag, from, to, ...rest }: Q) => ({
      ...rest,
      ...spanOf({ from, to }),
      ...whose({ device, site, tag, user: rest.user }, book, forms),
    });

    const grouped = {
      summary: 'Login attempts by one thing that they have in common, the groups of most attempts first',
      querystring: query({
        ...filters,
        by: Enum(tallyKeys),
        limit: Integer({ minimum: 1, maximum: 1000, default: 50, description: 'Groups.' }),
      }),
      response: {
        200: Row({
          from: time,
          to: time,
          groups: listOf(groupRow),
          inAll: Integer({ description: 'Groups, those that are not told included.' }),
          tries: Integer(),
        }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/attempts/groups', { schema: grouped }, async ({ query: { by, limit, ...asked } }) => {
      const asking = which(asked);
      const { rows, groups: inAll, tries } = await reads.tally(asking, by, limit);
      const groups = rows.map((row) => ({ ...row, ...keyOf(row, by, book) }));
      return { from: asking.from, to: asking.to, groups, inAll, tries };
    });

    const overTime = {
      summary: 'Login attempts over time by cause or stage, and when nothing was collected',
      querystring: query({ ...filters, by: Enum(['cause', 'stage'], { default: 'cause' }) }),
      response: {
        200: Row({
          from: time,
          to: time,
          step: Integer({ description: 'Milliseconds that a row stands for; a step without a row had none.' }),
          steps: listOf(stepRow),
          gaps: listOf(gapRow),
        }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/attempts/over-time', { schema: overTime }, async ({ query: { by, ...asked } }) => {
      const told = which(asked);
      const step = steps.find((one) => told.to - told.from <= one * MOST) ?? 28 * DAY;
      // Whole steps: a part of one would tell less than happened in it.
      const asking = { ...told, from: Math.floor(told.from / step) * step };
      return { from: asking.from, to: asking.to, step, ...(await reads.overTime(asking, by, step)) };
    });

    const { cause: _cause, stage: _stage, ...where } = attemptFilters;
    const patterns = {
      summary:
        'What failed logins are together: one source with many users, one user from many sources, a saved password that is repeated',
      querystring: query(where),
      response: {
        200: Row({ from: time, to: time, patterns: listOf(pattern) }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/attempts/patterns', { schema: patterns }, async ({ query: asked }) => {
      const asking = which(asked);
      return { from: asking.from, to: asking.to, patterns: patternsIn(await reads.suspects(asking)) };
    });
    done();
  };
}

type Asked = Placed & { readonly from?: number | undefined; readonly to?: number | undefined };

/** Devices by name, causes with their words. */
function keyOf({ key }: TallyRow, by: (typeof tallyKeys)[number], book: CommittedView) {
  if (key === null) return { key };
  if (by === 'device') return { key: book.deviceName(Number(key)) ?? String(key) };
  const words = by === 'cause' ? causes[key as Cause].words : undefined; // border: written by us
  return { key: String(key), ...(words !== undefined && { words }) };
}
