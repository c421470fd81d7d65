import { useState } from 'preact/hooks';
import { accountRoles, type AccountRole } from '../../server/domain/access/role.ts';
import { post } from '../answer.ts';
import { PASSWORD_RULE, readSites, roleNames, typedSites, type AccountTold } from '../words/access.ts';
import { plain } from '../words/plain.ts';
import { ActForm } from './act-form.tsx';
import { PasswordBox } from './password-box.tsx';
import { SitesBox } from './sites-box.tsx';

interface FormProps {
  readonly close: () => void;
  readonly changed: () => void;
}

interface AccountFormProps extends FormProps {
  readonly account: AccountTold;
}

/** Has something changed about accounts. Resolves to why it was not, if so. */
async function change(path: string, body: object, changed: () => void): Promise<string | undefined> {
  const answer = await post(`/api/accounts${path}`, body);
  if (answer.state === 'failed') return answer.why;
  changed();
  return undefined;
}

/** Makes an account; without a password it comes by a provider or a proxy only. */
export function AddAccount({ close, changed }: FormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<AccountRole>('viewer');
  const [sites, setSites] = useState('');
  const [password, setPassword] = useState('');
  const bound = readSites(sites);
  const body = { name: name.trim(), role, password, ...(bound !== null && { sites: bound }) };
  return (
    <ActForm label="Add" close={close} act={() => change('', body, changed)}>
      <label class="choice">
        <span>Name</span>
        <input
          class="field"
          name="account-name"
          required
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          value={name}
          onInput={({ currentTarget: { value } }) => setName(value)}
        />
      </label>
      <RoleBox role={role} choose={setRole} />
      <SitesBox sites={sites} type={setSites} />
      <PasswordBox label="Password" complete="new-password" hint={PASSWORD_RULE} value={password} type={setPassword} />
    </ActForm>
  );
}

/** Another role, or other sites. */
export function RoleForm({ account, close, changed }: AccountFormProps) {
  const [role, setRole] = useState<AccountRole>(account.role);
  const [sites, setSites] = useState(() => typedSites(account.sites));
  return (
    <ActForm
      label="Give it this role"
      close={close}
      act={() => change(`/${account.id}`, { role, sites: readSites(sites) }, changed)}
    >
      <RoleBox role={role} choose={setRole} />
      <SitesBox sites={sites} type={setSites} />
      <p class="hint">Wherever it is logged in ends at once, so that nothing goes on with the rights of before.</p>
    </ActForm>
  );
}

/** Another password. */
export function PasswordForm({ account, close, changed }: AccountFormProps) {
  const [password, setPassword] = useState('');
  return (
    <ActForm label="Give it this password" close={close} act={() => change(`/${account.id}`, { password }, changed)}>
      <PasswordBox
        label="New password"
        complete="new-password"
        hint={`${PASSWORD_RULE} Wherever it is logged in ends at once.`}
        value={password}
        type={setPassword}
      />
    </ActForm>
  );
}

interface SureFormProps extends AccountFormProps {
  readonly label: string;
  readonly path?: string;
  readonly body: object;
  readonly hint: string;
}

/** Asks once more before something is done about an account. */
export function SureForm({ account, label, path = '', body, hint, close, changed }: SureFormProps) {
  return (
    <ActForm
      label={`${label}: ${plain(account.name)}`}
      close={close}
      act={() => change(`/${account.id}${path}`, body, changed)}
    >
      <p class="hint">{hint}</p>
    </ActForm>
  );
}

function RoleBox({ role, choose }: { readonly role: AccountRole; readonly choose: (role: AccountRole) => void }) {
  return (
    <label class="choice">
      <span>Role</span>
      <select
        class="field"
        name="role"
        value={role}
        onChange={({ currentTarget: { value } }) => choose(accountRoles.find((one) => one === value) ?? role)}
      >
        {accountRoles.map((one) => (
          <option key={one} value={one}>
            {roleNames[one].name}: {roleNames[one].means}
          </option>
        ))}
      </select>
    </label>
  );
}
