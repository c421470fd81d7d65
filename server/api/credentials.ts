import type { IncomingHttpHeaders } from 'node:http';
import { cookieOf } from './cookie.ts';

/** What a request comes with: a bearer's token, or the cookie of a visit or a wall. */
export function credentialOf({ authorization, cookie }: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1] ?? cookieOf(cookie);
}
