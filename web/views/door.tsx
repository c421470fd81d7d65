import { useLocation } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import { post } from '../answer.ts';
import { isLink, linkCredential, linkRefusal } from '../link.ts';
import '../look/access.css';
import { me } from '../me.ts';
import { Commands } from '../parts/copy.tsx';
import { DoorForm } from '../parts/door-form.tsx';
import { PasswordBox } from '../parts/password-box.tsx';
import { Shape } from '../parts/shape.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { useCell } from '../watch.ts';
import { asksForCode, PASSWORD_RULE, refusalVerdict } from '../words/access.ts';
import { sentence } from '../words/sentence.ts';

/** The way in: a login, or a link of the first run or the demo. Who has come in finds the page that was asked for: it stands in the address. */
export function Door() {
  const { path } = useLocation();
  const { state, oidc = null } = useCell(me) ?? {};
  return (
    <main class="page door">
      <p class="col-12 door__brand">
        <Shape name="mark" /> Tunnelwatch
      </p>
      {path === '/enter' ? (
        linkRefusal() === null ? (
          <Enter />
        ) : (
          <Refused why={linkRefusal() ?? ''} />
        )
      ) : state === 'new' ? (
        linkCredential() === '' ? (
          <Nobody />
        ) : (
          <SetUp />
        )
      ) : state === 'nobody' ? (
        <LogIn provider={oidc} />
      ) : (
        <In known={state === 'in'} />
      )}
    </main>
  );
}

/** Begins anew as whoever has come in; the links lead to the first page, all others stay. */
function begin(): void {
  if (isLink(location.pathname)) location.replace('/');
  else location.reload();
}

/** Leaves for the provider, who sends the browser back to the page that was asked for. */
async function goToProvider(): Promise<string | undefined> {
  const to = isLink(location.pathname) ? '/' : `${location.pathname}${location.search}`;
  const answer = await post<{ readonly url: string }>('/api/oidc', { to });
  if (answer.state === 'failed') return answer.why;
  if (answer.value !== undefined) location.assign(answer.value.url);
  return undefined;
}

function LogIn({ provider }: { readonly provider: string | null }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, needCode] = useState(false);
  const submit = async () => {
    const given = needsCode ? { code: code.trim() } : {};
    const answer = await post('/api/login', { name: name.trim(), password, ...given });
    if (answer.state !== 'failed') {
      begin();
      return undefined;
    }
    if (!asksForCode(answer.why)) return answer.why;
    setCode('');
    needCode(true);
    // Asking for it the first time is no fault.
    return needsCode ? answer.why : undefined;
  };
  return (
    <section class="col-12">
      <Verdict said={{ state: 'ok', text: 'Log in', more: '' }} />
      <DoorForm label="Log in" act={submit} step={needsCode ? 'code' : 'password'}>
        <label class="choice">
          <span>Name</span>
          <input
            class="field"
            name="username"
            required
            maxLength={64}
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            value={name}
            onInput={({ currentTarget: { value } }) => setName(value)}
          />
        </label>
        <PasswordBox label="Password" complete="current-password" value={password} type={setPassword} />
        {needsCode && (
          <label class="choice">
            <span>One-time code</span>
            <input
              class="field"
              name="code"
              required
              maxLength={12}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onInput={({ currentTarget: { value } }) => setCode(value)}
            />
          </label>
        )}
      </DoorForm>
      {provider !== null && (
        <DoorForm label={`Log in with ${provider}`} act={goToProvider} step="provider">
          {null}
        </DoorForm>
      )}
      {isLink(location.pathname) && (
        <p class="hint after">There is an administrator already: the link of the first run makes no other one.</p>
      )}
    </section>
  );
}

function SetUp() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const submit = async () => {
    const answer = await post('/api/set-up', { credential: linkCredential(), name: name.trim(), password });
    if (answer.state === 'failed') return answer.why;
    begin();
    return undefined;
  };
  return (
    <section class="col-12">
      <Verdict
        said={{ state: 'ok', text: 'Make the first administrator', more: 'Who may do all; others are added by them.' }}
      />
      <DoorForm label="Make it, and come in" act={submit} step="new">
        <label class="choice">
          <span>Name</span>
          <input
            class="field"
            name="username"
            required
            maxLength={64}
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            value={name}
            onInput={({ currentTarget: { value } }) => setName(value)}
          />
        </label>
        <PasswordBox
          label="Password"
          complete="new-password"
          hint={PASSWORD_RULE}
          value={password}
          type={setPassword}
        />
      </DoorForm>
    </section>
  );
}

/** Nobody can log in yet, and this page cannot change that. */
function Nobody() {
  return (
    <section class="col-12">
      <Verdict
        said={{
          state: 'unknown',
          text: 'Nobody may log in yet.',
          more: 'The console of the server has a link that makes the first administrator. It is good for 15 minutes; a restart prints another one. Or run there:',
        }}
      />
      <Commands
        lines={['tunnelwatch user add NAME --role admin']}
        mark="NAME"
        label="command that makes an administrator"
      />
    </section>
  );
}

function Enter() {
  const [why, refused] = useState<string>();
  useEffect(() => {
    void post('/api/enter', { credential: linkCredential() }).then((answer) => {
      if (answer.state === 'failed') refused(answer.why);
      else begin();
    });
  }, []);
  return (
    <section class="col-12" role="status">
      {why === undefined ? (
        <Verdict said={{ state: 'ok', text: 'Coming in …', more: '' }} />
      ) : (
        <Verdict said={{ state: 'unknown', text: 'This link does not let in.', more: sentence(why) }}>
          <a href="/">Log in</a>
        </Verdict>
      )}
    </section>
  );
}

/** Somebody came back from the provider, and was not let in. */
function Refused({ why }: { readonly why: string }) {
  return (
    <section class="col-12" role="status">
      <Verdict said={refusalVerdict(why, linkCredential())}>
        {/* Loaded anew: who is in elsewhere already comes in. */}
        <a href="/" target="_top">
          Log in
        </a>
      </Verdict>
    </section>
  );
}

/** Somebody who is in came with the link of the first run, or it is not yet known who came. */
function In({ known }: { readonly known: boolean }) {
  return (
    <section class="col-12">
      {known ? (
        <Verdict said={{ state: 'ok', text: 'You are in already.', more: '' }}>
          <a href="/">Overview</a>
        </Verdict>
      ) : (
        <p class="verdict verdict--ok muted">Asking who you are …</p>
      )}
    </section>
  );
}
