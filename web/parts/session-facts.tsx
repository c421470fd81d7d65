import type { ComponentChildren } from 'preact';
import type { SessionRow } from '../../server/domain/feed.ts';
import { useLastHeard } from '../blind.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { bytesText } from '../words/bytes.ts';
import { carriedBy, fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { clientText, lasted, stateText } from '../words/session.ts';
import { age, duration, iso, when } from '../words/time.ts';
import { Panel } from './panel.tsx';

/** What is known of a session beside its statistics. */
export function SessionFacts({ session }: { readonly session: SessionRow }) {
  const now = useNow();
  const time = lasted(session, now);
  const client = clientText(session);
  const heard = useLastHeard(session.device);
  const old = session.state === 'active' ? heard : undefined;
  return (
    <Panel title="Session">
      <dl class="kv kv--narrow">
        <Fact name="State">{old === undefined ? stateText(session) : <Old told={stateText(session)} as={old} />}</Fact>
        <Fact name="Public address" hover={fields.publicIp}>
          <a class="mono" href={withQuery('/sessions', {}, { q: session.publicIp, state: 'any' })}>
            {session.publicIp}
          </a>
        </Fact>
        <Fact name="Protocol" hover={carriedBy(session).cli}>
          {carriedBy(session).name}
          {session.sessionType !== undefined && <span class="muted"> ({plain(session.sessionType)})</span>}
        </Fact>
        <Fact name="Client" hover={fields.client}>
          {client === '' ? <Unknown why="the client has not said" /> : client}
        </Fact>
        <Fact name="Group policy" hover={fields.groupPolicy}>
          {session.groupPolicy === undefined ? <Unknown why="not told by syslog" /> : plain(session.groupPolicy)}
        </Fact>
        <Fact name="Pool" hover={fields.pool}>
          {session.pool === undefined ? (
            <Unknown why="needs the running configuration" />
          ) : (
            <a href="/pools">{plain(session.pool)}</a>
          )}
        </Fact>
        <Fact name="Login" hover={fields.start}>
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
          <Fact name="Bytes">
            {bytesText(session.bytesTx)} to the client, {bytesText(session.bytesRx)} from it
          </Fact>
        )}
        <Fact name="Last evidence">{age(now - session.seenAt)} ago</Fact>
      </dl>
    </Panel>
  );
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
  children,
}: {
  readonly name: string;
  readonly hover?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="kv__row">
      <dt title={hover}>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Unknown({ why }: { readonly why: string }) {
  return <i class="muted">{why}</i>;
}
