import { useEffect, useState } from 'preact/hooks';
import { post, type Answer } from '../answer.ts';
import { seedGroups } from '../words/access.ts';
import { sentence } from '../words/sentence.ts';
import { ActForm } from './act-form.tsx';
import { Commands } from './copy.tsx';
import { PasswordBox } from './password-box.tsx';

interface Seed {
  readonly seed: string;
  readonly uri: string;
}

interface CodesFormProps {
  readonly close: () => void;
  readonly done: () => Promise<void>;
}

/** Shows a seed for an app, and asks for a first code of it: from then on each login does. */
export function CodesForm({ close, done }: CodesFormProps) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [answer, take] = useState<Answer<Seed>>({ state: 'asking' });
  useEffect(() => {
    void post<Seed>('/api/me/seed', {}).then(take);
  }, []);
  if (answer.state !== 'here')
    return (
      <p class="act-form" role="status">
        {answer.state === 'failed' ? `No seed could be had: ${sentence(answer.why)}` : 'Making a seed …'}
      </p>
    );
  const { seed, uri } = answer.value;
  return (
    <ActForm
      label="Ask for codes from now on"
      close={close}
      act={async () => {
        const told = await post('/api/me/codes', { password, seed, code: code.trim() });
        if (told.state === 'failed') return told.why;
        await done();
        return undefined;
      }}
    >
      <div class="act-form__seen">
        <p>
          Put this seed into an app for one-time codes, by hand or <a href={uri}>by this link</a> on the device that has
          the app. It is shown this once.
        </p>
        <Commands lines={[seedGroups(seed)]} label="seed" />
      </div>
      <label class="choice">
        <span>Code that the app shows</span>
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
      <PasswordBox label="Your password" complete="current-password" value={password} type={setPassword} />
    </ActForm>
  );
}
