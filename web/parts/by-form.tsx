import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useName } from '../alerting.ts';

interface ByFormProps {
  /** What its button says. */
  readonly label: string;
  /** What the note is called; without it none is asked for. */
  readonly note?: string;
  readonly needsNote?: boolean;
  readonly children?: ComponentChildren;
  /** Resolves to why it was not done, if so. */
  readonly act: (by: string, note: string) => Promise<string | undefined>;
  readonly close: () => void;
  /** Whether it is as it stands to be sent. */
  readonly isReady?: boolean;
}

/** A form that does something in somebody's name, which this browser remembers. Esc leaves it. */
export function ByForm({ label, note, needsNote = false, children, act, close, isReady = true }: ByFormProps) {
  const [name, setName] = useName();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const boxes = [...(form.current?.querySelectorAll<HTMLInputElement>('input') ?? [])];
    // Who has told their name begins with what is empty.
    (boxes.find(({ value }) => value === '') ?? boxes[0])?.focus();
  }, []);
  const submit = async () => {
    setBusy(true);
    const why = await act(name.trim(), text.trim());
    setBusy(false);
    setFault(why);
    if (why === undefined) close();
  };
  return (
    <form
      ref={form}
      class="by-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <label class="choice">
        <span>Your name</span>
        <input
          class="field"
          name="by"
          required
          maxLength={64}
          autoComplete="name"
          value={name}
          onInput={({ currentTarget: { value } }) => setName(value)}
        />
      </label>
      {note !== undefined && (
        <label class="choice by-form__note">
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
        <button type="submit" class="button" disabled={busy || !isReady}>
          {label}
        </button>
        <button type="button" class="button button--bare" onClick={close}>
          Cancel
        </button>
      </span>
      {fault !== undefined && (
        <p class="by-form__fault" role="alert">
          Not done: {fault}.
        </p>
      )}
    </form>
  );
}
