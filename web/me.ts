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
  readonly hasTotp: boolean;
  readonly hasPassword: boolean;
  readonly may: readonly Permit[];
  /** What the provider is called that one may log in by; `null`: there is none. */
  readonly oidc: string | null;
  /** To be sent along with whatever is posted. */
  readonly post: string | null;
}

/** `undefined` until the server has told. */
export const me = cell<Me | undefined>(undefined);

/** What the server wants to see beside whatever is posted. */
export const POST_HEADER = 'x-tunnelwatch-post';

/** How long the answer may take, in milliseconds: a question that hangs is not shared by who asks later. */
const WITHIN = 4_000;

let asking: Promise<boolean> | undefined;

/** Asks who we are: at the start, at each connection, and whenever something was refused. One question at a time; resolves to whether it was told. */
export function askMe(): Promise<boolean> {
  asking ??= fetch('/api/me', { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(WITHIN) })
    .then(async (response) => {
      if (response.ok) take((await response.json()) as Me); // the border: the route's schema
      return response.ok;
    })
    // A lost server is told elsewhere, and asked again when it is back.
    .catch(() => false)
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

/** The same again needs no drawing; somebody else's picture, or one of other rights, must not stand there for a moment. */
function take(told: Me): void {
  const before = me.get();
  if (JSON.stringify(told) === JSON.stringify(before)) return;
  if (before?.state === 'in' && told.state === 'in' && seenAs(told) !== seenAs(before)) location.reload();
  else me.set(told);
}

function seenAs({ name, role, sites, may: permits }: Me): string {
  return JSON.stringify([name, role, sites, permits]);
}

/** Whether we may: nothing, until it is known who we are. */
export function may(permit: Permit, held: Me | undefined): boolean {
  return held?.may.includes(permit) ?? false;
}

/** Whether we see some sites only. */
export function isBound(held: Me | undefined): boolean {
  return (held?.sites ?? null) !== null;
}

/** How often hands are told to the server at most, in milliseconds. */
const TELL_EVERY = 60_000;

/** Tells the server that somebody is here, as long as hands move: else the visit ends after 30 minutes. */
export function tellHands(): void {
  let told = -Infinity;
  const tell = (): void => {
    const { post = null, role = null } = me.get() ?? {};
    if (post === null || role === 'wall' || performance.now() - told < TELL_EVERY) return;
    told = performance.now();
    void fetch('/api/here', { method: 'POST', headers: { [POST_HEADER]: post } }).catch(() => undefined);
  };
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    addEventListener(kind, tell, { passive: true });
}
