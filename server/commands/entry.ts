import type { IncomingMessage } from 'node:http';
import { Accounts } from '../access/accounts.ts';
import { Admitted } from '../access/admitted.ts';
import type { Key } from '../access/key.ts';
import type { OidcFault } from '../access/oidc-fault.ts';
import { createOidcLogins } from '../access/oidc-logins.ts';
import { createProvider } from '../access/oidc.ts';
import { createOneTime } from '../access/one-time.ts';
import { createPairings } from '../access/pairing.ts';
import { createPasswords } from '../access/password.ts';
import { createSeeds, type Seeds } from '../access/seeds.ts';
import { createThrottle } from '../access/throttle.ts';
import { newSeed, totpUri } from '../access/totp.ts';
import type { AccessDesk, Note } from '../api/access-desk.ts';
import { comes } from '../api/credentials.ts';
import type { Caller } from '../domain/access/account.ts';
import type { Store } from '../store/store.ts';
import type { OidcSet } from './oidc.ts';
import type { Running } from './running.ts';

/** How long the link that makes the first administrator is good, in milliseconds. */
const SET_UP_FOR = 15 * 60_000;
/** Visits that have run out are forgotten so often. */
const SWEEP_EVERY = 60_000;

/** Who may use this installation, as the rest of the program has it. */
export interface Entry {
  readonly desk: AccessDesk;
  readonly admitted: Admitted;
  readonly accounts: Accounts;
  /** Who a request is from, by its headers. */
  readonly callerOf: (request: Pick<IncomingMessage, 'headers'>) => Caller | undefined;
  /** The path of a link that makes the first administrator; `undefined` where there is an account already. */
  readonly setUpPath: () => string | undefined;
  /** The path of a link that lets in as this account for as long as the program runs: the demo's. */
  readonly enterPath: (account: number) => string;
}

/** Opens the door: accounts from the store, and what lets them in. */
export async function openEntry(
  store: Store,
  key: Key | undefined,
  running: Running,
  note: Note,
  /** Told of what could not be forgotten; it is tried again. */
  onFault: (fault: unknown) => void,
  /** A provider to log in by, where one is set, and who is told of each login that came to nothing there. */
  oidc?: { readonly set: OidcSet; readonly onFault: (fault: OidcFault) => void },
): Promise<Entry> {
  const now = Date.now;
  const admitted = await Admitted.open(store, now);
  const passwords = running.started(createPasswords(), (one) => one.stop());
  const throttle = createThrottle(() => performance.now());
  const seeds = key === undefined ? noSeeds : createSeeds(store, () => key);
  const accounts = new Accounts({ store, admitted, passwords, throttle, seeds, now });
  const setUp = createOneTime(now);
  const link = createOneTime(now);
  let linked: number | undefined;
  const sweep = setInterval(() => void admitted.sweep().catch(onFault), SWEEP_EVERY);
  running.started(sweep, async (one) => {
    clearInterval(one);
    return Promise.resolve();
  });
  const newSeedFor = (account: string) => {
    const seed = newSeed();
    return { seed, uri: totpUri(seed, account) };
  };
  const pairings = createPairings(admitted, now);
  const byProvider =
    oidc &&
    createOidcLogins({
      ...{ ...oidc.set, admitted, throttle, now, onFault: oidc.onFault },
      provider: createProvider(oidc.set.settings, () => performance.now()),
    });
  return {
    desk: {
      ...{ admitted, accounts, pairings, setUp, note, newSeed: newSeedFor },
      ...{ oidc: byProvider, enter: { link, account: () => linked } },
    },
    admitted,
    accounts,
    callerOf: ({ headers }) => comes(headers, (credential) => admitted.caller(credential))?.caller,
    enterPath(account) {
      linked = account;
      return `/enter#${link.make(Number.POSITIVE_INFINITY)}`;
    },
    setUpPath: () => (admitted.accounts().length > 0 ? undefined : `/set-up#${setUp.make(SET_UP_FOR)}`),
  };
}

/** Without the key of this installation no seed can be read: who has one-time codes gets in when the key is back. */
const noSeeds: Seeds = {
  read: () => Promise.resolve(undefined),
  keep: () => Promise.reject(new Error('there is no key to seal with')),
  drop: () => Promise.reject(new Error('there is no key')),
  step: () => undefined,
};
