import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { causes } from '../domain/cause.ts';
import type { VerdictRow } from '../domain/feed.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions } from './place.ts';
import type { Resource } from './resource.ts';
import { cause, service, verdictRow } from './rows.ts';
import { addressOption, listOf, nameOption, next, paging, query, timeOption } from './schema.ts';
import { whose } from './whose.ts';

/** What the devices said of logins without telling whose they were. */
export function verdictsResource(reads: Reads, book: CommittedView, forms: NameForms): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Verdicts on logins that do not tell whose they are, newest first',
      querystring: query({
        service: Type.Optional(service),
        user: nameOption("The user's exact name, also where only its hash was kept."),
        ...placeOptions,
        publicIp: addressOption('The address the try came from, where the message tells it.'),
        tunnelGroup: nameOption('The tunnel group, where the message tells it.'),
        cause: Type.Optional(cause),
        from: timeOption('Received then or later.'),
        to: timeOption('Received before.'),
        ...paging,
      }),
      response: {
        200: Type.Object({ verdicts: listOf(verdictRow), next }),
        ...failures('invalid', 'badCursor', 'noDevice', 'busy'),
      },
    };
    app.get('/api/verdicts', { schema }, async ({ query: { device, site, tag, ...rest } }) => {
      const who = whose({ device, site, tag, user: rest.user }, book, forms);
      const page = await reads.verdicts({ ...rest, ...who });
      return { verdicts: page.verdicts.map((verdict) => toVerdictRow(verdict, book)), next: page.next };
    });
    done();
  };
}

/** A verdict as it is told: its device by name, its cause in words. */
export function toVerdictRow(verdict: Verdict, book: CommittedView): VerdictRow {
  const device = book.deviceName(verdict.device) ?? String(verdict.device);
  return { ...verdict, device, causeWords: causes[verdict.cause].words };
}
