import { readSearch, writeSpan } from './words/asked.ts';
import { zoneOffset } from './words/time.ts';

/** The search of an address after some of its keys changed; an empty value takes its key out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): string {
  const next = new URLSearchParams({ ...query, ...changes });
  for (const [key, value] of [...next]) if (value === '') next.delete(key);
  const search = next.toString();
  return search === '' ? path : `${path}?${search}`;
}

/** The page that stands without the frame, as nobody touches it. */
export const WALL = '/wall';

/** Whether the address asks for the page alone, without search and navigation (`?kiosk=1`). */
export function isKiosk(query: Readonly<Record<string, string>>): boolean {
  return query['kiosk'] === '1';
}

/** What of an address goes along to another screen: the range, which head-ends, and whether it is a kiosk. */
export function carried(query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { from = '', to = '', site = '', tag = '', kiosk = '' } = query;
  return { from, to, site, tag, kiosk };
}

/** Where the search box leads, with what goes along: to a message ID, to who had an address (at that time), or to a user. */
export function whither(typed: string, now: number, along: Readonly<Record<string, string>> = {}): string {
  const asked = readSearch(typed);
  switch (asked.what) {
    case 'nothing':
      return withQuery('/users', {}, along);
    case 'message':
      return withQuery('/messages', along, { messageId: asked.messageId });
    case 'address':
      return whoPath(asked.address, writeSpan(asked.when, now, zoneOffset));
    case 'user':
      return userPath(asked.name);
    default:
      return asked satisfies never;
  }
}

/** The page of a user over all head-ends. */
export function userPath(name: string): string {
  return `/users/${encodeURIComponent(name)}`;
}

/** Who had an address; `at` as `readSpan` reads it, empty for now. */
export function whoPath(address: string, at = ''): string {
  return withQuery('/who', {}, { address, at });
}

/** The page of a session. */
export function sessionPath(id: number): string {
  return `/sessions/${id}`;
}

/** The tries of a user to log in, the failed ones and the others. */
export function loginsPath(user: string): string {
  return withQuery('/attempts', {}, { user, outcome: 'any' });
}

/** The same for what was searched for: a user, or a public address. */
export function searchedLoginsPath(q: string): string {
  const address = /^[\da-f]*(?:[.:][\da-f]*){2,}$/i.test(q);
  return address ? withQuery('/attempts', {}, { publicIp: q, outcome: 'any' }) : loginsPath(q);
}

/** The messages of a device. */
export function messagesPath(device: string): string {
  return withQuery('/messages', {}, { device });
}

/** The page of a device. One that is called `add` is not the page where one is added. */
export function devicePath(name: string): string {
  return `/devices/${name === 'add' ? '%61dd' : encodeURIComponent(name)}`;
}

/** The page of a try to log in. */
export function attemptPath(id: number): string {
  return `/attempts/${id}`;
}
