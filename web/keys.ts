/** What a key does on every page. */
export type KeyAction =
  | { readonly go: string }
  | {
      readonly do:
        | ('search' | 'help' | 'time' | 'link' | 'refresh' | 'kiosk' | 'acknowledge')
        | ('down' | 'up' | 'left' | 'right' | 'copy' | 'open' | 'close');
    };

interface KeyHelp {
  readonly keys: readonly string[];
  readonly does: string;
  /** What of the page it needs: without it the key does nothing. */
  readonly needs?: 'frame' | 'pages';
}

const keyHelp: readonly KeyHelp[] = [
  { keys: ['/'], does: 'search for a user, an address or a message ID', needs: 'frame' },
  { keys: ['g', 'h'], does: 'overview' },
  { keys: ['g', 's'], does: 'sessions' },
  { keys: ['g', 'u'], does: 'users' },
  { keys: ['g', 'p'], does: 'pools' },
  { keys: ['g', 'd'], does: 'devices' },
  { keys: ['g', 'n'], does: 'add an ASA' },
  { keys: ['g', 'w'], does: 'wall' },
  { keys: ['g', 'e'], does: 'messages (also g m)' },
  { keys: ['g', 'a'], does: 'alerts' },
  { keys: ['g', 'f'], does: 'failed logins' },
  { keys: ['g', 'o'], does: 'your own account' },
  { keys: ['g', 'l'], does: 'look up one user, for a reason' },
  { keys: ['t'], does: 'time: choose or type a range', needs: 'frame' },
  { keys: ['c'], does: 'copy a link to what is shown, its time fixed', needs: 'frame' },
  { keys: ['r'], does: 'refresh: ask for everything anew, and end a pause' },
  { keys: ['d', 'k'], does: 'kiosk: the page alone, and back', needs: 'pages' },
  { keys: ['a'], does: 'acknowledge the selected alert, or the worst', needs: 'pages' },
  { keys: ['j'], does: 'next row' },
  { keys: ['k'], does: 'previous row' },
  { keys: ['←', '→'], does: 'cell of the row' },
  { keys: ['⇧ ←', '⇧ →'], does: 'in a chart: select a span, which Enter zooms into' },
  { keys: ['y'], does: 'copy the cell' },
  { keys: ['Enter'], does: 'open the row' },
  { keys: ['Esc'], does: 'leave the search, the row or this help' },
  { keys: ['?'], does: 'this help' },
];

/** The keys that work here, as the help lists them: a kiosk has no frame, and the wall is no page that could be a kiosk. */
export function keysOf(here: 'page' | 'kiosk' | 'wall'): readonly KeyHelp[] {
  return keyHelp.filter(
    ({ needs }) => needs === undefined || here === 'page' || (here === 'kiosk' && needs === 'pages'),
  );
}

const places: Readonly<Record<string, string>> = {
  h: '/',
  s: '/sessions',
  u: '/users',
  p: '/pools',
  d: '/devices',
  n: '/devices/add',
  m: '/messages',
  e: '/messages',
  f: '/attempts',
  w: '/wall',
  a: '/alerts',
  o: '/account',
  l: '/look-up',
};
const plainKeys: Readonly<Record<string, KeyAction>> = {
  '/': { do: 'search' },
  '?': { do: 'help' },
  t: { do: 'time' },
  c: { do: 'link' },
  r: { do: 'refresh' },
  a: { do: 'acknowledge' },
  ArrowLeft: { do: 'left' },
  ArrowRight: { do: 'right' },
  y: { do: 'copy' },
  j: { do: 'down' },
  k: { do: 'up' },
  Enter: { do: 'open' },
  Escape: { do: 'close' },
};

/** What the second key does after the first. */
const together: Readonly<Record<string, Readonly<Record<string, KeyAction>>>> = {
  g: Object.fromEntries(Object.entries(places).map(([key, go]) => [key, { go }])),
  d: { k: { do: 'kiosk' } },
};

/** How long after `g` or `d` the second key may come, in milliseconds. */
const TOGETHER = 1_500;

/** Keys that were pressed and wait for their second; empty most of the time. */
export interface Pending {
  readonly key: string;
  readonly at: number;
}

/** What a key pressed at `at` does, after what was pending. */
export function press(
  pending: Pending | undefined,
  key: string,
  at: number,
): { readonly action?: KeyAction; readonly pending?: Pending } {
  const seconds = pending !== undefined && at - pending.at <= TOGETHER ? together[pending.key] : undefined;
  if (seconds !== undefined && Object.hasOwn(seconds, key)) {
    const action = seconds[key];
    if (action !== undefined) return { action };
  }
  if (Object.hasOwn(together, key)) return { pending: { key, at } };
  const action = Object.hasOwn(plainKeys, key) ? plainKeys[key] : undefined;
  return action === undefined ? {} : { action };
}
