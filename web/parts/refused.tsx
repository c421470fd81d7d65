import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { isPermitted } from '../../server/domain/access/permits.ts';
import { isBound, may, me } from '../me.ts';
import { useCell } from '../watch.ts';
import { isOfAllSites, ofAllSitesWords, permitOfPage, roleNames } from '../words/access.ts';
import { Verdict } from './verdict.tsx';

interface RefusedProps {
  readonly why?: string;
  readonly children?: ComponentChildren;
}

/** In place of a page that the role of its viewer does not permit: an empty one could pass for good news. */
export function Refused({ why = 'Your role does not permit this.', children }: RefusedProps) {
  const role = useCell(me)?.role ?? null;
  const more = role === null ? '' : `You are ${roleNames[role].name}: it ${roleNames[role].means}.`;
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', text: why, more }}>
        {children ?? <a href={role === 'wall' ? '/wall' : '/'}>To what it permits</a>}
      </Verdict>
    </main>
  );
}

/** Shows a page to those who may see it. */
export function Permitted({ children }: { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const held = useCell(me);
  const permit = permitOfPage(path);
  if (may(permit, held) && !(isBound(held) && isOfAllSites(path))) return <>{children}</>;
  // Then it is not the role that keeps it from them.
  if (held === undefined || held.role === null || !isPermitted(permit, held.role)) return <Refused />;
  return <Refused why={ofAllSitesWords(held.sites)} />;
}
