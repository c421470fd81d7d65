import { useId, useState } from 'preact/hooks';

interface PasswordBoxProps {
  readonly label: string;
  readonly value: string;
  readonly type: (value: string) => void;
  /** What browsers and keepers of passwords go by. */
  readonly complete: 'current-password' | 'new-password';
  readonly hint?: string;
}

/** A box for a password; a new one may be looked at, so that nobody types it twice. */
export function PasswordBox({ label, value, type, complete, hint }: PasswordBoxProps) {
  const [isShown, show] = useState(false);
  const id = useId();
  const box = {
    class: 'field',
    name: complete,
    required: true,
    maxLength: 256,
    autoComplete: complete,
    autoCapitalize: 'none',
    spellcheck: false,
    'aria-describedby': hint === undefined ? undefined : id,
    value,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => type(currentTarget.value),
  } as const;
  return (
    <>
      <label class="choice">
        <span>{label}</span>
        {isShown ? <input type="text" {...box} /> : <input type="password" {...box} />}
      </label>
      {complete === 'new-password' && (
        <label class="choice">
          <input type="checkbox" checked={isShown} onChange={({ currentTarget: { checked } }) => show(checked)} />
          <span>Show it</span>
        </label>
      )}
      {hint !== undefined && (
        <p class="hint" id={id}>
          {hint}
        </p>
      )}
    </>
  );
}
