/** What stands over a total in which a silent head-end has a part: `with LON2 STALE 4 m 10 s`; nothing where all are heard. */
export function WithBlind({ blind }: { readonly blind: string | undefined }) {
  return blind === undefined ? null : <strong class="tile__stale">with {blind}</strong>;
}
