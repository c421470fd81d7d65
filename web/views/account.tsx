import { useState } from 'preact/hooks';
import { post, useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import { logOut } from '../log-out.ts';
import '../look/access.css';
import '../look/alerts.css';
import { askMeAnew, me } from '../me.ts';
import { ActForm } from '../parts/act-form.tsx';
import { CodesForm } from '../parts/codes-form.tsx';
import { Doings } from '../parts/doings.tsx';
import { OwnTokens } from '../parts/own-tokens.tsx';
import { OwnVisits, type VisitRow } from '../parts/own-visits.tsx';
import { Panel } from '../parts/panel.tsx';
import { PasswordBox } from '../parts/password-box.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { useCell } from '../watch.ts';
import { PASSWORD_RULE, roleNames, sitesWords, type TokenRow } from '../words/access.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';

interface Own {
  readonly visits: readonly VisitRow[];
  readonly tokens: readonly TokenRow[];
}

/** The own account: password, one-time codes, where it is logged in, tokens. */
export function Account() {
  const { name, role, sites = null, hasTotp = false, hasPassword = false } = useCell(me) ?? {};
  const [version, setVersion] = useState(0);
  const [said, say] = useState('');
  const answer = useAnswer<Own>('/api/me/visits', `${version} ${useBeat()}`);
  const changed = () => setVersion((before) => before + 1);
  if (answer.value === undefined)
    return <Unanswered what="your account" answer={answer} links={<a href="/">Overview</a>} />;
  const called = plain(name ?? '');
  const means = role == null ? '' : `${roleNames[role].means}, on ${sitesWords(sites)}.`;
  const leave = async () => {
    const why = await logOut();
    if (why !== undefined) say(`Not done: ${sentence(why)}`);
  };
  return (
    <main class="page">
      <Verdict
        said={{
          state: 'ok',
          text: `You are ${called}, ${role == null ? '' : roleNames[role].name}.`,
          more: means === '' ? '' : `That ${means}`,
        }}
      >
        <button type="button" class="button" onClick={() => void leave()}>
          Log out
        </button>{' '}
        <span role="status">{said}</span>
      </Verdict>
      <Panel title="How you log in" span="col-12">
        <ol class="rules">
          {!hasPassword && <li class="rule">By a provider or a proxy: this account has no password.</li>}
          {hasPassword && <OwnPassword hasTotp={hasTotp} changed={changed} />}
        </ol>
      </Panel>
      <OwnVisits visits={answer.value.visits} changed={changed} />
      <OwnTokens tokens={answer.value.tokens} changed={changed} />
    </main>
  );
}

/** What can be changed about how an account with a password logs in. */
function OwnPassword({ hasTotp, changed }: { readonly hasTotp: boolean; readonly changed: () => void }) {
  return (
    <>
      <li class="rule">
        <span class="rule__what">
          <strong>Password</strong>
          <span class="rule__why">With another one, all your other visits end.</span>
        </span>
        <span />
        <Doings
          doings={[{ name: 'Change password', form: (close) => <PasswordForm close={close} changed={changed} /> }]}
        />
      </li>
      <li class="rule">
        <span class="rule__what">
          <strong>One-time codes</strong>
          <span class="rule__why">
            {hasTotp ? 'Each login asks for one.' : 'None is asked for: the password alone lets in.'}
          </span>
        </span>
        <span />
        <Doings
          doings={[
            hasTotp
              ? { name: 'Ask for none any more', form: (close) => <NoCodesForm close={close} /> }
              : { name: 'Ask for codes', form: (close) => <CodesForm close={close} done={askMeAnew} /> },
          ]}
        />
      </li>
    </>
  );
}

function PasswordForm({ close, changed }: { readonly close: () => void; readonly changed: () => void }) {
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  return (
    <ActForm
      label="Change it"
      close={close}
      act={async () => {
        const answer = await post('/api/me/password', { password, next });
        if (answer.state === 'failed') return answer.why;
        // Another cookie has come: what is posted from now on goes with that one.
        await askMeAnew();
        changed();
        return undefined;
      }}
    >
      <PasswordBox label="Password so far" complete="current-password" value={password} type={setPassword} />
      <PasswordBox label="New password" complete="new-password" hint={PASSWORD_RULE} value={next} type={setNext} />
    </ActForm>
  );
}

function NoCodesForm({ close }: { readonly close: () => void }) {
  const [password, setPassword] = useState('');
  return (
    <ActForm
      label="Ask for no codes any more"
      close={close}
      act={async () => {
        const answer = await post('/api/me/codes/drop', { password });
        if (answer.state === 'failed') return answer.why;
        await askMeAnew();
        return undefined;
      }}
    >
      <PasswordBox label="Your password" complete="current-password" value={password} type={setPassword} />
    </ActForm>
  );
}
