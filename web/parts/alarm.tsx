import { useEffect, useRef } from 'preact/hooks';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { cell } from '../cell.ts';
import { keep, kept } from '../kept.ts';
import { useCell } from '../watch.ts';
import { asksForSomebody, severityStates } from '../words/alerts.ts';
import { plain } from '../words/plain.ts';
import { Menu } from './menu.tsx';
import { useSound, type Sound } from './wall-sound.ts';

const NOTIFY = 'tunnelwatch.notify';
const SOUND = 'tunnelwatch.sound';
/** So many notifications at once are enough: the page tells of the others. */
const MOST = 3;

const can = 'Notification' in window && window.isSecureContext;
/** What the browser allows: somebody may take it back in its settings at any time. */
const permission = cell(can ? Notification.permission : 'denied');
const wants = cell(kept(NOTIFY) === 'on');
if (can)
  void navigator.permissions
    .query({ name: 'notifications' })
    .then((status) => (status.onchange = () => permission.set(Notification.permission)));
const notifies = (): boolean => wants.get() && permission.get() === 'granted';

const sounds = cell<Sound>({ on: false, blocked: false, toggle: () => undefined });

/** Tells of alerts that come while the page is open: by the browser's notification and a sound, if somebody has asked for it. */
export function useAlarm(rows: readonly AlertRow[] | undefined): void {
  const asking = rows?.filter(asksForSomebody);
  const critical = asking?.filter(({ severity }) => severity === 'critical').map(({ id }) => String(id));
  const sound = useSound(critical, undefined, SOUND);
  useEffect(() => sounds.set(sound), [sound.on, sound.blocked]);
  const known = useRef<ReadonlySet<number>>(undefined);
  const ids = asking?.map(({ id }) => id).join();
  useEffect(() => {
    if (asking === undefined) return;
    // What was there when the page opened is on the page.
    const before = known.current;
    known.current = new Set([...(before ?? []), ...asking.map(({ id }) => id)]);
    if (before === undefined || !notifies()) return;
    for (const row of asking.filter(({ id }) => !before.has(id)).slice(0, MOST)) void notify(row);
    // `ids` is all of `asking`.
  }, [ids]);
}

/** Without what the text says of people: it may lie on a locked screen. */
async function notify({ id, rule, severity, device }: AlertRow): Promise<void> {
  // Fetched when there is something to tell: hardly any page ever does.
  const { ruleTitle } = await import('../words/rule.ts');
  const on = device === undefined ? '' : plain(device);
  const told = new Notification(`${severityStates[severity].name}: ${ruleTitle(rule)}`, {
    body: on,
    tag: `alert ${id}`,
  });
  told.onclick = () => {
    window.focus();
    location.assign(`/alerts/${id}`);
  };
}

/** Where somebody asks for notifications and a sound in this browser, which asks back. */
export function AlarmMenu() {
  const allowed = useCell(permission);
  const notify = useCell(wants) && allowed === 'granted';
  const sound = useCell(sounds);
  const ask = async () => {
    const on = !notify;
    if (on) permission.set(await Notification.requestPermission());
    keep(NOTIFY, on ? 'on' : 'off');
    wants.set(on);
  };
  return (
    <Menu name="Alarm">
      <div class="menu__box alarm">
        <button type="button" class="button" aria-pressed={notify} disabled={!can} onClick={() => void ask()}>
          Notify me in this browser
        </button>
        <p class="hint">
          {!can
            ? 'This browser gives notifications only to pages over HTTPS or on localhost.'
            : allowed === 'denied'
              ? 'This browser refuses: allow notifications for this page in its settings.'
              : 'Of each new alert that asks for somebody, while a page is open; without names of users.'}
        </p>
        <button type="button" class="button" aria-pressed={sound.on} onClick={sound.toggle}>
          Sound on critical
        </button>
        <p class="hint">
          {sound.blocked
            ? 'The browser lets no page sound before a key or a button is pressed on it.'
            : 'Two short tones; it sounds once when it is switched on.'}
        </p>
      </div>
    </Menu>
  );
}
