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

/** Where the search box leads: six digits are a message ID, all else is a user or an address. */
export function whither(typed: string): string {
  const q = typed.trim();
  if (/^\d{6}$/.test(q)) return withQuery('/messages', {}, { messageId: q });
  return withQuery('/sessions', {}, { q });
}

/** The page of a session. */
export function sessionPath(id: number): string {
  return `/sessions/${id}`;
}
