import { Verdict } from '../parts/verdict.tsx';

/** In place of a page whose program could not be fetched: the server is lost, or is a newer one that has others. */
export function Unfetched() {
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', text: 'This page could not be fetched.', more: 'Nothing is known from it.' }}>
        <button type="button" class="button" onClick={() => location.reload()}>
          Try again
        </button>
      </Verdict>
    </main>
  );
}
