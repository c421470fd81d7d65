import { useLocation } from 'preact-iso/router';
import { useRef } from 'preact/hooks';
import type { HoldersTold } from '../../server/domain/user-told.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import '../look/user.css';
import { Panel } from '../parts/panel.tsx';
import { useRowWalk } from '../parts/row-walk.ts';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { searchedLoginsPath, sessionPath, userPath, withQuery } from '../place.ts';
import { useNow, useRows } from '../watch.ts';
import { readSpan } from '../words/asked.ts';
import { unheardSince } from '../words/freshness.ts';
import { plain } from '../words/plain.ts';
import { duration } from '../words/time.ts';
import { lasted } from '../words/session.ts';
import { exactSpan, isUnheard, notUnderstood, whoVerdict } from '../words/who.ts';

/** Who had an address at a time, or has it now. */
export function Who() {
  const { path, query, route } = useLocation();
  const { address = '', at = '' } = query;
  const now = useNow();
  const beat = useBeat();
  const span = at === '' ? undefined : readSpan(at, now);
  const unread = notUnderstood({ address, at: at !== '' && span === undefined ? at : '' });
  const search = span === undefined ? '' : `?from=${span.from}&to=${span.to}`;
  const answer = useAnswer<HoldersTold>(
    unread === undefined ? `/api/addresses/${encodeURIComponent(address)}${search}` : undefined,
    // What was does not change, but what is does.
    at === '' ? beat : '',
  );
  const told = answer.value;
  const unheard = unheardSince(
    (useRows('devices') ?? []).filter(({ state }) => state === 'adopted'),
    now,
  );
  const said =
    unread ??
    (told !== undefined
      ? whoVerdict(told, { address, at }, unheard, now)
      : answer.state === 'failed'
        ? ({ state: 'unknown', text: 'This cannot be told now.', more: `${answer.why}.` } as const)
        : ({ state: 'ok', text: `Asking who had ${plain(address)} …`, more: '' } as const));
  return (
    <main class="page">
      <Verdict said={said}>
        {told?.held.length === 0 && <a href={searchedLoginsPath(address)}>Logins from this address</a>}
      </Verdict>
      <form
        class="toolbar col-12"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget);
          const text = (name: string) => {
            const value = typed.get(name);
            return typeof value === 'string' ? value.trim() : '';
          };
          route(withQuery(path, query, { address: text('address'), at: text('at') }));
        }}
      >
        <label class="choice">
          <span>Address</span>
          <input class="field" name="address" defaultValue={address} key={address} autoComplete="off" />
        </label>
        <label class="choice">
          <span>Time</span>
          <input class="field" name="at" defaultValue={at} key={at} placeholder="now" autoComplete="off" />
        </label>
        <button type="submit" class="button">
          Ask
        </button>
        {told !== undefined && (
          <span class="hint" title={exactSpan(told)}>
            Times are those of arrival here.
          </span>
        )}
      </form>
      {told !== undefined && <HolderTable told={told} unheard={unheard} />}
    </main>
  );
}

function HolderTable({ told, unheard }: { readonly told: HoldersTold; readonly unheard: ReadonlyMap<string, number> }) {
  const now = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = [
    ...told.held.map((one) => ({ ...one, how: 'had it inside of a tunnel' })),
    ...told.cameFrom.map((one) => ({ ...one, how: 'came from it' })),
  ];
  const selected = useRowWalk(
    rows.map(({ session }) => session),
    body,
    sessionPath,
  );
  if (rows.length === 0) return null;
  return (
    <Panel title="Who" span="col-12" hint="the latest first">
      <table class="table table--wraps" aria-label="Who had it">
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col" class="from-tablet">
              How
            </th>
            <th scope="col">Head-end</th>
            <th scope="col" class="table__time">
              From
            </th>
            <th scope="col" class="table__time">
              To
            </th>
            <th scope="col" class="n from-tablet">
              Duration
            </th>
            <th scope="col" class="from-tablet">
              Assigned
            </th>
            <th scope="col" class="from-tablet">
              Public
            </th>
            <th scope="col" class="from-laptop">
              Sure
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map(({ session, sure, how }) => {
            const time = lasted(session, now);
            const isOld = isUnheard({ session, sure }, told, unheard);
            return (
              <tr key={session.id} data-holder={session.user} aria-selected={selected === session.id}>
                <td>
                  <a href={userPath(session.user)}>{plain(session.user)}</a>
                </td>
                <td class="from-tablet">{how}</td>
                <td>
                  <a href={sessionPath(session.id)}>{plain(session.device)}</a>
                </td>
                <td class="table__time">
                  <When at={session.start} now={now} />
                </td>
                <td class="table__time">
                  {session.end === undefined ? <i class="hint">{isOld ? 'there when last heard' : 'still there'}</i> : <When at={session.end} now={now} />}
                </td>
                <td class="n from-tablet">{time === undefined ? <i class="hint">not reported</i> : duration(time)}</td>
                <td class="mono from-tablet">{session.assignedIp}</td>
                <td class="mono muted from-tablet">{session.publicIp}</td>
                <td class="from-laptop">{sure === 'yes' && !isOld ? 'sure' : 'perhaps'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
} // prettier-ignore
