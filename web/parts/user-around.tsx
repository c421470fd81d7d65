import type { ComponentChildren } from 'preact';
import type { AttemptRow, DeviceRow, SessionRow } from '../../server/domain/feed.ts';
import type { Provenance } from '../../server/domain/session.ts';
import type { UserTold } from '../../server/domain/user-told.ts';
import { useBlind } from '../blind.ts';
import { sessionPath, whoPath, withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { clientText } from '../words/session.ts';
import { lastSuccess } from '../words/user.ts';
import { alikeText, changeText, namelessText, TRAFFIC_NEEDS, trafficMeans, unseenFacts } from '../words/user-around.ts';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { When } from './when.tsx';

interface Props {
  readonly name: string;
  readonly told: UserTold;
  readonly devices: readonly DeviceRow[];
}

/** What is known of a user beside the last try: sessions now, client, addresses, traffic, others who fail, the last change. */
export function UserAround({ name, told, devices }: Props) {
  const now = useNow();
  const { standing, sessions, attempts, alike, change, nameless, traffic } = told;
  const blind = useBlind();
  const active = sessions.filter(({ id }) => standing.active.includes(id));
  const latest = active[0] ?? sessions[0];
  const failed = attempts.find(({ id }) => id === standing.failing?.attempt);
  const tried = failed ?? attempts[0];
  const client = latest === undefined ? '' : clientText(latest);
  const triedClient = [tried?.clientType, tried?.clientVersion].filter((part) => part !== undefined).join(' ');
  const changed = change === undefined ? undefined : changeText(change, standing.failing?.first, now);
  if (latest === undefined && tried === undefined) return <Unseen name={name} told={told} devices={devices} />;
  return (
    <>
      <Panel title="Around it">
        <dl class="kv kv--narrow">
          {active.map((session) => (
            <Row key={session.id} name="Connected">
              <a href={sessionPath(session.id)}>{plain(session.device)}</a> since <When at={session.start} now={now} />
              {blind.has(session.device) && <span class="muted">, when it was last heard</span>}
            </Row>
          ))}
          <Row name="Last success">{lastSuccess(told, now).replace(/^Last success /, '')}</Row>
          <Row name="Client" hover={fields.client} from={latest?.from.clientVersion ?? latest?.from.clientType}>
            {client !== '' ? (
              client
            ) : triedClient !== '' ? (
              plain(triedClient)
            ) : (
              <i class="muted">the client has not said</i>
            )}
          </Row>
          <Told
            name="Connection profile"
            of={latest}
            fact="tunnelGroup"
            failed={failed ?? (latest ? undefined : tried)}
          />
          <Told name="Group policy" of={latest} fact="groupPolicy" failed={failed ?? (latest ? undefined : tried)} />
          <Row name="Assigned address" hover={fields.assignedIp} from={latest?.from.assignedIp}>
            {latest?.assignedIp === undefined ? (
              <i class="muted">none told</i>
            ) : (
              <>
                <a class="mono" href={whoPath(latest.assignedIp)}>
                  {latest.assignedIp}
                </a>
                {latest.state === 'ended' && <span class="muted"> until it ended</span>}
              </>
            )}
          </Row>
          <Row name="Public address" hover={fields.publicIp}>
            <a class="mono" href={whoPath((failed ?? latest ?? tried)?.publicIp ?? '')}>
              {(failed ?? latest ?? tried)?.publicIp}
            </a>
          </Row>
          {active.length > 0 && traffic.length === 0 && (
            <Row name="Traffic">
              <i class="muted">{TRAFFIC_NEEDS}</i>
            </Row>
          )}
          {traffic.map(({ session, is, at }) => (
            <Row key={session} name="Traffic" from={{ source: 'poll', at }}>
              {trafficMeans[is]}
            </Row>
          ))}
          {alike !== undefined && failed !== undefined && (
            <Row name="Others">
              {alikeText(alike, failed.device, now)}{' '}
              <a href={withQuery('/attempts', {}, { cause: alike.cause })}>Who</a>
            </Row>
          )}
          {nameless.length > 0 && (
            <Row name="Without a name">
              {namelessText(nameless, now)}{' '}
              <a href={withQuery('/attempts', {}, { publicIp: nameless[0]?.publicIp ?? '', outcome: 'any' })}>Look</a>
            </Row>
          )}
          {change !== undefined && changed !== undefined && (
            <Row name="Last change">
              <span class={changed.suspect ? 'suspect' : undefined}>
                {plain(change.device)}: {changed.text}
              </span>
              {changed.command !== undefined && <code class="line">{changed.command}</code>}
            </Row>
          )}
        </dl>
      </Panel>
      <Unseen name={name} told={told} devices={devices} />
    </>
  );
}

function Unseen({ name, told, devices }: Props) {
  return (
    <Panel title="Not visible here" state="unknown">
      <ul class="notes">
        {unseenFacts(name, told, devices).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Panel>
  );
}

/** A fact of the last session; where a try since then told another one, that comes first: it may be what is wrong. */
function Told({
  name,
  of,
  fact,
  failed,
}: {
  readonly name: string;
  readonly of: SessionRow | undefined;
  readonly fact: 'tunnelGroup' | 'groupPolicy';
  readonly failed: AttemptRow | undefined;
}) {
  const [had, tried] = [of?.[fact], failed?.[fact]];
  if (tried !== undefined && tried !== had)
    return (
      <Row name={name} hover={fields[fact]} from={failed && { source: 'syslog', at: failed.seenAt }}>
        {plain(tried)}
        {had !== undefined && <span class="muted"> (last session: {plain(had)})</span>}
      </Row>
    );
  return (
    <Row name={name} hover={fields[fact]} from={of?.from[fact]}>
      {had === undefined ? <i class="muted">not told</i> : plain(had)}
    </Row>
  );
}

function Row({
  name,
  hover,
  from,
  children,
}: {
  readonly name: string;
  readonly hover?: string;
  readonly from?: Provenance | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="kv__row kv__row--text">
      <dt title={hover}>{name}</dt>
      <dd>
        {children} {from !== undefined && <Source from={from.source} at={from.at} fixed />}
      </dd>
    </div>
  );
}
