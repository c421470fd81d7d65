import { useLocation } from 'preact-iso/router';
import type { GroupRow, GroupsTold } from '../../server/domain/failures-told.ts';
import { useAnswer } from '../answer.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { groupings, groupsHint, groupText, type Grouping } from '../words/failure-groups.ts';
import { Panel } from './panel.tsx';
import { When } from './when.tsx';

/** So many groups are shown; the list behind each has all of it. */
const MOST = '10';

/** Failed logins by what they have in common; each group opens the list behind it. */
export function FailureGroups({ search, by, again, during }: FailureGroupsProps) {
  const { path, query, route } = useLocation();
  const answer = useAnswer<GroupsTold>(
    `/api/attempts/groups?${search}${search === '' ? '' : '&'}by=${by}&limit=${MOST}`,
    again,
  );
  const told = answer.value;
  return (
    <Panel
      title={`By ${groupings[by].of}, ${during}`}
      hint={told && groupsHint(told.groups, told.inAll, told.tries, by)}
    >
      <p class="toolbar">
        <span class="switch switch--wraps" role="group" aria-label="Group by">
          {Object.entries(groupings).map(([one, { name }]) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === by}
              onClick={() => route(withQuery(path, query, { by: one === 'cause' ? '' : one }), true)}
            >
              {name}
            </button>
          ))}
        </span>
      </p>
      {answer.state === 'failed' && <p class="trouble">The groups cannot be fetched now: {answer.why}.</p>}
      {told === undefined ? (
        answer.state !== 'failed' && <p class="needs">Asking …</p>
      ) : told.groups.length === 0 ? (
        <p class="needs">None in this time.</p>
      ) : (
        <Groups
          groups={told.groups}
          by={by}
          pathOf={(key) => withQuery(path, query, { [groupings[by].filter]: key })}
        />
      )}
    </Panel>
  );
}

interface FailureGroupsProps {
  /** What is asked for, for the API. */
  readonly search: string;
  readonly by: Grouping;
  readonly again: string;
  /** The span in words. */
  readonly during: string;
}

function Groups({ groups, by, pathOf }: GroupsProps) {
  const now = useNow();
  return (
    <table class="table table--wraps table--groups" aria-label={`By ${groupings[by].of}`}>
      <thead>
        <tr>
          <th scope="col">{groupings[by].name}</th>
          <th scope="col" class="n">
            Tries
          </th>
          {by !== 'user' && (
            <th scope="col" class="n" title="Different names; one that was not kept counts by its hash">
              Users
            </th>
          )}
          {by !== 'source' && (
            <th scope="col" class="n" title="Different public addresses">
              Sources
            </th>
          )}
          <th scope="col" class="from-tablet">
            First
          </th>
          <th scope="col">Last</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, tries, users, sources, first, last }) => {
          const { text, known, why } = groupText(key, by);
          return (
            <tr key={key} data-group={key ?? ''}>
              <td title={why}>
                {key === null ? <i class="hint">{text}</i> : <a href={pathOf(key)}>{known ? text : <i>{text}</i>}</a>}
              </td>
              <td class="n">{count(tries)}</td>
              {by !== 'user' && <td class="n">{count(users)}</td>}
              {by !== 'source' && <td class="n">{count(sources)}</td>}
              <td class="from-tablet">
                <When at={first} now={now} />
              </td>
              <td>
                <When at={last} now={now} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface GroupsProps {
  readonly groups: readonly GroupRow[];
  readonly by: Grouping;
  readonly pathOf: (key: string) => string;
}
