import { useLocation } from 'preact-iso/router';
import { useEffect, useRef } from 'preact/hooks';
import { keysOf, press, type KeyAction, type Pending } from '../keys.ts';
import { carried, isKiosk, WALL, withQuery } from '../place.ts';
import { refresh } from '../refresh.ts';
import { useLive } from '../watch.ts';
import { acknowledgeKey } from './alert-key.ts';
import { LINK_BUTTON } from './copy-link.tsx';
import { rowKey } from './row-keys.ts';
import { SEARCH_BOX } from './search.tsx';
import { TIME_BUTTON } from './time-range.tsx';

/** Reads the keys of every page, and is the help that lists them. */
export function Keyboard({ open, close }: { readonly open: boolean; readonly close: (open: boolean) => void }) {
  const { path, query, route } = useLocation();
  const live = useLive();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    if (open && box?.open === false) box.showModal();
    if (!open && box?.open === true) box.close();
  }, [open]);
  useEffect(() => {
    let pending: Pending | undefined;
    const act = (action: KeyAction) => {
      if ('go' in action) route(withQuery(action.go, {}, carried(query)));
      else if (action.do === 'search') document.getElementById(SEARCH_BOX)?.focus();
      else if (action.do === 'help') close(true);
      else if (action.do === 'time') document.getElementById(TIME_BUTTON)?.click();
      else if (action.do === 'link') document.getElementById(LINK_BUTTON)?.click();
      else if (action.do === 'refresh') {
        live.resume();
        refresh();
      } else if (action.do === 'kiosk') {
        if (path !== WALL) route(withQuery(path, query, { kiosk: isKiosk(query) ? '' : '1' }));
      } else if (action.do === 'acknowledge') return acknowledgeKey();
      else return rowKey(action.do);
      return true;
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || dialog.current?.open === true) return;
      const typing = document.activeElement?.matches('input, select, textarea') === true;
      if (typing) {
        if (event.key === 'Escape' && document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return;
      }
      // Enter on a link, a button or a menu is the browser's own.
      if (event.key === 'Enter' && document.activeElement?.matches('a, button, summary, [tabindex]') === true) return;
      const answer = press(pending, event.key, event.timeStamp);
      ({ pending } = answer);
      if (answer.action !== undefined && act(answer.action)) event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [path, query, route, close, live]);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="keys" onClose={() => close(false)}>
      <h2 id="keys">Keys</h2>
      {open && <Keys of={path === WALL ? 'wall' : isKiosk(query) ? 'kiosk' : 'page'} />}
      <button type="button" class="button" onClick={() => close(false)}>
        Close
      </button>
    </dialog>
  );
}

function Keys({ of }: { readonly of: Parameters<typeof keysOf>[0] }) {
  return (
    <dl class="dialog__keys">
      {keysOf(of).map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
