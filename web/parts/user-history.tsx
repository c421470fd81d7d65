import { useMemo, useRef, useState } from 'preact/hooks';
import type { AttemptRow, SessionRow } from '../../server/domain/feed.ts';
import { connectedTime, stitched } from '../../server/domain/history.ts';
import type { UserTold } from '../../server/domain/user-told.ts';
import { useLastHeard } from '../blind.ts';
import { wholeSince, type Past } from '../past.ts';
import { may, me } from '../me.ts';
import { attemptPath, loginsPath, sessionPath, withQuery } from '../place.ts';
import { useCell, useNow } from '../watch.ts';
import { attemptOutcomes, causeText } from '../words/attempts.ts';
import { count, many } from '../words/bytes.ts';
import { fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { bytesOrWhy, exactDuration, lasted, stateText } from '../words/session.ts';
import { stageWords } from '../words/ladder.ts';
import { duration } from '../words/time.ts';
import { MiniLadder } from './ladder.tsx';
import { Panel } from './panel.tsx';
import { useRowWalk } from './row-walk.ts';
import { When } from './when.tsx';

type Row =
  | { readonly id: number; readonly start: number; readonly session: SessionRow }
  | { readonly id: number; readonly start: number; readonly attempt: AttemptRow };

const FEW = 12;
const DAYS = 30;
const DAY = 86_400_000;

/** Sessions and tries in one list, the newest first, as far back as both were fetched; a try that became a session is that session. */
function rowsOf(past: Past): readonly Row[] {
  const { sessions, attempts } = past;
  const since = wholeSince(past) ?? -Infinity;
  const had = new Set(sessions.map(({ id }) => id));
  const rows: readonly Row[] = [
    // A session and a try may begin with one message: their ids are then the same.
    ...sessions.map((session) => ({ id: 2 * session.id, start: session.start, session })),
    ...attempts
      .filter(({ outcome, session }) => outcome !== 'succeeded' || session === undefined || !had.has(session))
      .map((attempt) => ({ id: 2 * attempt.id + 1, start: attempt.start, attempt })),
  ];
  return rows
    .filter((row) => row.start >= since || ('session' in row && row.session.state === 'active'))
    .sort((a, b) => b.start - a.start || b.id - a.id);
}

/** Every session and try of a user, and how the days went. */
export function UserHistory({ past, inAll, name, busy, more }: UserHistoryProps) {
  const now = useNow();
  const looks = may('read', useCell(me));
  const rows = useMemo(() => rowsOf(past), [past]);
  const [all, showAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FEW);
  const body = useRef<HTMLTableSectionElement>(null);
  const pathOf = (id: number) => (id % 2 === 0 ? sessionPath(id / 2) : attemptPath((id - 1) / 2));
  const selected = useRowWalk(shown, body, pathOf);
  if (rows.length === 0) return null;
  return (
    <Panel title="History" hint={<Sums past={past} inAll={inAll} now={now} />}>
      <table class="table table--wraps table--history" aria-label="Sessions and tries">
        <thead>
          <tr>
            <th scope="col" class="table__time">
              When
            </th>
            <th scope="col" class="from-tablet">
              Head-end
            </th>
            <th scope="col">Result</th>
            <th scope="col" class="from-tablet" title={fields.publicIp}>
              Public
            </th>
            <th scope="col" class="from-laptop" title={fields.assignedIp}>
              Assigned
            </th>
            <th scope="col" class="n" title={fields.duration}>
              Duration
            </th>
            <th scope="col" class="n from-laptop" title={fields.bytesTx}>
              To client
            </th>
            <th scope="col" class="n from-laptop" title={fields.bytesRx}>
              From client
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((row) =>
            'session' in row ? (
              <Had key={row.id} session={row.session} now={now} selected={selected === row.id} />
            ) : (
              <Tried key={row.id} attempt={row.attempt} now={now} selected={selected === row.id} />
            ),
          )}
        </tbody>
      </table>
      <p class="after toolbar">
        {rows.length > FEW && (
          <button type="button" class="button" aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? 'Show the latest only' : `Show all ${count(rows.length)}`}
          </button>
        )}
        {more !== undefined && (all || rows.length <= FEW) && (
          <button type="button" class="button" disabled={busy} onClick={more}>
            {busy ? 'Fetching …' : 'Fetch earlier ones'}
          </button>
        )}
        {looks && <a href={withQuery('/sessions', {}, { q: name, state: 'any' })}>All sessions</a>}
        {looks && <a href={loginsPath(name)}>All logins</a>}
      </p>
    </Panel>
  );
}

interface UserHistoryProps {
  readonly past: Past;
  /** How many are on record. */
  readonly inAll: UserTold['inAll'];
  readonly name: string;
  readonly busy: boolean;
  /** Fetches earlier ones; `undefined` where there are none. */
  readonly more: (() => void) | undefined;
}

function Sums({ past, inAll, now }: Pick<UserHistoryProps, 'past' | 'inAll'> & { readonly now: number }) {
  const recent = past.sessions.filter((one) => one.state === 'active' || (one.end ?? one.start) >= now - DAYS * DAY);
  const since = wholeSince(past);
  const fetched =
    since === undefined ? '' : ` (fetched: ${count(past.sessions.length)} and ${count(past.attempts.length)})`;
  const record = `${many(inAll.sessions, 'session')} and ${many(inAll.attempts, 'try', 'tries')} on record${fetched}`;
  if (recent.length === 0)
    return (
      <>
        no session in {DAYS} days; {record}
      </>
    );
  const isPart = past.next.sessions !== null && recent.length === past.sessions.length;
  const chains = stitched(recent).length;
  return (
    <>
      {DAYS} days: {isPart ? 'at least ' : ''}
      {many(recent.length, 'session')}
      {chains < recent.length ? `, stitched to ${count(chains)}` : ''}, {duration(connectedTime(recent, now))}; {record}
    </>
  );
}

function Had({ session, now, selected }: { readonly session: SessionRow; readonly now: number; readonly selected: boolean }) {
  const time = lasted(session, now);
  const heard = useLastHeard(session.device);
  const old = session.state === 'active' ? heard : undefined;
  const [tx, rx] = [bytesOrWhy(session, session.bytesTx), bytesOrWhy(session, session.bytesRx)];
  return (
    <tr aria-selected={selected} data-session={session.id}>
      <td class="table__time">
        <a href={sessionPath(session.id)}>
          <When at={session.start} now={now} />
        </a>
      </td>
      <td class="from-tablet">{plain(session.device)}</td>
      <td>
        {session.continues !== undefined && <span class="hint">reconnected </span>}
        {old === undefined ? stateText(session) : `${stateText(session)}, ${old}`}
        {session.endIs !== undefined && session.endIs !== 'reported' && <span class="hint"> not reported</span>}
        <div class="hint until-tablet">{plain(session.device)}</div>
      </td>
      <td class="mono muted from-tablet">{session.publicIp}</td>
      <td class="mono from-laptop">{session.assignedIp ?? <i class="hint">not told</i>}</td>
      <td class="n" title={time === undefined ? undefined : exactDuration(time)}>
        {time === undefined ? <i class="hint">not reported</i> : duration(time)}
      </td>
      <td class="n from-laptop" title={tx.hover}>{tx.known ? tx.text : <i class="hint">{tx.text}</i>}</td>
      <td class="n from-laptop" title={rx.hover}>{rx.known ? rx.text : <i class="hint">{rx.text}</i>}</td>
    </tr>
  );
} // prettier-ignore

function Tried({ attempt, now, selected }: { readonly attempt: AttemptRow; readonly now: number; readonly selected: boolean }) {
  const { name, state } = attemptOutcomes[attempt.outcome];
  return (
    <tr aria-selected={selected} data-attempt={attempt.id}>
      <td class="table__time">
        <a href={attemptPath(attempt.id)}>
          <When at={attempt.start} now={now} />
        </a>
      </td>
      <td class="from-tablet">{plain(attempt.device)}</td>
      <td title={stageWords(attempt.stage, 'any').at}>
        <MiniLadder attempt={attempt} />{' '}
        <span class={state === 'crit' ? 'failed' : undefined}>
          {attempt.outcome === 'failed' ? causeText(attempt) : name}
        </span>
        <div class="hint until-tablet">{plain(attempt.device)}</div>
      </td>
      <td class="mono muted from-tablet">{attempt.publicIp}</td>
      <td class="from-laptop">–</td>
      <td class="n">–</td>
      <td class="n from-laptop">–</td>
      <td class="n from-laptop">–</td>
    </tr>
  );
} // prettier-ignore
