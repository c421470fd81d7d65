import type { ComponentChildren } from 'preact';
import type { SessionRow } from '../../server/domain/feed.ts';
import type { Field, Statistics } from '../../server/domain/statistics.ts';
import { useLastHeard } from '../blind.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { bytesText } from '../words/bytes.ts';
import { carriedBy, fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { clientText, lasted, stateText } from '../words/session.ts';
import { age, duration, iso, when } from '../words/time.ts';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';

/** What is known of a session beside its statistics. */
export function SessionFacts({ session, told }: SessionFactsProps) {
  const now = useNow();
  const { from } = session;
  const time = lasted(session, now);
  const client = clientText(session);
  const heard = useLastHeard(session.device);
  const old = session.state === 'active' ? heard : undefined;
  return (
    <Panel title="Session">
      <dl class="kv kv--narrow">
        <Fact name="State">{old === undefined ? stateText(session) : <Old told={stateText(session)} as={old} />}</Fact>
        <Fact name="Public address" hover={fields.publicIp} from={told?.asa.publicIp}>
          <a class="mono" href={withQuery('/sessions', {}, { q: session.publicIp, state: 'any' })}>
            {session.publicIp}
          </a>
        </Fact>
        <Fact name="Protocol" hover={carriedBy(session).cli} from={from.protocols ?? from.sessionType}>
          {carriedBy(session).name}
          {session.sessionType !== undefined && <span class="muted"> ({plain(session.sessionType)})</span>}
        </Fact>
        <Fact name="Client" hover={fields.client} from={from.clientVersion ?? from.clientType}>
          {client === '' ? <Unknown why="the client has not said" /> : client}
        </Fact>
        <Fact name="Group policy" hover={fields.groupPolicy} from={from.groupPolicy}>
          {session.groupPolicy === undefined ? <Unknown why="not told by syslog" /> : plain(session.groupPolicy)}
        </Fact>
        <Fact name="Pool" hover={fields.pool}>
          {session.pool === undefined ? (
            <Unknown why="needs the running configuration" />
          ) : (
            <a href="/pools">{plain(session.pool)}</a>
          )}
        </Fact>
        <Fact name="Login" hover={fields.start} from={told?.asa.login}>
          <time title={iso(session.start)}>{when(session.start, now)}</time>
          <span class="muted">
            {session.startIs === 'inferred' ? ', its end minus its duration' : `, ${age(now - session.start)} ago`}
          </span>
        </Fact>
        {session.end !== undefined && (
          <Fact name="End">
            <time title={iso(session.end)}>{when(session.end, now)}</time>
            {session.endIs === 'inferred' && <span class="muted">, inferred: no closing record came</span>}
            {session.endIs === 'between' && session.endAfter !== undefined && (
              <span class="muted">, or earlier, after {when(session.endAfter, now)}: no closing record came</span>
            )}
          </Fact>
        )}
        <Fact name="Duration" hover={fields.duration}>
          {time === undefined ? (
            <Unknown why="never reported" />
          ) : old === undefined ? (
            duration(time)
          ) : (
            <Old told={duration(time)} as={`if it goes on, ${old}`} />
          )}
        </Fact>
        {session.bytesTx !== undefined && session.bytesRx !== undefined && (
          <Fact name="Bytes" from={from.bytes}>
            {bytesText(session.bytesTx)} to the client, {bytesText(session.bytesRx)} from it
          </Fact>
        )}
        {session.index !== undefined && (
          <Fact name="Index" hover="Index in show vpn-sessiondb: the ASA's own number" from={from.index}>
            <span class="mono">{session.index}</span>
          </Fact>
        )}
        {session.auditSessionId !== undefined && (
          <Fact name="Audt Sess ID" hover="Audt Sess ID in show vpn-sessiondb" from={from.auditSessionId}>
            <span class="mono">{plain(session.auditSessionId)}</span>
          </Fact>
        )}
        <Fact name="Last evidence">{age(now - session.seenAt)} ago</Fact>
      </dl>
    </Panel>
  );
}

interface SessionFactsProps {
  readonly session: SessionRow;
  /** What the API tells of it, once it has. */
  readonly told: Statistics | undefined;
}

/** What was true when the head-end was last heard. */
function Old({ told, as }: { readonly told: string; readonly as: string }) {
  return (
    <>
      <span class="old">{told}</span> <span class="muted">{as}</span>
    </>
  );
}

function Fact({
  name,
  hover,
  from,
  children,
}: {
  readonly name: string;
  readonly hover?: string;
  /** Who told it, and when. */
  readonly from?: Partial<Pick<Field, 'source' | 'at'>> | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="kv__row">
      <dt title={hover}>{name}</dt>
      <dd>{children}</dd>
      {from?.source !== undefined && from.at !== undefined && (
        <dd class="kv__from">
          <Source from={from.source} at={from.at} fixed />
        </dd>
      )}
    </div>
  );
}

function Unknown({ why }: { readonly why: string }) {
  return <i class="muted">{why}</i>;
}
