import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AccountFault } from '../access/account-fault.ts';
import { Busy } from '../access/kdf.ts';
import { OidcFault } from '../access/oidc-fault.ts';
import { BadCursor, ReadTimeout } from '../store/reads.ts';

/** Every error that the API tells of. */
export const apiErrors = {
  invalid: { status: 400, words: 'The request is not understood.' },
  badCursor: { status: 400, words: '"cursor" is not the "next" of a page before.' },
  noDevice: { status: 404, words: 'There is no device of this name.' },
  noSession: { status: 404, words: 'There is no such session.' },
  noAttempt: { status: 404, words: 'There is no such login attempt.' },
  noMessage: { status: 404, words: 'There is no such message, or it is no longer kept.' },
  noAlert: { status: 404, words: 'There is no such alert, or it is over.' },
  noSilence: { status: 404, words: 'There is no such silence, or it is over.' },
  noChannel: { status: 404, words: 'There is no such channel.' },
  noDelivery: { status: 404, words: 'Nothing of this number was given up, or its channel was removed.' },
  noWindow: { status: 404, words: 'There is no such maintenance window, or it is over.' },
  noRoute: { status: 404, words: 'There is nothing here. What there is, /api/docs tells.' },
  nobody: { status: 401, words: 'Log in first.' },
  wrongLogin: { status: 401, words: 'Name or password is wrong.' },
  noCode: { status: 401, words: 'The one-time code is missing.' },
  badLink: {
    status: 403,
    words: 'This link is not good, or not any more: the console has another one after a restart.',
  },
  notPermitted: { status: 403, words: 'Your role does not permit this.' },
  ofAllSites: { status: 403, words: 'This is told of all sites together, and your account is bound to some.' },
  governsAll: {
    status: 403,
    words: 'Accounts, walls, thresholds and channels are of all sites together, and your account is bound to some.',
  },
  tooWide: {
    status: 403,
    words:
      'Your account is bound to sites: this may hold for head-ends or sites of yours alone, each by its whole name.',
  },
  noReason: { status: 403, words: 'Helpdesk sees one user at a time, and says why first.' },
  noProvider: { status: 404, words: 'No provider is set to log in by (OIDC_ISSUER).' },
  providerDown: {
    status: 503,
    words: 'The provider cannot be asked just now: the log tells why. Try again in a moment.',
  },
  badAccount: { status: 409, words: 'This account cannot be so.' },
  noAccount: { status: 404, words: 'There is no such account.' },
  noEntry: { status: 404, words: 'There is none of this number, or it is over.' },
  badCode: { status: 409, words: 'This code is not the one: is the clock of the device right?' },
  noPairing: { status: 404, words: 'No screen shows this code, or not any more.' },
  tooSoon: { status: 429, words: 'Too many tries.' },
  full: { status: 503, words: 'Too many wait here just now. Try again in a moment.' },
  elsewhere: { status: 403, words: 'Only a page of this server may change anything: "Origin" must be its own.' },
  wrongHost: { status: 421, words: 'This server is not known by this name.' },
  tooMany: { status: 429, words: 'Too many requests from this address. Ask again in a moment.' },
  ours: { status: 500, words: 'Something went wrong on our side; the log tells what.' },
  busy: { status: 503, words: 'The database did not answer in time. Ask again in a moment.' },
  notNow: { status: 503, words: 'Nothing can be changed now: this installation is not collecting.' },
  notBuilt: { status: 503, words: 'The dashboard is not built: run "npm run build".' },
} as const satisfies Record<string, { readonly status: number; readonly words: string }>;

export type ApiErrorCode = keyof typeof apiErrors;

/** One of the table's errors, to be thrown by a route. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** Seconds after which it may be asked again (`Retry-After`). */
  readonly retryAfter: number | undefined;
  /** `words` say it more closely than the table does. */
  constructor(code: ApiErrorCode, words: string = apiErrors[code].words, retryAfter?: number) {
    super(words);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Passwords are tried too often: how many milliseconds to wait. */
export function tooSoon(wait: number): ApiError {
  const seconds = Math.ceil(wait / 1000);
  return new ApiError('tooSoon', `Too many tries. Try again in ${seconds} s.`, seconds);
}

const body = Type.Object({ error: Type.String() });

/** The schemas of error answers by status. */
type Failures<C extends ApiErrorCode> = Readonly<Record<(typeof apiErrors)[C]['status'], typeof body>>;

/** The schemas of a route's error answers; any route may fail by a fault of ours. */
export function failures<C extends ApiErrorCode = never>(...codes: readonly C[]): Failures<C | 'ours'> {
  const statuses = [...codes, 'ours' as const].map((code) => [apiErrors[code].status, body]);
  // The border to `Object.fromEntries`, whose type forgets which keys there are.
  return Object.fromEntries(statuses) as Failures<C | 'ours'>;
}

/** What is told of an error. */
export interface Told {
  readonly status: number;
  readonly error: string;
}

/** What is told of an error: never its stack, and of an error of ours not even its words. */
export function tell(error: unknown): Told {
  if (error instanceof ApiError) return { status: apiErrors[error.code].status, error: error.message };
  if (error instanceof BadCursor) return entry('badCursor');
  if (error instanceof ReadTimeout) return entry('busy');
  if (error instanceof Busy) return entry('full');
  if (error instanceof OidcFault) return entry('providerDown');
  if (error instanceof AccountFault) return { status: apiErrors.badAccount.status, error: `${error.message}.` };
  if (!(error instanceof Error)) return entry('ours');
  const { validation, statusCode = 500 } = error as Partial<FastifyError>;
  if (validation !== undefined) return { status: 400, error: faultOf(validation[0]) ?? apiErrors.invalid.words };
  if (statusCode >= 400 && statusCode < 500)
    return { status: statusCode, error: STATUS_CODES[statusCode] ?? apiErrors.invalid.words };
  return entry('ours');
}

/** Answers every error; only ours are logged. */
export function errorHandler(log: { error(fields: Readonly<Record<string, unknown>>, message: string): void }) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const { status, error: words } = tell(error);
    // The route, not the address: a query may carry a user's name.
    if (status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    if (error instanceof ApiError && error.retryAfter !== undefined)
      reply.header('retry-after', String(error.retryAfter));
    void reply.status(status).send({ error: words });
  };
}

function entry(code: ApiErrorCode): Told {
  const { status, words } = apiErrors[code];
  return { status, error: words };
}

/** A fault of validation in words: which parameter, and what was wanted. */
function faultOf(fault: NonNullable<FastifyError['validation']>[number] | undefined): string | undefined {
  if (fault === undefined) return undefined;
  const unknown = fault.params['additionalProperty'];
  if (typeof unknown === 'string') return `"${unknown}" is not a parameter of this request`;
  const allowed = fault.params['allowedValues'];
  const wanted = Array.isArray(allowed) ? `must be one of ${allowed.join(', ')}` : fault.message;
  return `"${fault.instancePath.slice(1)}" ${wanted ?? 'is wrong'}`;
}
