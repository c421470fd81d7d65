import type { Polling } from '../domain/polling.ts';
import { UsageFault } from './fault.ts';

/** Where and as whom a device is asked. */
export type PollUrl = Pick<Polling, 'transport' | 'host' | 'port' | 'user'>;

const ports = { ssh: 22, https: 443 } as const;

/** Reads `ssh://USER@HOST[:PORT]` or `https://...`. A password in it is refused: the shell and the list of processes would show it. Throws `UsageFault`. */
export function readPollUrl(told: string): PollUrl {
  const wanted = 'ssh://USER@HOST[:PORT] or https://USER@HOST[:PORT] is wanted';
  const refuse = (why: string): never => {
    throw new UsageFault(`${why}: ${wanted}`);
  };
  if (!URL.canParse(told)) return refuse('not a URL');
  const url = new URL(told);
  const transport = url.protocol.slice(0, -1);
  if (url.password !== '') return refuse('the password is asked for, and must not stand in the URL');
  if (transport !== 'ssh' && transport !== 'https')
    return refuse(`${JSON.stringify(transport)} is no way to ask an ASA`);
  const user = decodeURIComponent(url.username);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!/^[\x21-\x7e]{1,64}$/.test(user)) return refuse('no user in it');
  if (host === '') return refuse('no host in it');
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    return refuse('more than a host in it');
  return { transport, host, port: url.port === '' ? ports[transport] : Number(url.port), user };
}
