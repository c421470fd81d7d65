import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import type { Attempt } from '../domain/attempt.ts';
import { causes } from '../domain/cause.ts';
import type { AttemptRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import { toMessageRow } from './messages.ts';
import { placeOptions } from './place.ts';
import type { Resource } from './resource.ts';
import { attemptOutcome, attemptRow, cause, messageRow, stage } from './rows.ts';
import { addressOption, listOf, nameOption, next, paging, query, timeOption } from './schema.ts';
import { mustSee } from './scope.ts';
import { whose } from './whose.ts';

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** What narrows tries down, but for their outcome. */
export const attemptFilters = {
  user: nameOption("The user's exact name, also where only its hash was kept."),
  ...placeOptions,
  publicIp: addressOption('The address the try came from.'),
  tunnelGroup: nameOption('The connection profile (tunnel group) that it named.'),
  cause: Type.Optional(cause),
  stage: Type.Optional(stage),
  from: timeOption('Started then or later.'),
  to: timeOption('Started before.'),
};
const filters = query({ ...attemptFilters, outcome: Type.Optional(attemptOutcome), ...paging });

/** Tries to log in, and one with the messages that tell of it. */
export function attemptsResource(reads: Reads, book: CommittedView, forms: NameForms): Resource {
  return (app, _options, done) => {
    const listed = {
      summary: 'Login attempts, newest start first',
      querystring: filters,
      response: {
        200: Type.Object({ attempts: listOf(attemptRow), next }),
        ...failures('invalid', 'badCursor', 'noDevice', 'busy'),
      },
    };
    app.get('/api/attempts', { schema: listed }, async ({ query: { device, site, tag, ...rest } }) => {
      const who = whose({ device, site, tag, user: rest.user }, book, forms);
      const page = await reads.attempts({ ...rest, ...who });
      return { attempts: page.attempts.map((attempt) => toAttemptRow(attempt, book)), next: page.next };
    });

    const one = {
      summary: 'One login attempt, and the messages that are its evidence',
      params: Type.Object({ id }),
      querystring: query({}),
      response: {
        200: Type.Object({ attempt: attemptRow, evidence: listOf(messageRow) }),
        ...failures('invalid', 'noAttempt', 'busy'),
      },
    };
    app.get('/api/attempts/:id', { schema: one }, async ({ params }) => {
      const found = await reads.attempt(params.id);
      if (found === undefined) throw new ApiError('noAttempt');
      mustSee(book, found.attempt.device, 'noAttempt');
      return {
        attempt: toAttemptRow(found.attempt, book),
        evidence: found.evidence.map((message) => toMessageRow(message, book)),
      };
    });
    done();
  };
}

/** A try as it is told: its device by name, its cause in words. */
export function toAttemptRow(attempt: Attempt, book: CommittedView): AttemptRow {
  const { device, cause: why } = attempt;
  return {
    ...attempt,
    device: book.deviceName(device) ?? String(device),
    ...(why !== undefined && { causeWords: causes[why].words }),
  };
}
