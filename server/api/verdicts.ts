import { Type } from 'typebox';
import { causes } from '../domain/cause.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { service, verdictRow } from './rows.ts';
import { listOf, next, paging, query } from './schema.ts';

/** What the devices said of logins without telling whose they were. */
export function verdictsResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Verdicts on logins that do not tell whose they are, newest first',
      querystring: query({ service: Type.Optional(service), ...paging }),
      response: {
        200: Type.Object({ verdicts: listOf(verdictRow), next }),
        ...failures('invalid', 'badCursor', 'busy'),
      },
    };
    app.get('/api/verdicts', { schema }, async ({ query: asked }) => {
      const page = await reads.verdicts(asked);
      const verdicts = page.verdicts.map((verdict) => ({
        ...verdict,
        device: book.deviceName(verdict.device) ?? String(verdict.device),
        causeWords: causes[verdict.cause].words,
      }));
      return { verdicts, next: page.next };
    });
    done();
  };
}
