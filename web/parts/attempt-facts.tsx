import type { ComponentChildren } from 'preact';
import type { AttemptRow } from '../../server/domain/feed.ts';
import { loginsPath, sessionPath } from '../place.ts';
import { useNow } from '../watch.ts';
import { attemptOutcomes, causeText, shownUser, sureMeans, sureNames } from '../words/attempts.ts';
import { fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { Told } from './attempt-table.tsx';
import { Panel } from './panel.tsx';
import { When } from './when.tsx';

/** What is known of a try to log in. */
export function AttemptFacts({ attempt }: { readonly attempt: AttemptRow }) {
  const now = useNow();
  const { user, session, cause, sure, outcome } = attempt;
  const client = [attempt.clientType, attempt.clientVersion].filter((word) => word !== undefined).join(' ');
  const shown = shownUser(user);
  return (
    <Panel title="Login" span="col-12">
      <dl class="kv kv--narrow">
        <Fact name="Outcome">{attemptOutcomes[outcome].name}</Fact>
        {(cause !== undefined || outcome === 'failed') && (
          <Fact name="Cause">
            <span title={cause}>{causeText(attempt)}</span>
          </Fact>
        )}
        {sure !== undefined && (
          <Fact name="How sure">
            {sureNames[sure]} <span class="muted">({sureMeans[sure]})</span>
          </Fact>
        )}
        {attempt.detail !== undefined && <Fact name="In its words">{plain(attempt.detail)}</Fact>}
        <Fact name="User" hover={fields.user}>
          {user === undefined || user === '' ? (
            <Told text={undefined} />
          ) : (
            <>
              <a href={loginsPath(user)}>{shown.text}</a>
              {!shown.known && <span class="muted"> {shown.why}</span>}
            </>
          )}
        </Fact>
        <Fact name="Public address" hover={fields.publicIp}>
          <span class="mono">{attempt.publicIp}</span>
        </Fact>
        <Fact name="Connection profile" hover={fields.tunnelGroup}>
          <Told text={attempt.tunnelGroup} />
        </Fact>
        <Fact name="Group policy" hover={fields.groupPolicy}>
          <Told text={attempt.groupPolicy} />
        </Fact>
        <Fact name="AAA server">
          <Told text={attempt.aaaServer} />
        </Fact>
        <Fact name="Client" hover={fields.client}>
          <Told text={client === '' ? undefined : client} />
        </Fact>
        {attempt.firewall !== undefined && <Fact name="Firewall">{plain(attempt.firewall)}</Fact>}
        {attempt.firewallMismatch !== undefined && (
          <Fact name="Firewall mismatch">{plain(attempt.firewallMismatch)}</Fact>
        )}
        <Fact name="Head-end">{plain(attempt.device)}</Fact>
        <Fact name="Began">
          <When at={attempt.start} now={now} />
        </Fact>
        <Fact name={outcome === 'open' ? 'Last heard of' : 'Over'}>
          <When at={attempt.seenAt} now={now} />
        </Fact>
        {session !== undefined && (
          <Fact name="Session">
            <a href={sessionPath(session)}>the one it became</a>
          </Fact>
        )}
      </dl>
    </Panel>
  );
}

interface FactProps {
  readonly name: string;
  readonly hover?: string;
  readonly children: ComponentChildren;
}

function Fact({ name, hover, children }: FactProps) {
  return (
    <div class="kv__row">
      <dt title={hover}>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
