import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openStore } from '../../server/store/open.ts';

/** What every test comes with: the cookie of one visit, as an administrator, to each program that a test starts. */
export const CREDENTIAL = 'a-visit-that-no-test-outlives-0123456789abcd';
export const COOKIE = `__Host-tunnelwatch=${CREDENTIAL}`;
/** What its pages send along with whatever they post. */
const POST = createHash('sha256').update(`post ${CREDENTIAL}`).digest('base64url');

const MONTH = 30 * 86_400_000;

/** Headers of whatever is posted to a program at that address. */
export const posting = (url: string) => ({
  'content-type': 'application/json',
  origin: new URL(url).origin,
  cookie: COOKIE,
  'x-tunnelwatch-post': POST,
});

/** Lets the tests in where nobody is yet: an account without a password, and a visit that begins in a month, so that no clock of a test ends it. */
export async function letIn(database: string): Promise<void> {
  await mkdir(dirname(database), { recursive: true });
  const store = await openStore({ path: database, now: Date.now });
  try {
    if ((await store.accounts()).length > 0) return;
    const now = Date.now();
    const account = await store.addAccount({ name: 'lab', role: 'admin', sites: null, password: null, createdAt: now });
    const at = now + MONTH;
    const hash = createHash('sha256').update(CREDENTIAL).digest('hex');
    await store.putVisit({ hash, account: account.id, beganAt: at, seenAt: at, from: '127.0.0.1', agent: 'a test' });
  } finally {
    await store.close();
  }
}

/** Asks a program as the tests' account. */
export function fetchIn(url: string, how: RequestInit = {}): Promise<Response> {
  const own = how.method === undefined || how.method === 'GET' ? { cookie: COOKIE } : posting(url);
  return fetch(url, { ...how, headers: { ...own, ...(how.headers as Record<string, string> | undefined) } });
}
