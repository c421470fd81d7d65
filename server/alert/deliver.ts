import type {
  Channel,
  ChannelSecrets,
  Circumstances,
  Delivery,
  Notification,
  Tried,
} from '../domain/alert/notification.ts';

/** One message on its way to one channel. */
export interface Letter {
  readonly notification: Notification;
  readonly channel: Channel;
  readonly secrets: ChannelSecrets;
  readonly circumstances: Circumstances;
  /** The same in every try. */
  readonly key: Delivery['key'];
}

/** Sends a letter. Never rejects, but for faults of ours: what went wrong is a result, in words that hold no secret. When the signal aborts, it lets go of its socket. */
export type Send = (letter: Letter, signal: AbortSignal) => Promise<Tried>;

/** How long a try may take in all, in milliseconds. */
export const TRY = 10_000;

export const sent = (result: string): Tried => ({ sent: true, result });
export const failed = (result: string): Tried => ({ sent: false, result });

/** A fault of sending in words of ours: the words of a fault may hold an address with a token in it, or what a server repeats of a login. */
export function wordsOf(fault: unknown): string {
  if (fault instanceof Undeliverable) return fault.message;
  const code = codeOf(fault);
  if (code === undefined) return 'it failed, and the system does not say why';
  return words[code] ?? (isCertificateCode(code) ? `its certificate is not accepted (${code})` : code);
}

/** A fault whose words are ours. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

function codeOf(fault: unknown): string | undefined {
  if (!(fault instanceof Error)) return undefined;
  // An abort tells of its reason only; what is wanted is that time ran out.
  if (fault.name === 'AbortError' || fault.name === 'TimeoutError') return 'TIMEOUT';
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined;
  return code !== undefined && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}

function isCertificateCode(code: string): boolean {
  return /CERT|ISSUER|SIGNATURE|^ERR_TLS|^ERR_SSL/.test(code);
}

const words: Readonly<Record<string, string>> = {
  TIMEOUT: `not done within ${TRY / 1000} s`,
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ECONNRESET: 'the connection was reset',
  EPROTO: 'it does not speak TLS',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'no such name',
  ENODATA: 'the name has no address',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  ETIMEDOUT: 'it does not answer',
};
