import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';
import { summary } from './rows.ts';

/** What the dashboard's head says: sessions, tunnels, users, pools. */
export function summaryResource(book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'The state as a whole',
      querystring: query({}),
      response: { 200: summary, ...failures() },
    };
    app.get('/api/summary', { schema }, () => book.summary());
    done();
  };
}
