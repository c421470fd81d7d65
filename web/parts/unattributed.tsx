import { useLocation } from 'preact-iso/router';
import { searchOf, usePages } from '../pages.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import type { AttemptFilter } from '../words/failed-logins.ts';
import { abouts, readAbout } from '../words/rejections.ts';
import { plain } from '../words/plain.ts';
import { Told } from './attempt-table.tsx';
import { Earlier } from './earlier.tsx';
import { Panel } from './panel.tsx';
import { ShownUser } from './shown-user.tsx';
import { TimeAndUserHead } from './time-head.tsx';
import { When } from './when.tsx';

/** So many at a time: what is asked after is above. */
const PAGE = '10';

interface UnattributedProps {
  readonly again: string;
  readonly filter: AttemptFilter;
  /** The site, the tag and the span, for the API. */
  readonly scope: Readonly<Record<string, string>>;
}

/** What AAA rejected: what nothing ties to a service at first, or what other messages have tied to one. `again` asks anew; `filter` is what stands above, but for the outcome. */
export function Unattributed({ again, filter, scope }: UnattributedProps) {
  const now = useNow();
  const { path, query, route } = useLocation();
  const { user, cause, device, publicIp, tunnelGroup, stage } = filter;
  const about = readAbout(query.about);
  const narrowed = [user, cause, device, publicIp, tunnelGroup, ...Object.values(scope)].some((one) => one !== '');
  const search = searchOf({ service: about, limit: PAGE, user, cause, device, publicIp, tunnelGroup, ...scope });
  const { rows, busy, why, more } = usePages('verdicts', search, again);
  const none = rows.length === 0;
  return (
    <Panel
      title={abouts[about].title}
      span="col-12"
      hint={abouts[about].hint}
      tools={
        <span class="chart-tools">
          <span class="switch switch--wraps" role="group" aria-label="Rejections">
            {Object.entries(abouts).map(([one, { name }]) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === about}
                onClick={() => route(withQuery(path, query, { about: one === 'unattributed' ? '' : one }), true)}
              >
                {name}
              </button>
            ))}
          </span>
        </span>
      }
    >
      {stage !== '' && <p class="hint">These tell no stage: they are of any.</p>}
      {why !== undefined && <p class="trouble">These cannot be fetched now: {why}.</p>}
      {none && why === undefined && (
        <p class="needs">
          {busy
            ? 'Asking for them …'
            : `None ${narrowed ? 'that the filters leave ' : ''}is on record. What came within the last minute may still find its login.`}
        </p>
      )}
      {!none && (
        <table class="table table--wraps" aria-label="Rejections">
          <thead>
            <tr>
              <TimeAndUserHead />
              <th scope="col">Cause</th>
              <th scope="col" class="from-tablet">
                As the device says it
              </th>
              <th scope="col" class="from-laptop">
                AAA server
              </th>
              <th scope="col" class="from-laptop">
                Head-end
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((verdict) => (
              <tr key={verdict.id} data-verdict={verdict.id}>
                <td class="table__time">
                  <When at={verdict.at} now={now} />
                </td>
                <td>
                  <ShownUser user={verdict.user} asked={user} />
                </td>
                <td title={verdict.cause}>{plain(verdict.causeWords)}</td>
                <td class="from-tablet">{plain(verdict.reason)}</td>
                <td class="from-laptop">
                  <Told text={verdict.aaaServer} />
                </td>
                <td class="from-laptop">{plain(verdict.device)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Earlier busy={busy} more={more} />
    </Panel>
  );
}
