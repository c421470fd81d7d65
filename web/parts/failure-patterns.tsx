import { useLocation } from 'preact-iso/router';
import type { PatternsTold } from '../../server/domain/failures-told.ts';
import type { Pattern } from '../../server/domain/patterns.ts';
import { useAnswer } from '../answer.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { many } from '../words/bytes.ts';
import { patternEvidence, patternFilter, patternNames, patternSubject } from '../words/failure-patterns.ts';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';

/** So many patterns are shown; the groups by source and by user have the others. */
const MOST = 8;

/** What the failed logins are together: a spray, a hunted name, a saved password. Each opens the list behind it. */
export function FailurePatterns({ search, again, during }: FailurePatternsProps) {
  const now = useNow();
  const answer = useAnswer<PatternsTold>(`/api/attempts/patterns${search === '' ? '' : `?${search}`}`, again);
  const patterns = answer.value?.patterns ?? [];
  const shown = patterns.slice(0, MOST);
  const [worst] = shown;
  return (
    <Panel
      title={`Patterns, ${during}`}
      span="col-12"
      state={worst === undefined ? 'ok' : patternNames[worst.is].state}
      hint="in what failed over a name or a password; names that were not kept count by their hash"
    >
      {answer.state === 'failed' && <p class="trouble">They cannot be looked for now: {answer.why}.</p>}
      {answer.state === 'asking' && <p class="needs">Looking for them …</p>}
      {answer.state === 'here' && patterns.length === 0 && (
        <p class="needs">
          None: no source with five refused names or ten failures of hidden ones, no name refused from five sources,
          nothing that is tried at a fixed period.
        </p>
      )}
      {shown.length > 0 && (
        <ul class="patterns">
          {shown.map((pattern) => (
            <Row key={`${pattern.is} ${patternSubject(pattern)}`} pattern={pattern} now={now} />
          ))}
        </ul>
      )}
      {patterns.length > MOST && (
        <p class="hint after">
          {many(patterns.length - MOST, 'more pattern')}: group by source or user, or choose a shorter range.
        </p>
      )}
    </Panel>
  );
}

interface FailurePatternsProps {
  /** What is asked for, for the API. */
  readonly search: string;
  readonly again: string;
  /** The span in words. */
  readonly during: string;
}

function Row({ pattern, now }: { readonly pattern: Pattern; readonly now: number }) {
  const { path, query } = useLocation();
  const { name, means, state } = patternNames[pattern.is];
  return (
    <li class="patterns__row" data-pattern={pattern.is}>
      <Status state={state}>{name}</Status>
      <div>
        <p>
          <a href={withQuery(path, query, patternFilter(pattern))}>{patternSubject(pattern)}</a>.{' '}
          {patternEvidence(pattern, now)}
        </p>
        <p class="hint">{means}.</p>
      </div>
    </li>
  );
}
