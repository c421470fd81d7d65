import { Verdict } from '../parts/verdict.tsx';

/** An address that is no page. */
export function Nowhere() {
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', text: 'There is no such page.', more: '' }}>
        <a href="/">Overview</a>
      </Verdict>
    </main>
  );
}
