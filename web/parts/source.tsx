import type { Field } from '../../server/domain/statistics.ts';
import { freshness, NO_SIGN } from '../words/freshness.ts';
import { age, iso } from '../words/time.ts';
import { useNow } from '../watch.ts';

/** Where a value comes from, and how old it is. `at` null: nothing ever came. */
export function Source({ from = 'syslog', at, interval = NO_SIGN.interval, fixed = false }: SourceProps) {
  const now = useNow();
  if (at === null) return <span class="src">never heard</span>;
  // What happened once does not get late: only what is claimed to be true now does.
  const late = !fixed && freshness({ at, interval }, now) !== 'fresh';
  return (
    <span class={late ? 'src src--late' : 'src'} title={`${from}, ${iso(at)}`}>
      <b>{from === 'configuration' ? 'config' : from}</b>
      {age(now - at)}
    </span>
  );
}

interface SourceProps {
  readonly from?: NonNullable<Field['source']>;
  readonly at: number | null;
  /** How often it is to be told anew, in milliseconds; a minute unless given. */
  readonly interval?: number;
  /** The value is of that time and stays so. */
  readonly fixed?: boolean;
}
