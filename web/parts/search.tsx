import { useLocation } from 'preact-iso/router';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { carried, whither, withQuery } from '../place.ts';
import { useLive } from '../watch.ts';

/** The id of the search box, for the `/` key. */
export const SEARCH_BOX = 'search';

/** One box on every page: Enter leads to what was typed. On the sessions' page it narrows the table meanwhile. */
export function Search() {
  const { path, query, route } = useLocation();
  const live = useLive();
  const box = useRef<HTMLInputElement>(null);
  const asked = (path === '/sessions' ? query.q : path === '/messages' ? query.messageId : '') ?? '';
  const [typed, setTyped] = useState(asked);
  // Before the next key: an effect that waits for the painting would take the letter back that was typed meanwhile.
  useLayoutEffect(() => {
    // A blank at the end is still being typed.
    setTyped((now) => (now.trim() === asked ? now : asked));
  }, [asked]);
  const type = (text: string) => {
    setTyped(text);
    if (path === '/sessions') route(withQuery(path, query, { q: text.trim() }), true);
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        // As it stands in the box: what was typed last may not be drawn yet.
        const { value = typed } = box.current ?? {};
        route(whither(value, live.now.get(), carried(query)));
      }}
    >
      <input
        id={SEARCH_BOX}
        ref={box}
        class="field"
        type="search"
        aria-label="Search for a user, an address or a message ID"
        placeholder="User, address, message ID"
        autoComplete="off"
        spellcheck={false}
        value={typed}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </form>
  );
}
