import { useCell, useLive } from '../watch.ts';

/** The page before its first snapshot; when the server is lost the banner says so, and this says nothing. */
export function Loading({ what }: { readonly what: string }) {
  const { phase } = useCell(useLive().pulse);
  return (
    <main class="page" aria-busy="true">
      <p class="col-12 verdict verdict--ok muted">{phase === 'lost' ? 'Nothing is known.' : `Asking for ${what} …`}</p>
    </main>
  );
}
