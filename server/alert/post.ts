import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

import type { Target } from './webhook-guard.ts';

/** What is posted, and how the other side proves itself. */
export interface Posted {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates (PEM) that are trusted in place of the usual ones. */
  readonly ca: string | undefined;
}

/** How much of an answer is read, in bytes; what is in it nobody sees. */
const MOST_READ = 64 * 1024;
const LONGEST_HEAD = 16 * 1024;

/**
 * Posts to an address that was checked, and to no other: no name is looked up here, and no redirect followed. Resolves to the status as soon as it
 * is known; the rest is read as far as it is short, and before the signal aborts, so that no half-read answer looks like a fault to them.
 */
export function post(target: Target, { body, headers, ca }: Posted, signal: AbortSignal): Promise<number> {
  const { address, port, servername, host, path, isTls } = target;
  const options = {
    ...({ method: 'POST', host: address, port, path, signal, agent: false, maxHeaderSize: LONGEST_HEAD } as const),
    headers: { ...fieldsOf(headers), host, 'content-length': Buffer.byteLength(body), connection: 'close' },
  };
  return new Promise((done, fail) => {
    const take = (response: IncomingMessage): void => {
      drain(response);
      done(response.statusCode ?? 0);
    };
    const call = isTls
      ? requestHttps({ ...options, servername: servername ?? '', minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) }, take) // prettier-ignore
      : requestHttp(options, take);
    call.on('error', fail);
    call.end(body);
  });
}

function drain(response: IncomingMessage): void {
  let read = 0;
  // What becomes of the rest changes nothing: the status has been told.
  response.on('error', () => response.destroy());
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > MOST_READ) response.destroy();
  });
}

/** Header fields of which none goes on in a further line. */
function fieldsOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers))
    if (!/^[a-z0-9-]+$/.test(name) || !/^[\x20-\x7e]*$/.test(value)) throw new Error(`${name}: not a header field`);
  return headers;
}
