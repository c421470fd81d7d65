import type { ComponentChildren } from 'preact';
import type { Answer } from '../answer.ts';
import { AlertLinks } from './alert-links.tsx';
import { Loading } from './loading.tsx';
import { Refused } from './refused.tsx';
import { Verdict } from './verdict.tsx';
import { sentence } from '../words/sentence.ts';

interface UnansweredProps {
  readonly what: string;
  readonly answer: Answer<unknown>;
  /** Where else to go; if left out, to the pages about alerts. */
  readonly links?: ComponentChildren;
}

/** A page whose answer has not come, could not be had, or is not for this viewer. */
export function Unanswered({ what, answer, links = <AlertLinks /> }: UnansweredProps) {
  if (answer.state === 'asking') return <Loading what={what} />;
  if (answer.state === 'failed' && answer.status === 403) return <Refused why={answer.why} />;
  const why = answer.state === 'failed' ? answer.why : 'the server told nothing';
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', text: `Now ${what} cannot be fetched.`, more: sentence(why) }}>
        {links}
      </Verdict>
    </main>
  );
}
