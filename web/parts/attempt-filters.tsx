import { causes } from '../../server/domain/cause.ts';
import { attemptOutcomes } from '../words/attempts.ts';
import { ANY, isNarrowed, type AttemptFilter } from '../words/failed-logins.ts';
import { plain } from '../words/plain.ts';
import { Choice } from './choice.tsx';

/** What narrows the logins down. */
export function AttemptFilters({ filter, typed, devices, change }: AttemptFiltersProps) {
  const { outcome, cause, device, publicIp } = filter;
  return (
    <section class="col-12 toolbar" aria-label="Filters">
      <label class="choice">
        <span>User</span>
        <input
          class="field"
          maxLength={256}
          placeholder="the whole name"
          autoComplete="off"
          spellcheck={false}
          value={typed}
          onInput={({ currentTarget }) => change({ user: currentTarget.value })}
        />
      </label>
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
        label="Head-end"
        value={device}
        options={[...new Set([...devices, device])]
          .filter((name) => name !== '')
          .map((name) => ({ value: name, name: plain(name) }))}
        choose={(chosen) => change({ device: chosen })}
      />
      {publicIp !== '' && (
        <button type="button" class="button" onClick={() => change({ publicIp: '' })}>
          from {plain(publicIp)} ✕
        </button>
      )}
      {isNarrowed(filter) && (
        <button
          type="button"
          class="button"
          onClick={() => change({ outcome: '', user: '', cause: '', device: '', publicIp: '' })}
        >
          Back to all that failed
        </button>
      )}
    </section>
  );
}

interface AttemptFiltersProps {
  readonly filter: AttemptFilter;
  /** The user as it stands in the box: a blank at its end is still being typed. */
  readonly typed: string;
  readonly devices: readonly string[];
  readonly change: (changes: Readonly<Record<string, string>>) => void;
}
