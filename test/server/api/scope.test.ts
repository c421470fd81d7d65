import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import { apiErrors } from '../../../server/api/errors.ts';
import { scopedView } from '../../../server/api/scope.ts';
import { isPermitted, isSited, routePermits } from '../../../server/domain/access/permits.ts';
import { anAdmin, doorsOf, OURS } from './doors.ts';
import { entryStage } from './entry-stage.ts';
import { book, deps } from './stage.ts';

const closedTo = Object.entries(routePermits)
  .filter(([route, permit]) => route.startsWith('GET /api/') && isPermitted(permit, 'admin'))
  .map(([route]) => route.slice(4))
  .filter((url) => !isSited('GET', url));

/** Written down once more, by hand: what tells of all head-ends together, or is set up for all of them. */
const closed = [
  ...['/api/pairings/mine', '/api/accounts', '/api/pairings', '/api/walls'],
  ...['/api/alerts/channels', '/api/alerts/deliveries', '/api/alerts/rules'],
  ...['/api/arrivals', '/api/health', '/api/hidden', '/api/ledger', '/api/listening', '/api/management'],
  '/api/unknown',
];

test('what was not made to tell of a part is closed to whoever is bound to sites, an administrator too', async (t) => {
  assert.deepEqual(closedTo, closed);
  const { desk, store } = await entryStage(t);
  const doors = doorsOf({ ...anAdmin, sites: ['Hill Valley'] });
  const app = await buildApp(deps({ reads: store.reads, access: desk, doors, ticks: () => 0 }));
  t.after(() => app.close());
  for (const url of closedTo) {
    const { statusCode, body } = await app.inject({ url, headers: OURS });
    const { error } = JSON.parse(body) as { readonly error: string };
    const why = routePermits[`GET ${url}`] === 'govern' ? apiErrors.governsAll : apiErrors.ofAllSites;
    assert.deepEqual([statusCode, error], [403, why.words], url);
  }
});

test('where nobody is bound the view is the whole one', () => {
  assert.deepEqual(scopedView(book).devices(), book.devices());
  assert.equal(scopedView(book).summary(), book.summary());
});
