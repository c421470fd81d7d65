import { useLocation } from 'preact-iso/router';
import { useLayoutEffect } from 'preact/hooks';
import { withQuery } from '../place.ts';
import type { Geometry } from '../words/wall-type.ts';
import type { Sound } from './wall-sound.ts';

/** What somebody who stands at the wall can do: there as long as a hand moves. */
export function WallTools({ sound, awake, geometry, isTold }: ToolsProps) {
  const { path, query, route } = useLocation();
  const deeds: Readonly<Record<string, () => void>> = {
    m: sound.toggle,
    s: () => route(withQuery(path, query, { ask: '1' })),
    f: () => void document.documentElement.requestFullscreen(),
    Escape: () => route('/'),
  };
  // Before they are seen: a key that is pressed as soon as they are must not be lost.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // The second of `g s`, and the keys of the help, are not ours.
      const isTaken = event.defaultPrevented || (event.target instanceof Element && event.target.closest('dialog'));
      if (isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
      if (Object.hasOwn(deeds, event.key)) deeds[event.key]?.();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
  return (
    <nav class="wall__tools" aria-label="Wall">
      <button type="button" aria-pressed={sound.on} onClick={sound.toggle}>
        Sound {sound.on ? (sound.blocked ? 'blocked' : 'on') : 'off'} (m)
      </button>
      <button type="button" onClick={deeds['s']}>
        {geometry.inches}″, {geometry.metres} m{isTold ? '' : ' assumed'} (s)
      </button>
      <button type="button" onClick={deeds['f']}>
        Full (f)
      </button>
      <a href="/">Leave (Esc)</a>
      {!awake && <span>This browser may let the screen sleep.</span>}
    </nav>
  );
}

interface ToolsProps {
  readonly sound: Sound;
  readonly awake: boolean;
  readonly geometry: Geometry;
  readonly isTold: boolean;
}
