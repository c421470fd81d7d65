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

/** What of an address goes along to another screen: the range, and which head-ends. */
export function carried(query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { from = '', to = '', site = '', tag = '' } = query;
  return { from, to, site, tag };
}

/** Where the search box leads: six digits are a message ID, all else is a user or an address. */
export function whither(typed: string, along: Readonly<Record<string, string>> = {}): string {
  const q = typed.trim();
  if (/^\d{6}$/.test(q)) return withQuery('/messages', along, { messageId: q });
  return withQuery('/sessions', along, { q });
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

/** The page of a device. */
export function devicePath(name: string): string {
  return `/devices/${encodeURIComponent(name)}`;
}

/** The page of a try to log in. */
export function attemptPath(id: number): string {
  return `/attempts/${id}`;
}
