import { useRef, useState } from 'preact/hooks';

/** A button that copies a text made when it is pressed; where copying is not allowed the text is shown, selected. */
export function CopyTicket({ text }: { readonly text: () => string }) {
  const [said, setSaid] = useState('Copy for a ticket');
  const [shown, show] = useState<string>();
  const block = useRef<HTMLPreElement>(null);
  const copy = async () => {
    const written = text();
    try {
      // Only there on https and localhost.
      await navigator.clipboard.writeText(written);
      show(undefined);
      setSaid('Copied');
    } catch (error) {
      console.info('Copying is not allowed here; the text is shown instead.', error);
      show(written);
      setSaid('Selected: Ctrl+C');
    }
    setTimeout(() => setSaid('Copy for a ticket'), 3_000);
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void copy()}>
        {said}
      </button>
      {shown !== undefined && (
        <pre
          class="raw raw--ticket"
          tabIndex={0}
          ref={(element) => {
            if (element !== null && block.current !== element) getSelection()?.selectAllChildren(element);
            block.current = element;
          }}
        >
          {shown}
        </pre>
      )}
    </>
  );
}
