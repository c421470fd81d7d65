import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../words/sentence.ts';

interface DoorFormProps {
  readonly label: string;
  /** Resolves to why nobody came in, if so. */
  readonly act: () => Promise<string | undefined>;
  /** What is asked just now: with another one the next empty box is stood in. */
  readonly step: string;
  readonly children: ComponentChildren;
}

/** The form of the way in: there is nowhere else to go, so it has no way out. */
export function DoorForm({ label, act, step, children }: DoorFormProps) {
  const [fault, setFault] = useState<string>();
  const [tries, count] = useState(0);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const boxes = [...(form.current?.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])') ?? [])];
    const last = boxes.at(-1);
    (boxes.find(({ value }) => value === '') ?? last)?.focus();
    if (tries > 0) last?.select();
  }, [step, tries]);
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    const why = await act();
    setBusy(false);
    setFault(why);
    if (why !== undefined) count((before) => before + 1);
  };
  return (
    <form
      ref={form}
      class="door__form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      {/* Not `disabled` meanwhile: whoever pressed it by key would stand nowhere. */}
      <button type="submit" class="button" aria-disabled={busy}>
        {label}
      </button>
      <p class="door__fault" role="alert">
        {fault === undefined ? '' : sentence(fault)}
      </p>
    </form>
  );
}
