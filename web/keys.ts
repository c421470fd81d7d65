/** What a key does on every page. */
export type KeyAction =
  | { readonly go: string }
  | {
      readonly do:
        | 'search'
        | 'help'
        | 'time'
        | 'link'
        | 'acknowledge'
        | 'down'
        | 'up'
        | 'left'
        | 'right'
        | 'copy'
        | 'open'
        | 'close';
    };

/** The keys, as the help lists them. */
export const keyHelp: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['/'], does: 'search for a user, an address or a message ID' },
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
  { keys: ['t'], does: 'time: choose or type a range' },
  { keys: ['c'], does: 'copy a link to what is shown, its time fixed' },
  { keys: ['a'], does: 'acknowledge the selected alert, or the worst' },
  { keys: ['j'], does: 'next row' },
  { keys: ['k'], does: 'previous row' },
  { keys: ['←', '→'], does: 'cell of the row' },
  { keys: ['⇧ ←', '⇧ →'], does: 'in a chart: select a span, which Enter zooms into' },
  { keys: ['y'], does: 'copy the cell' },
  { keys: ['Enter'], does: 'open the row' },
  { keys: ['Esc'], does: 'leave the search, the row or this help' },
  { keys: ['?'], does: 'this help' },
];

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
};
const plainKeys: Readonly<Record<string, KeyAction>> = {
  '/': { do: 'search' },
  '?': { do: 'help' },
  t: { do: 'time' },
  c: { do: 'link' },
  a: { do: 'acknowledge' },
  ArrowLeft: { do: 'left' },
  ArrowRight: { do: 'right' },
  y: { do: 'copy' },
  j: { do: 'down' },
  k: { do: 'up' },
  Enter: { do: 'open' },
  Escape: { do: 'close' },
};

/** How long after `g` the second key may come, in milliseconds. */
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
  if (pending?.key === 'g' && at - pending.at <= TOGETHER) {
    const go = Object.hasOwn(places, key) ? places[key] : undefined;
    if (go !== undefined) return { action: { go } };
  }
  if (key === 'g') return { pending: { key, at } };
  const action = Object.hasOwn(plainKeys, key) ? plainKeys[key] : undefined;
  return action === undefined ? {} : { action };
}
