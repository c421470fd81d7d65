import { useState } from 'preact/hooks';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import '../look/access.css';
import '../look/alerts.css';
import { me } from '../me.ts';
import { AddAccount, PasswordForm, RoleForm, SureForm } from '../parts/account-forms.tsx';
import { Doings, type Doing } from '../parts/doings.tsx';
import { Panel } from '../parts/panel.tsx';
import { Status } from '../parts/status.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { useCell, useNow } from '../watch.ts';
import { accountMarks, accountsVerdict, roleNames, type AccountTold } from '../words/access.ts';
import { plain } from '../words/plain.ts';

/** Who may use this dashboard, for administrators. */
export function Accounts() {
  const [version, setVersion] = useState(0);
  const answer = useAnswer<{ readonly accounts: readonly AccountTold[] }>('/api/accounts', `${version} ${useBeat()}`);
  const changed = () => setVersion((before) => before + 1);
  if (answer.value === undefined)
    return <Unanswered what="the accounts" answer={answer} links={<a href="/">Overview</a>} />;
  const accounts = [...answer.value.accounts].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <main class="page">
      <Verdict said={accountsVerdict(accounts)}>
        <a href="/walls">Walls</a>
        {' · '}
        <a href="/account">Your account</a>
      </Verdict>
      <Panel title="Accounts" span="col-12" tools={String(accounts.length)}>
        <div class="rule">
          <span class="rule__what needs">
            Another way: tunnelwatch user add NAME --role ROLE, where Tunnelwatch runs.
          </span>
          <span />
          <Doings
            doings={[{ name: 'Add an account', form: (close) => <AddAccount close={close} changed={changed} /> }]}
          />
        </div>
        <ol class="rules">
          {accounts.map((account) => (
            <Item key={account.id} account={account} changed={changed} />
          ))}
        </ol>
      </Panel>
    </main>
  );
}

function Item({ account, changed }: { readonly account: AccountTold; readonly changed: () => void }) {
  const now = useNow();
  const isOwn = useCell(me)?.name === account.name;
  const { name, role, seenAt, disabledAt } = account;
  return (
    <li class="rule" data-account={name}>
      <span class="rule__what">
        {disabledAt !== null && <Status state="unknown">disabled</Status>} <strong>{plain(name)}</strong>{' '}
        {roleNames[role].name}
        {isOwn && <span class="hint"> you</span>}
        <span class="rule__why">{accountMarks(account)}</span>
      </span>
      <span>
        {disabledAt !== null ? (
          <>
            disabled <When at={disabledAt} now={now} />
          </>
        ) : (
          seenAt !== null && (
            <>
              last seen <When at={seenAt} now={now} />
            </>
          )
        )}
      </span>
      <Doings about={plain(name)} doings={doingsOf(account, changed)} />
    </li>
  );
}

function doingsOf(account: AccountTold, changed: () => void): readonly Doing[] {
  const { disabledAt, visits, hasTotp } = account;
  const sure = (name: string, label: string, hint: string, body: object, path?: string): Doing => ({
    name,
    form: (close) => (
      <SureForm {...{ account, label, hint, body, close, changed }} {...(path !== undefined && { path })} />
    ),
  });
  return [
    { name: 'Role', form: (close) => <RoleForm account={account} close={close} changed={changed} /> },
    { name: 'Password', form: (close) => <PasswordForm account={account} close={close} changed={changed} /> },
    disabledAt === null
      ? sure('Disable', 'Disable', 'It is let in no more, and out at once; its tokens let nobody in either.', { disabled: true }) // prettier-ignore
      : sure('Enable', 'Enable', 'It may log in again.', { disabled: false }),
    ...(visits > 0 ? [sure('End visits', 'End its visits', 'It may log in again at once.', {}, '/end')] : []),
    ...(hasTotp ? [sure('Drop codes', 'Drop its codes', 'For who has lost the device: the password alone lets in then.', { dropCodes: true })] : []), // prettier-ignore
  ];
}
