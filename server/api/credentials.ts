import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../domain/access/account.ts';
import { cookieOf } from './cookie.ts';

/** What a request comes with, and who that is. */
export interface Come {
  readonly caller: Caller;
  readonly credential: string;
}

/**
 * Who comes with these headers: a token counts as a bearer's alone, a visit or a wall by its cookie alone. A browser sends cookies by itself,
 * so what comes with one must prove besides that a page of ours sent it; a script with a token need not.
 */
export function comes(
  { authorization, cookie }: IncomingHttpHeaders,
  callerOf: (credential: string) => Caller | undefined,
): Come | undefined {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1];
  const credential = bearer ?? cookieOf(cookie);
  const caller = credential === undefined ? undefined : callerOf(credential);
  const isRight = (caller?.kind === 'token') === (bearer !== undefined);
  return caller !== undefined && credential !== undefined && isRight ? { caller, credential } : undefined;
}
