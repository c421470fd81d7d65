import { useLocation } from 'preact-iso/router';
import { may, me } from '../me.ts';
import { WALL } from '../place.ts';
import { useCell } from '../watch.ts';
import { OwnMenu } from './own-menu.tsx';
import { Shape } from './shape.tsx';

/** The frame of who may not look around: helpdesk, whose way to a user is the question why, and a wall that was led astray. */
export function NarrowBars({ help }: { readonly help: () => void }) {
  const { path } = useLocation();
  const held = useCell(me);
  const screens = may('own', held)
    ? [
        { href: '/look-up', name: 'Look up', isHere: path === '/' || path === '/look-up' },
        { href: '/account', name: 'Account', isHere: path === '/account' },
      ]
    : [{ href: WALL, name: 'Wall', isHere: false }];
  return (
    <>
      <div class="frame__bar">
        <a class="brand" href="/">
          <Shape name="mark" />
          Tunnelwatch
        </a>
        <span class="frame__tools">
          <OwnMenu />
          <button type="button" class="button button--bare" aria-label="Keys" title="Keys (?)" onClick={help}>
            ?
          </button>
        </span>
      </div>
      <nav class="nav" aria-label="Screens">
        {screens.map(({ href, name, isHere }) => (
          <a key={href} href={href} aria-current={isHere ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </>
  );
}
