import type { Role } from '../server/domain/access/role.ts';
import type { Permit } from '../server/domain/access/permits.ts';
import { cell } from './cell.ts';

/** Whoever looks at this page, as the server knows it. */
export interface Me {
  /** `new`: there is no account yet at all. */
  readonly state: 'in' | 'nobody' | 'new';
  readonly name: string | null;
  readonly role: Role | null;
  readonly sites: readonly string[] | null;
  readonly showsNames: boolean;
  readonly hasTotp: boolean;
  readonly may: readonly Permit[];
  /** To be sent along with whatever is posted. */
  readonly post: string | null;
}

/** `undefined` until the server has told. */
export const me = cell<Me | undefined>(undefined);

/** What the server wants to see beside whatever is posted. */
export const POST_HEADER = 'x-tunnelwatch-post';

let asking: Promise<void> | undefined;

/** Asks who we are: at the start, and whenever something was refused. One question at a time. */
export function askMe(): Promise<void> {
  asking ??= fetch('/api/me', { headers: { accept: 'application/json' } })
    .then(async (response) => {
      if (response.ok) me.set((await response.json()) as Me); // the border: the route's schema
    })
    // A lost server is told elsewhere, and asked again when it is back.
    .catch(() => undefined)
    .finally(() => {
      asking = undefined;
    });
  return asking;
}

/** Asks again after what may be under way: something has just been changed about us. */
export async function askMeAnew(): Promise<void> {
  await asking;
  await askMe();
}

/** Whether we may: while it is not known, the page is drawn as if we might, and the server decides. */
export function may(permit: Permit, held: Me | undefined): boolean {
  return held === undefined || held.may.includes(permit);
}

/** How often hands are told to the server at most, in milliseconds. */
const TELL_EVERY = 60_000;

/** Tells the server that somebody is here, as long as hands move: else the visit ends after 30 minutes. */
export function tellHands(): void {
  let told = 0;
  const tell = (): void => {
    const { post = null, role = null } = me.get() ?? {};
    if (post === null || role === 'wall' || performance.now() - told < TELL_EVERY) return;
    told = performance.now();
    void fetch('/api/here', { method: 'POST', headers: { [POST_HEADER]: post } }).catch(() => undefined);
  };
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    addEventListener(kind, tell, { passive: true });
}
