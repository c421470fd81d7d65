import { postToken } from '../../../server/access/credential.ts';
import type { Doors } from '../../../server/api/gate.ts';
import type { Caller } from '../../../server/domain/access/account.ts';

/** Who asks, unless a test says that somebody else does: let in by a proxy, so that no test needs a cookie. */
export const anAdmin: Caller = {
  ...{ kind: 'proxy', hash: 'doc', account: 1, name: 'Doc', role: 'admin', sites: null, showsNames: true },
};
/** What its pages send along with whatever they post. */
export const POST = { 'x-tunnelwatch-post': postToken(anAdmin.hash) };

/** The headers of what a page of ours posts to `localhost`. */
export const OURS = { host: 'localhost', origin: 'http://localhost', ...POST };

/** Doors that let in this caller and nobody else. */
export const doorsOf = (caller: Caller | undefined): Doors => ({ caller: () => undefined, byProxy: () => caller });
