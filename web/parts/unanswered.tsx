import type { Answer } from '../answer.ts';
import { AlertLinks } from './alert-links.tsx';
import { Loading } from './loading.tsx';
import { Verdict } from './verdict.tsx';

/** A page about alerts whose answer has not come, or could not be had. */
export function Unanswered({ what, answer }: { readonly what: string; readonly answer: Answer<unknown> }) {
  if (answer.state === 'asking') return <Loading what={what} />;
  const why = answer.state === 'failed' ? answer.why : 'the server told nothing';
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', text: `Now ${what} cannot be fetched.`, more: `${why}.` }}>
        <AlertLinks />
      </Verdict>
    </main>
  );
}
