import { useLocation } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import type { PersonRow } from '../../server/domain/user-told.ts';
import { useAnswer } from '../answer.ts';
import { EVERYWHERE, useSummaryOf } from '../asked.ts';
import { useBeat } from '../beat.ts';
import { useBlind } from '../blind.ts';
import '../look/user.css';
import { PeopleTable } from '../parts/people-table.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { userPath, withQuery } from '../place.ts';
import { useNow, useRows } from '../watch.ts';
import { failingFirst, peopleVerdict } from '../words/people.ts';

const MOST = 200;
/** A name that is still being typed is not asked for yet, in milliseconds. */
const SETTLED = 200;

/** Users by the beginning of their names, or those who came or tried last; who fails stands first. */
export function Users() {
  const { path, query, route } = useLocation();
  const q = (query.q ?? '').trim();
  const asked = useSettled(q);
  const now = useNow();
  const [over, setOver] = useState(false);
  const search = new URLSearchParams({ ...(asked !== '' && { q: asked }), limit: String(MOST) }).toString();
  const answer = useAnswer<{ readonly users: readonly PersonRow[] }>(`/api/users?${search}`, useBeat(over));
  const summary = useSummaryOf(EVERYWHERE);
  const watched = (useRows('devices') ?? []).filter(({ state }) => state === 'adopted');
  const people = failingFirst(answer.value?.users ?? [], now);
  const blind = useBlind();
  const said =
    answer.state === 'failed'
      ? ({ state: 'unknown', text: 'The users cannot be fetched now.', more: `${answer.why}.` } as const)
      : answer.value === undefined
        ? ({ state: 'ok', text: 'Asking for the users …', more: '' } as const)
        : peopleVerdict({ q: asked, people, connected: summary?.users, watched: watched.length, blind }, now);
  return (
    <main class="page">
      <Verdict said={said} />
      <form
        class="toolbar col-12"
        onSubmit={(event) => {
          event.preventDefault();
          if (q !== '') route(userPath(q));
        }}
      >
        <label class="choice">
          <span>Name</span>
          <input
            class="field"
            type="search"
            autoComplete="off"
            spellcheck={false}
            value={query.q ?? ''}
            onInput={(event) => route(withQuery(path, query, { q: event.currentTarget.value }), true)}
          />
        </label>
        <span class="hint">The beginning, with or without the domain. Enter opens the user of exactly this name.</span>
      </form>
      {people.length > 0 && (
        <section
          class="col-12"
          onPointerEnter={(event) => event.pointerType === 'mouse' && setOver(true)}
          onPointerLeave={(event) => event.pointerType === 'mouse' && setOver(false)}
        >
          <PeopleTable people={people} />
          <p class="hint after">
            <span class="keys">
              <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens.{' '}
            </span>
            {asked === ''
              ? 'Those who came or tried last; for others type a name. Names that may be passwords are not listed.'
              : 'Names that may be passwords are not listed: who types the whole name and Enter finds what came of it.'}
          </p>
        </section>
      )}
    </main>
  );
}

function useSettled(value: string): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const wait = setTimeout(() => settle(value), SETTLED);
    return () => clearTimeout(wait);
  }, [value]);
  return settled;
}
