import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { Unfetched } from './views/unfetched.tsx';

/** A page that is fetched when somebody goes there, not with the first one. One that cannot be fetched says so. */
export function later(load: () => Promise<ComponentType>): ComponentType {
  return lazy(() =>
    load().catch((error: unknown) => {
      console.error(error);
      return Unfetched;
    }),
  );
}
