import { stages } from '../../server/domain/attempt.ts';
import { causes } from '../../server/domain/cause.ts';
import { attemptOutcomes } from '../words/attempts.ts';
import { ANY, isNarrowed, type AttemptFilter } from '../words/failed-logins.ts';
import { stageWords } from '../words/ladder.ts';
import { plain } from '../words/plain.ts';
import { Choice } from './choice.tsx';

/** What narrows the logins down. */
export function AttemptFilters({ filter, typed, devices, change }: AttemptFiltersProps) {
  const { outcome, cause, stage, device } = filter;
  return (
    <section class="col-12 toolbar" aria-label="Filters">
      <Typed label="User" what="the whole name" value={typed.user} type={(user) => change({ user })} />
      <Typed label="Source" what="address" value={typed.publicIp} type={(publicIp) => change({ publicIp })} />
      <Typed
        label="Profile"
        what="tunnel group"
        value={typed.tunnelGroup}
        type={(tunnelGroup) => change({ tunnelGroup })}
      />
      <Choice
        label="Outcome"
        value={outcome === ANY ? '' : outcome}
        options={Object.entries(attemptOutcomes).map(([value, { name }]) => ({ value, name }))}
        choose={(chosen) => change({ outcome: chosen === '' ? ANY : chosen === 'failed' ? '' : chosen })}
      />
      <Choice
        label="Cause"
        value={cause}
        options={Object.entries(causes).map(([value, { words }]) => ({ value, name: words }))}
        choose={(chosen) => change({ cause: chosen })}
      />
      <Choice
        label="Stage"
        value={stage}
        options={stages.map((value) => ({ value, name: stageWords(value, 'any').name }))}
        choose={(chosen) => change({ stage: chosen })}
      />
      <Choice
        label="Head-end"
        value={device}
        options={[...new Set([...devices, device])]
          .filter((name) => name !== '')
          .map((name) => ({ value: name, name: plain(name) }))}
        choose={(chosen) => change({ device: chosen })}
      />
      {isNarrowed(filter) && (
        <button
          type="button"
          class="button"
          onClick={() =>
            change({ outcome: '', user: '', cause: '', stage: '', tunnelGroup: '', device: '', publicIp: '' })
          }
        >
          Back to all that failed
        </button>
      )}
    </section>
  );
}

interface AttemptFiltersProps {
  readonly filter: AttemptFilter;
  /** As it stands in the boxes: a blank at its end is still being typed. */
  readonly typed: Readonly<Record<'user' | 'publicIp' | 'tunnelGroup', string>>;
  readonly devices: readonly string[];
  readonly change: (changes: Readonly<Record<string, string>>) => void;
}

/** A box for something that is looked for as a whole. */
function Typed({ label, what, value, type }: TypedProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        class="field"
        maxLength={256}
        placeholder={what}
        autoComplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </label>
  );
}

interface TypedProps {
  readonly label: string;
  readonly what: string;
  readonly value: string;
  readonly type: (text: string) => void;
}
