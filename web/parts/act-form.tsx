import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../words/sentence.ts';

interface ActFormProps {
  /** What its button says. */
  readonly label: string;
  /** What the note is called; without it none is asked for. */
  readonly note?: string;
  readonly needsNote?: boolean;
  readonly children?: ComponentChildren;
  /** Resolves to why it was not done, if so. */
  readonly act: (note: string) => Promise<string | undefined>;
  readonly close: () => void;
  /** Whether it is as it stands to be sent. */
  readonly isReady?: boolean;
}

/** A form that has something done. Esc leaves it. */
export function ActForm({ label, note, needsNote = false, children, act, close, isReady = true }: ActFormProps) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const boxes = [...(form.current?.querySelectorAll<HTMLElement>('input, select, button') ?? [])];
    // What is filled in already is passed over.
    (boxes.find((one) => one instanceof HTMLInputElement && one.value === '') ?? boxes[0])?.focus();
  }, []);
  const submit = async () => {
    if (busy || !isReady) return;
    setBusy(true);
    const why = await act(text.trim());
    setBusy(false);
    setFault(why);
    if (why === undefined) close();
  };
  return (
    <form
      ref={form}
      class="act-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      {note !== undefined && (
        <label class="choice act-form__note">
          <span>{note}</span>
          <input
            class="field"
            name="note"
            required={needsNote}
            maxLength={500}
            value={text}
            onInput={({ currentTarget: { value } }) => setText(value)}
          />
        </label>
      )}
      {children}
      <span class="alert__buttons">
        {/* Not `disabled` meanwhile: whoever pressed it by key would stand nowhere. */}
        <button type="submit" class="button" aria-disabled={busy} disabled={!isReady}>
          {label}
        </button>
        <button type="button" class="button button--bare" onClick={close}>
          Cancel
        </button>
      </span>
      {fault !== undefined && (
        <p class="act-form__fault" role="alert">
          Not done: {sentence(fault)}
        </p>
      )}
    </form>
  );
}
