import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import { post } from '../answer.ts';
import '../look/access.css';
import { may, me } from '../me.ts';
import { DoorForm } from '../parts/door-form.tsx';
import { Panel } from '../parts/panel.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { userPath } from '../place.ts';
import { useCell } from '../watch.ts';

/** Looks up one user: helpdesk says why first, and both are written down. */
export function LookUp() {
  const { query, route } = useLocation();
  const mustSay = may('helpdesk', useCell(me));
  const [user, setUser] = useState(query['user'] ?? '');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const name = user.trim();
    if (mustSay) {
      const answer = await post('/api/look-ups', { user: name, reason: reason.trim() });
      if (answer.state === 'failed') return answer.why;
    }
    route(userPath(name));
    return undefined;
  };
  return (
    <main class="page">
      <Verdict
        said={{
          state: 'ok',
          text: 'Whom do you look up?',
          more: mustSay
            ? 'One user at a time. The name, the reason, and who looked are written down before anything is shown.'
            : 'Your role needs no reason: the search above leads there, too.',
        }}
      />
      <Panel title="One user" span="col-7">
        <DoorForm label="Look up" act={submit} step="user">
          <label class="choice">
            <span>User, as they log in to the VPN</span>
            <input
              class="field"
              name="user"
              required
              maxLength={256}
              autoComplete="off"
              autoCapitalize="none"
              spellcheck={false}
              value={user}
              onInput={({ currentTarget: { value } }) => setUser(value)}
            />
          </label>
          {mustSay && (
            <label class="choice">
              <span>Why: a ticket, a call</span>
              <input
                class="field"
                name="reason"
                required
                minLength={3}
                maxLength={500}
                autoComplete="off"
                value={reason}
                onInput={({ currentTarget: { value } }) => setReason(value)}
              />
            </label>
          )}
        </DoorForm>
      </Panel>
    </main>
  );
}
