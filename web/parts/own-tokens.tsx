import { useState } from 'preact/hooks';
import { accountRoles, type AccountRole } from '../../server/domain/access/role.ts';
import { LONGEST_TOKEN } from '../../server/domain/access/account.ts';
import { post } from '../answer.ts';
import { me } from '../me.ts';
import { useCell, useNow } from '../watch.ts';
import { roleNames, tokenRoles, tokenState, type TokenRow } from '../words/access.ts';
import { plain } from '../words/plain.ts';
import { ActForm } from './act-form.tsx';
import { Commands } from './copy.tsx';
import { Doings } from './doings.tsx';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';
import { useTold } from './told.tsx';
import { When } from './when.tsx';

const DAY = 86_400_000;
const USUAL_DAYS = 90;
const states = { good: 'ok', over: 'unknown', revoked: 'unknown' } as const;

interface OwnTokensProps {
  readonly tokens: readonly TokenRow[];
  readonly changed: () => void;
}

/** What scripts come with: made here, its text told once, revoked at once. */
export function OwnTokens({ tokens, changed }: OwnTokensProps) {
  const now = useNow();
  const [made, show] = useState<string>();
  const [told, tell] = useTold();
  return (
    <Panel
      title="Tokens"
      span="col-12"
      hint={<>for scripts: Authorization: Bearer …; a token may no more than its account {told}</>}
    >
      <div class="rule">
        <span class="rule__what">
          {made === undefined ? (
            <span class="needs">A token’s text is shown once, when it is made.</span>
          ) : (
            <div role="status">
              <p>This is the token. It is not shown again:</p>
              <Commands lines={[made]} label="token" />
            </div>
          )}
        </span>
        <span />
        <Doings
          doings={[
            {
              name: 'New token',
              form: (close) => (
                <TokenForm
                  close={close}
                  made={(token) => {
                    show(token);
                    changed();
                  }}
                />
              ),
            },
          ]}
        />
      </div>
      <ol class="rules">
        {tokens.map((token) => {
          const { id, name, role, createdAt, endsAt } = token;
          const state = tokenState(token, now);
          return (
            <li key={id} class="rule" data-token={name}>
              <span class="rule__what">
                <Status state={states[state]}>{state}</Status> <strong>{plain(name)}</strong>
                <span class="rule__why">
                  {roleNames[role].name}, made <When at={createdAt} now={now} />
                </span>
              </span>
              <span>
                until <When at={endsAt} now={now} />
              </span>
              {state === 'good' && (
                <Doings
                  about={plain(name)}
                  doings={[
                    {
                      name: 'Revoke',
                      form: (close) => (
                        <ActForm
                          label={`Revoke ${plain(name)}`}
                          close={close}
                          act={async () => {
                            const answer = await post(`/api/me/tokens/${id}/revoke`, {});
                            if (answer.state === 'failed') return answer.why;
                            tell(`${plain(name)} lets nobody in any more.`);
                            changed();
                            return undefined;
                          }}
                        />
                      ),
                    },
                  ]}
                />
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function TokenForm({ close, made }: { readonly close: () => void; readonly made: (token: string) => void }) {
  const roles = tokenRoles(useCell(me)?.role ?? null);
  const [name, setName] = useState('');
  const [role, setRole] = useState<AccountRole>('viewer');
  const [days, setDays] = useState(String(USUAL_DAYS));
  const chosen = roles.includes(role) ? role : (roles.at(-1) ?? 'helpdesk');
  return (
    <ActForm
      label="Make the token"
      close={close}
      act={async () => {
        const body = { name: name.trim(), role: chosen, days: Number(days) };
        const answer = await post<{ readonly token: string }>('/api/me/tokens', body);
        if (answer.state === 'here') made(answer.value.token);
        return answer.state === 'failed' ? answer.why : undefined;
      }}
    >
      <label class="choice">
        <span>What it is for</span>
        <input
          class="field"
          name="token-name"
          required
          maxLength={64}
          autoComplete="off"
          value={name}
          onInput={({ currentTarget: { value } }) => setName(value)}
        />
      </label>
      <label class="choice">
        <span>Role</span>
        <select
          class="field"
          value={chosen}
          onChange={({ currentTarget: { value } }) => setRole(accountRoles.find((one) => one === value) ?? chosen)}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {roleNames[one].name}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        <span>Days</span>
        <input
          class="field act-form__number"
          name="days"
          type="number"
          required
          min={1}
          max={LONGEST_TOKEN / DAY}
          value={days}
          onInput={({ currentTarget: { value } }) => setDays(value)}
        />
      </label>
    </ActForm>
  );
}
