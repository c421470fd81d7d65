import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import { useRange } from '../asked.ts';
import { copyText } from '../clipboard.ts';
import { withQuery } from '../place.ts';
import { frozen } from '../range.ts';
import { useNow } from '../watch.ts';

/** The id of the button, for the `c` key. */
export const LINK_BUTTON = 'copy-link';

/** Copies the address of what is shown, its range of time fixed: whoever opens it later sees the same span. */
export function CopyLink() {
  const { path, query, route } = useLocation();
  const { range } = useRange();
  const now = useNow();
  const [said, setSaid] = useState('Copy link');
  const say = (words: string) => {
    setSaid(words);
    setTimeout(() => setSaid('Copy link'), 3_000);
  };
  const copy = async () => {
    const { from, to } = frozen(range, now);
    const fixed = withQuery(path, query, { from, to });
    if (await copyText(new URL(fixed, location.href).href)) say('Copied');
    else {
      route(fixed);
      say('It is in the address bar');
    }
  };
  return (
    <button
      id={LINK_BUTTON}
      type="button"
      class="button button--bare"
      title="A link to what is shown, its time fixed (c)"
      aria-live="polite"
      onClick={() => void copy()}
    >
      {said}
    </button>
  );
}
