import { useState } from 'preact/hooks';
import type { ManagementLogins as Told, ManagementRow } from '../../server/domain/management.ts';
import { useAnswer } from '../answer.ts';
import { isBound, me } from '../me.ts';
import { useCell, useNow } from '../watch.ts';
import { ofAllSitesWords } from '../words/access.ts';
import { managementIs, managementSentence, serviceText } from '../words/management.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { Told as ToldText } from './attempt-table.tsx';
import { Panel } from './panel.tsx';
import { ShownUser } from './shown-user.tsx';
import { Status } from './status.tsx';
import { When } from './when.tsx';

/** So many rows are shown at first. */
const FEW = 10;

/** Who logged in to manage the head-ends, or was denied: SSH, ASDM, Telnet, serial, enable. Never a login to the VPN. */
export function ManagementLogins(asked: ManagementLoginsProps) {
  const held = useCell(me);
  if (!isBound(held)) return <Managed {...asked} />;
  return (
    <Panel title="Management logins" span="col-12" state="unknown">
      <p class="needs">{ofAllSitesWords(held?.sites ?? null)}</p>
    </Panel>
  );
}

function Managed({ search, again, during, within }: ManagementLoginsProps) {
  const [all, showAll] = useState(false);
  const [others, showOthers] = useState(false);
  const answer = useAnswer<Told>(`/api/management${search === '' ? '' : `?${search}`}`, again);
  const told = answer.value;
  const rows = told === undefined ? [] : others ? mixed(told) : told.denied;
  const shown = all ? rows : rows.slice(0, FEW);
  return (
    <Panel
      title={`Management logins, ${during}`}
      span="col-12"
      state={told !== undefined && told.denied.length > 0 ? 'warn' : 'ok'}
      hint="SSH, ASDM, Telnet, serial and enable; no login to the VPN is among them"
      tools={
        <span class="chart-tools">
          <button type="button" class="button" aria-pressed={others} onClick={() => showOthers(!others)}>
            {others ? 'Denied ones only' : 'Permitted ones, too'}
          </button>
        </span>
      }
    >
      {answer.state === 'failed' && <p class="trouble">These cannot be fetched now: {sentence(answer.why)}</p>}
      {told === undefined && answer.state === 'asking' && <p class="needs">Asking for them …</p>}
      {told !== undefined && <p>{managementSentence(told, within)}</p>}
      {told !== undefined && told.denied.length + told.others.length === 0 && (
        <p class="needs">
          A head-end tells them by 605004, 605005, 611101, 611102, 308001, 113021 (class <code>auth</code>) and 502103:
          where these are not logged, nothing is known of them.
        </p>
      )}
      {shown.length > 0 && <Rows rows={shown} />}
      {rows.length > FEW && (
        <p class="after">
          <button type="button" class="button" aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? 'Show the latest only' : `Show all ${rows.length} that were fetched`}
          </button>
        </p>
      )}
    </Panel>
  );
}

const mixed = ({ denied, others }: Told): readonly ManagementRow[] =>
  [...denied, ...others].sort((a, b) => b.id - a.id);

interface ManagementLoginsProps {
  /** The span and the head-ends, for the API. */
  readonly search: string;
  readonly again: string;
  /** The span in words. */
  readonly during: string;
  /** The same for a sentence: `in the last 24 h`. */
  readonly within: string;
}

function Rows({ rows }: { readonly rows: readonly ManagementRow[] }) {
  const now = useNow();
  return (
    <table class="table table--wraps" aria-label="Management logins">
      <thead>
        <tr>
          <th scope="col" class="table__time">
            Time
          </th>
          <th scope="col">User</th>
          <th scope="col">Result</th>
          <th scope="col">Service</th>
          <th scope="col" class="from-tablet">
            From
          </th>
          <th scope="col" class="from-laptop">
            Message
          </th>
          <th scope="col" class="from-laptop">
            Head-end
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-management={row.is}>
            <td class="table__time">
              <When at={row.at} now={now} />
            </td>
            <td>
              <ShownUser user={row.user} />
              {row.isOurs && <span class="muted"> (our poll)</span>}
            </td>
            <td>{row.is === 'denied' ? <Status state="warn">{managementIs[row.is]}</Status> : managementIs[row.is]}</td>
            <td>{serviceText(row)}</td>
            <td class="mono muted from-tablet">
              <ToldText text={row.from} />
            </td>
            <td class="from-laptop">
              <a href={`/messages?messageId=${row.messageId}`}>{row.messageId}</a>
            </td>
            <td class="from-laptop">{plain(row.device)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
