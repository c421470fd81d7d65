import { iso, when } from '../words/time.ts';

/** A time as people say it at `now`, both epoch milliseconds; exactly on hovering. */
export function When({ at, now }: { readonly at: number; readonly now: number }) {
  return (
    <time dateTime={iso(at)} title={iso(at)}>
      {when(at, now)}
    </time>
  );
}
