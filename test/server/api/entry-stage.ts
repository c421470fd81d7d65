import type { TestContext } from 'node:test';
import { Accounts } from '../../../server/access/accounts.ts';
import { Admitted } from '../../../server/access/admitted.ts';
import { derived } from '../../../server/access/key.ts';
import type { OidcLogins, OidcParts } from '../../../server/access/oidc-logins.ts';
import { createOneTime } from '../../../server/access/one-time.ts';
import { createPairings } from '../../../server/access/pairing.ts';
import { createPasswords } from '../../../server/access/password.ts';
import { createSeeds } from '../../../server/access/seeds.ts';
import { createThrottle } from '../../../server/access/throttle.ts';
import { newSeed, totpUri } from '../../../server/access/totp.ts';
import type { AccessDesk } from '../../../server/api/access-desk.ts';
import { buildApp } from '../../../server/api/app.ts';
import type { AuditNote } from '../../../server/domain/access/audit.ts';
import { scratchStore } from '../store/scratch.ts';
import { deps } from './stage.ts';

export const HERE = { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' };
export const PASSWORD = 'great scott, 88 mph';

/** The API with real accounts in a real store, at a clock that the test moves; passwords are as cheap as they may be. */
export async function entryStage(
  t: TestContext,
  byProvider?: (parts: Pick<OidcParts, 'admitted' | 'throttle' | 'now'>) => OidcLogins,
) {
  const clock = { at: 1_764_000_000_000 };
  const now = () => clock.at;
  const store = await scratchStore(t);
  const admitted = await Admitted.open(store, now);
  const passwords = createPasswords({ logN: 4 });
  t.after(() => passwords.stop());
  const seeds = createSeeds(store, () => derived(new Uint8Array(32).fill(7)));
  const throttle = createThrottle(now);
  const accounts = new Accounts({ store, admitted, passwords, throttle, seeds, now });
  const setUp = createOneTime(now);
  const link = createOneTime(now);
  const noted: Omit<AuditNote, 'at'>[] = [];
  const desk: AccessDesk = {
    ...{ admitted, accounts, setUp, pairings: createPairings(admitted, now) },
    oidc: byProvider?.({ admitted, throttle, now }),
    enter: { link, account: () => admitted.accounts()[0]?.id },
    note: (note) => {
      noted.push(note);
      return Promise.resolve();
    },
    newSeed: (account) => {
      const seed = newSeed();
      return { seed, uri: totpUri(seed, account) };
    },
  };
  const doors = { caller: (credential: string) => admitted.caller(credential) };
  let ticks = 0;
  // Each question a minute after the last: how often an address may ask is tried elsewhere.
  const app = await buildApp(deps({ reads: store.reads, access: desk, doors, ticks: () => (ticks += 60_000) }));
  t.after(() => app.close());

  /** Asks with a cookie, as a page of ours does. */
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    cookie?: string,
    payload?: object,
    headers: Record<string, string> = HERE,
  ) => {
    const told = cookie === undefined ? {} : { cookie: `__Host-tunnelwatch=${cookie}` };
    const post = cookie === undefined || method === 'GET' ? {} : { 'x-tunnelwatch-post': await postOf(cookie) };
    const answer = await app.inject({
      method,
      url,
      headers: { ...headers, ...told, ...post },
      ...(payload && { payload }),
    });
    return {
      status: answer.statusCode,
      body: answer.body,
      headers: answer.headers,
      cookie: cookieIn(answer.headers['set-cookie']),
    };
  };
  const postOf = async (cookie: string): Promise<string> => {
    const answer = await app.inject({ url: '/api/me', headers: { ...HERE, cookie: `__Host-tunnelwatch=${cookie}` } });
    return String(answer.json<{ post: string | null }>().post);
  };
  /** An account with the password above, logged in: its cookie. */
  const enter = async (
    name: string,
    role: 'helpdesk' | 'viewer' | 'operator' | 'admin',
    sites: readonly string[] | null = null,
  ) => {
    await accounts.add({ name, role, sites, password: PASSWORD });
    const { cookie, body } = await ask('POST', '/api/login', undefined, { name, password: PASSWORD });
    if (cookie === undefined) throw new Error(body);
    return cookie;
  };
  return { desk, clock, store, admitted, accounts, setUp, link, noted, app, ask, enter, postOf };
}

/** The value of our cookie among those that are given. */
function cookieIn(given: string | readonly string[] | undefined): string | undefined {
  const all = given === undefined ? [] : [given].flat();
  return all.map((one) => /^__Host-tunnelwatch=([\w-]+);/.exec(one)?.[1]).find((one) => one !== undefined);
}
