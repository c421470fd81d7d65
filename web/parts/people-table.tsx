import { useRef } from 'preact/hooks';
import type { PersonRow } from '../../server/domain/user-told.ts';
import { useBlind } from '../blind.ts';
import { userPath } from '../place.ts';
import { useNow } from '../watch.ts';
import { fields } from '../words/names.ts';
import { lastHeard, personState } from '../words/people.ts';
import { plain } from '../words/plain.ts';
import { shortClient } from '../words/session.ts';
import { useRowWalk } from './row-walk.ts';
import { Status } from './status.tsx';
import { When } from './when.tsx';

/** Users, one a row: where each stands, and when something was last heard of them. */
export function PeopleTable({ people }: { readonly people: readonly PersonRow[] }) {
  const blind = useBlind();
  const now = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = people.map((person, id) => ({ id, person, name: person.names[0] ?? '' }));
  const selected = useRowWalk(rows, body, (id) => userPath(rows[id]?.name ?? ''));
  return (
    <table class="table table--wraps table--people" aria-label="Users">
      <thead>
        <tr>
          <th scope="col" title={fields.user}>
            User
          </th>
          <th scope="col">State</th>
          <th scope="col" class="from-tablet">
            Head-end
          </th>
          <th scope="col" class="from-laptop" title={fields.assignedIp}>
            Assigned
          </th>
          <th scope="col" class="from-tablet" title={fields.publicIp}>
            Public
          </th>
          <th scope="col" class="from-desk" title={fields.client}>
            Client
          </th>
          <th scope="col" class="table__time">
            Last heard of
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map(({ id, person, name }) => {
          const { state, text } = personState(person, blind, now);
          const { session, attempt, is } = person;
          const at = lastHeard(person);
          const last = is === 'failing' ? (attempt ?? session) : (session ?? attempt);
          return (
            <tr key={name} data-user={name} aria-selected={selected === id}>
              <td>
                <a href={userPath(name)}>{plain(name)}</a>
                {person.names.length > 1 && <span class="hint"> {person.names.slice(1).map(plain).join(', ')}</span>}
              </td>
              <td>
                <Status state={state}>{text}</Status>
                <div class="hint until-tablet">{plain(last?.device ?? '')}</div>
              </td>
              <td class="from-tablet">{plain(last?.device ?? '')}</td>
              <td class="mono from-laptop">{is === 'connected' ? session?.assignedIp : ''}</td>
              <td class="mono muted from-tablet">{last?.publicIp}</td>
              <td class="from-desk">{session === undefined ? '' : shortClient(session)}</td>
              <td class="table__time">{at === undefined ? '' : <When at={at} now={now} />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
