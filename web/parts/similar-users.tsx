import { bareName } from '../../server/domain/name.ts';
import type { PersonRow } from '../../server/domain/user-told.ts';
import { useAnswer } from '../answer.ts';
import { READ_FIRST } from '../words/logging.ts';
import { PeopleTable } from './people-table.tsx';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';

/** As many letters as are the same in a name that was mistyped at its end. */
const LETTERS = 3;

/** Where nothing is known of a name: users who are called alike, and how to tell that silence is silence. */
export function SimilarUsers({ name }: { readonly name: string }) {
  const letters = Array.from(bareName(name));
  const begins = letters.slice(0, Math.max(LETTERS, letters.length - 2)).join('');
  const answer = useAnswer<{ readonly users: readonly PersonRow[] }>(
    `/api/users?${new URLSearchParams({ q: begins, limit: '8' }).toString()}`,
  );
  const people = answer.value?.users ?? [];
  return (
    <>
      {people.length > 0 && (
        <Panel title="Users who are called alike">
          <PeopleTable people={people} />
        </Panel>
      )}
      <section class="empty">
        <h2>What this silence means</h2>
        <p>
          The name is another one, the client does not reach a head-end, or the head-end does not tell. Failed logins
          come with the classes <code>auth</code>, <code>vpn</code>, <code>vpnc</code>, <code>webvpn</code> and{' '}
          <code>svc</code> at level informational; whether it logs them, these say:
        </p>
        <Commands lines={[READ_FIRST, 'show logging setting']} />
        <p class="hint">
          The address that the user comes from finds what came without a name: type it into the search.
        </p>
      </section>
    </>
  );
}
