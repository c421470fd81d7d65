import type { AttemptRow } from '../../server/domain/feed.ts';
import type { Traffic } from '../../server/domain/statistics.ts';
import { ladder, ladderText, stageWords, stepText, type Became, type Carrier, type Step } from '../words/ladder.ts';

/** How far a login came, stage by stage, and how traffic goes where polls tell; each mark has a shape of its own. */
export function Ladder({
  attempt,
  carrier,
  traffic,
  session,
}: {
  readonly attempt: AttemptRow;
  readonly carrier: Carrier;
  readonly traffic?: Traffic | undefined;
  /** What the try became, where that is known. */
  readonly session?: Became | undefined;
}) {
  const address = session?.assignedIp ?? session?.assignedIpv6;
  return (
    <ol class="ladder">
      {ladder(attempt, traffic, session).map(({ stage, step }) => {
        const { name, hover } = stageWords(stage, carrier);
        return (
          <li key={stage} class={`ladder__step ladder__step--${step}`} title={hover}>
            <Mark step={step} />
            <span class="ladder__name">{name}</span>
            <span class="ladder__what">
              {stepText(
                step,
                attempt.outcome,
                stage === 'traffic' ? traffic : undefined,
                stage === 'address' ? address : undefined,
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** The same in a row of a table: marks and the name of the stage it came to. What carried the login is not known there. */
export function MiniLadder({ attempt }: { readonly attempt: AttemptRow }) {
  const { name, hover } = stageWords(attempt.stage, 'any');
  return (
    <span class="stage" title={hover}>
      <span class="ladder ladder--mini" role="img" aria-label={ladderText(attempt, 'any')}>
        {ladder(attempt).map(({ stage, step }) => (
          <span key={stage} class={`ladder__step ladder__step--${step}`}>
            <Mark step={step} />
          </span>
        ))}
      </span>{' '}
      {name}
    </span>
  );
}

function Mark({ step }: { readonly step: Step }) {
  return (
    <span class="ladder__mark">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        {drawings[step]}
      </svg>
    </span>
  );
}

const drawings = {
  passed: (
    <>
      <circle cx="10" cy="10" r="9" />
      <path d="m5.5 10.3 3 3 6-6.3" fill="none" stroke="var(--paper)" stroke-width="2" />
    </>
  ),
  failed: (
    <>
      <path d="M6 .5h8L19.5 6v8L14 19.5H6L.5 14V6z" />
      <path d="m6 6 8 8m0-8-8 8" fill="none" stroke="#0b0f14" stroke-width="2.2" />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="10"
        cy="10"
        r="8"
        fill="var(--paper)"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-dasharray="3 2"
      />
      <path d="M7.4 8a2.6 2.6 0 1 1 3.6 2.4c-.8.3-1 .7-1 1.4" fill="none" stroke="currentColor" stroke-width="1.7" />
      <circle cx="10" cy="14" r="1.1" />
    </>
  ),
  never: <circle cx="10" cy="10" r="8" fill="var(--paper)" stroke="currentColor" stroke-width="1.6" />,
} as const;
