import type { DeviceRow, HiddenRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import { isBound, me } from '../me.ts';
import { withQuery } from '../place.ts';
import { useCell, useNow } from '../watch.ts';
import { ofAllSitesWords } from '../words/access.ts';
import { count } from '../words/bytes.ts';
import { hiddenFrom, hidesNames, SHOW_NAMES } from '../words/hidden.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';
import { When } from './when.tsx';

const FEW = 14;

/** The head-ends that hide the names of failed logins, what shows them, and from where the logins came. */
export function HiddenNames({ devices }: { readonly devices: readonly DeviceRow[] }) {
  const now = useNow();
  const held = useCell(me);
  const hiding = devices.filter((device) => device.hiddenNames > 0);
  const path = hiding.length === 0 || isBound(held) ? undefined : `/api/hidden?limit=${FEW + 1}`;
  const answer = useAnswer<{ readonly hidden: readonly HiddenRow[] }>(path, useBeat());
  if (hiding.length === 0) return null;
  const rows = answer.value?.hidden ?? [];
  return (
    <Panel title="Hidden names" span="col-12" hint="who failed to log in there, only the address tells">
      <ul class="rows">
        {hiding.map((device) => (
          <li key={device.id} class="rows__row rows__row--pending">
            <b>{plain(device.name)}</b>
            <span>{hidesNames(device)}</span>
            <Commands lines={[SHOW_NAMES]} />
          </li>
        ))}
      </ul>
      <p class="hint after">
        These ASAs print ***** in place of the user of a failed login. The command shows them. It changes what every log
        server of the device gets, and a name that nobody knows may be a password, typed in the wrong box.
      </p>
      {isBound(held) && <p class="hint after">From where they came? {ofAllSitesWords(held?.sites ?? null)}</p>}
      {answer.state === 'failed' && <p class="trouble">The addresses cannot be told: {sentence(answer.why)}</p>}
      {rows.length > 0 && <Addresses rows={rows.slice(0, FEW)} now={now} />}
      {rows.length > FEW && <p class="hint after">The {FEW} most frequent; /api/hidden tells them all.</p>}
    </Panel>
  );
}

function Addresses({ rows, now }: { readonly rows: readonly HiddenRow[]; readonly now: number }) {
  return (
    <table class="table table--wraps" aria-label="Where hidden names came from">
      <thead>
        <tr>
          <th scope="col" class="from-tablet">
            Head-end
          </th>
          <th scope="col">From</th>
          <th
            scope="col"
            class="n"
            title="login attempts from there that nobody has named: several messages tell of one"
          >
            Tries
          </th>
          <th scope="col" class="n">
            Messages
          </th>
          <th scope="col" class="table__time">
            Last
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.device} ${row.told} ${row.publicIp}`} data-hidden={row.publicIp ?? row.told}>
            <td class="from-tablet">
              <a href={withQuery('/messages', {}, { device: row.device })}>{plain(row.device)}</a>
            </td>
            <td>
              <span class={row.told === 'address' ? 'mono sample' : 'muted'}>{hiddenFrom(row)}</span>
              <div class="hint until-tablet">{plain(row.device)}</div>
            </td>
            <td class="n">{row.tries === null ? <span class="muted">not known</span> : count(row.tries)}</td>
            <td class="n">{count(row.count)}</td>
            <td class="table__time">
              <When at={row.last} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
