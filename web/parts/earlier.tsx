/** The button that fetches the next page; `more` is `undefined` where there is none. */
export function Earlier({ busy, more }: { readonly busy: boolean; readonly more: (() => void) | undefined }) {
  if (more === undefined) return null;
  return (
    <p class="after">
      <button type="button" class="button" disabled={busy} onClick={more}>
        {busy ? 'Fetching …' : 'Fetch earlier ones'}
      </button>
    </p>
  );
}
