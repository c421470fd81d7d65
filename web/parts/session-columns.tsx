import type { ComponentChildren, JSX } from 'preact';
import { cryptoOf } from '../../server/domain/census.ts';
import type { SessionRow } from '../../server/domain/feed.ts';
import { without } from '../../server/domain/without.ts';
import { sessionPath } from '../place.ts';
import type { SortKey } from '../rows.ts';
import { exactBytes } from '../words/bytes.ts';
import { carriedBy, fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import {
  bytesOrWhy,
  clientText,
  countedText,
  exactDuration,
  lasted,
  shortClient,
  stateText,
} from '../words/session.ts';
import { duration, iso, when } from '../words/time.ts';
import { Shape } from './shape.tsx';
import { Status } from './status.tsx';
import { When } from './when.tsx';

/** A column of the sessions' table. */
export interface Column {
  readonly key: SortKey;
  readonly name: string;
  /** The command line's word. */
  readonly cli?: string;
  /** Width in rem; what is left over is shared out in proportion. */
  readonly width: number;
  readonly kind?: 'number' | 'mono';
  /** From which width of the window on it is shown. */
  readonly from?: 'tablet' | 'laptop' | 'desk' | 'wide';
  /** Only where it was chosen. */
  readonly extra?: true;
  /** What it says changes each second, not with the day alone. */
  readonly ticks?: true;
  /** `blind` are the head-ends of which nothing is heard: of their sessions nobody knows whether they go on. */
  readonly cell: (session: SessionRow, now: number, blind: ReadonlySet<string>) => ComponentChildren;
}

/** The columns, in order. */
export const columns: readonly Column[] = [
  {
    key: 'state',
    name: 'State',
    width: 9,
    from: 'tablet',
    cell: (session, _now, blind) => <SessionState session={session} silent={blind.has(session.device)} />,
  },
  {
    key: 'user',
    name: 'User',
    cli: fields.user,
    width: 8,
    cell: (session, _now, blind) => <UserLink session={session} silent={blind.has(session.device)} />,
  },
  {
    key: 'tunnelGroup',
    name: 'Connection profile',
    cli: fields.tunnelGroup,
    width: 8.5,
    from: 'laptop',
    cell: told('tunnelGroup'),
  },
  {
    key: 'groupPolicy',
    name: 'Group policy',
    cli: fields.groupPolicy,
    width: 8,
    extra: true,
    cell: told('groupPolicy'),
  },
  {
    key: 'assignedIp',
    name: 'Assigned',
    cli: fields.assignedIp,
    width: 7.5,
    kind: 'mono',
    cell: ({ assignedIp }) => assignedIp ?? <i class="hint">not told</i>,
  },
  { key: 'pool', name: 'Pool', cli: fields.pool, width: 7, extra: true, cell: told('pool') },
  {
    key: 'publicIp',
    name: 'Public',
    cli: fields.publicIp,
    width: 7.5,
    kind: 'mono',
    from: 'tablet',
    cell: ({ publicIp }) => <span class="muted">{publicIp}</span>,
  },
  {
    key: 'protocol',
    name: 'Protocol',
    cli: fields.protocol,
    width: 8,
    from: 'desk',
    cell: (session) => <span title={carriedBy(session).cli}>{carriedBy(session).name}</span>,
  },
  {
    key: 'sessionType',
    name: 'Session type',
    cli: 'Session Type in 113019',
    width: 8,
    extra: true,
    cell: told('sessionType'),
  },
  {
    key: 'client',
    name: 'Client',
    cli: fields.client,
    width: 9,
    from: 'wide',
    cell: (session) => (
      <span class="muted" title={clientText(session)}>
        {shortClient(session)}
      </span>
    ),
  },
  {
    key: 'start',
    name: 'Login',
    cli: fields.start,
    width: 6,
    from: 'tablet',
    cell: (session, now) => <Login session={session} now={now} />,
  },
  { key: 'end', name: 'Ended', width: 6, extra: true, cell: ({ end }, now) => <Time at={end} now={now} /> },
  { key: 'endReason', name: 'Reason', cli: 'Reason in 113019', width: 9, extra: true, cell: told('endReason') },
  {
    key: 'duration',
    name: 'Duration',
    cli: fields.duration,
    width: 4.5,
    kind: 'number',
    ticks: true,
    cell: (session, now, blind) => (
      <Old session={session} blind={blind} cell={<Lasted session={session} now={now} />} />
    ),
  },
  {
    key: 'bytesTx',
    name: 'To client',
    cli: fields.bytesTx,
    width: 6,
    kind: 'number',
    from: 'desk',
    cell: (session, _now, blind) => (
      <Old session={session} blind={blind} cell={<Bytes session={session} value={session.bytesTx} />} />
    ),
  },
  {
    key: 'bytesRx',
    name: 'From client',
    cli: fields.bytesRx,
    width: 6,
    kind: 'number',
    from: 'desk',
    cell: (session, _now, blind) => (
      <Old session={session} blind={blind} cell={<Bytes session={session} value={session.bytesRx} />} />
    ),
  },
  { key: 'encryption', name: 'Encryption', width: 7, extra: true, cell: told('encryption') },
  { key: 'hashing', name: 'Hashing', width: 6, extra: true, cell: told('hashing') },
  { key: 'dhGroup', name: 'DH group', width: 4.5, extra: true, cell: told('dhGroup') },
  {
    key: 'crypto',
    name: 'Weak or unknown',
    width: 10,
    extra: true,
    cell: (session) => cryptoOf(session).join(', '),
  },
  {
    key: 'index',
    name: 'Index',
    cli: 'Index in show vpn-sessiondb',
    width: 4.5,
    kind: 'number',
    extra: true,
    cell: ({ index }) => index ?? <i class="hint">not told</i>,
  },
  {
    key: 'seenAt',
    name: 'Last heard of',
    width: 6,
    extra: true,
    cell: ({ seenAt }, now) => <Time at={seenAt} now={now} />,
  },
  { key: 'device', name: 'Head-end', width: 6, from: 'laptop', cell: ({ device }) => plain(device) },
];

/** The columns that an address asks for, `user,bytesTx`: in the table's order. Without any, those that fit the window. */
export function chosenColumns(asked: string): readonly Column[] {
  const names = new Set(asked.split(','));
  const chosen = columns.filter(({ key }) => names.has(key));
  if (chosen.length === 0) return columns.filter(({ extra }) => extra !== true);
  // Whoever has chosen wants them, however narrow the window.
  return chosen.map((column) => without(column, ['from']));
}

type Told = 'tunnelGroup' | 'groupPolicy' | 'pool' | 'sessionType' | 'endReason' | 'encryption' | 'hashing' | 'dhGroup';

/** A text as the network has told it. */
function told(key: Told): Column['cell'] {
  return function Text({ [key]: text }) {
    return text === undefined ? <i class="hint">not told</i> : <span title={plain(text)}>{plain(text)}</span>;
  };
}

function Time({ at, now }: { readonly at: number | undefined; readonly now: number }) {
  return at === undefined ? <i class="hint">not yet</i> : <When at={at} now={now} />;
}

function SessionState({ session, silent }: { readonly session: SessionRow; readonly silent: boolean }) {
  const said = stateText(session);
  // That it has ended, its greyness says; what is asked is why.
  const reason = plain(session.endReason ?? 'Ended');
  if (session.state === 'active' && silent)
    return (
      <span title={`${said} when ${plain(session.device)} was last heard`}>
        <Status state="unknown" />
      </span>
    );
  if (session.state === 'active')
    return (
      <span title={said}>
        <Status state={session.closingAt === undefined ? 'ok' : 'warn'}>
          {session.closingAt === undefined ? 'Active' : 'Closing'}
        </Status>
      </span>
    );
  return (
    <span class="muted" title={session.endIs !== 'reported' ? `${said}; no closing record came` : said}>
      {session.endIs !== 'reported' && <Shape name="unknown" />} {reason}
    </span>
  );
}

/** On a phone, where the column of states has no room, a state that is not plain stands before the name. */
function UserLink({ session, silent }: { readonly session: SessionRow; readonly silent: boolean }) {
  const odd =
    session.state === 'ended' ? undefined : silent ? 'unknown' : session.closingAt === undefined ? undefined : 'warn';
  return (
    <a href={sessionPath(session.id)} title={plain(session.user)}>
      {odd !== undefined && (
        <span class={`until-tablet verdict--${odd}`}>
          <Shape name={odd} />{' '}
        </span>
      )}
      {plain(session.user)}
    </a>
  );
}

function Login({ session, now }: { readonly session: SessionRow; readonly now: number }) {
  const inferred = session.startIs === 'inferred';
  return (
    <time
      dateTime={iso(session.start)}
      title={`${iso(session.start)}${inferred ? ', its end minus its duration' : ''}`}
    >
      {inferred && '~'}
      {when(session.start, now)}
    </time>
  );
}

/** What runs on while a session does is old where nobody hears whether it does. */
function Old({ session: { state, device }, blind, cell }: OldProps) {
  if (state !== 'active' || !blind.has(device)) return cell;
  return (
    <span class="old" title={`if it goes on: ${plain(device)} is not heard`}>
      {cell}
    </span>
  );
}

interface OldProps {
  readonly session: SessionRow;
  readonly blind: ReadonlySet<string>;
  readonly cell: JSX.Element;
}

function Lasted({ session, now }: { readonly session: SessionRow; readonly now: number }) {
  const time = lasted(session, now);
  if (time === undefined)
    return (
      <i class="hint" title="never reported">
        unknown
      </i>
    );
  return <span title={exactDuration(time)}>{duration(time)}</span>;
}

function Bytes({ session, value }: { readonly session: SessionRow; readonly value: number | undefined }) {
  const { text, known, hover } = bytesOrWhy(session, value);
  const title = value === undefined ? hover : countedText(session, exactBytes(value));
  return <span title={title}>{known ? text : <i class="hint">{text}</i>}</span>;
}
