import { useEffect, useRef, useState } from 'preact/hooks';
import { keep, kept } from '../kept.ts';

const KEY = 'tunnelwatch.wall-sound';
/** Two short tones, in hertz and seconds. */
const TONES = [880, 660] as const;
const TONE = 0.25;

/** A sound at each condition that becomes critical, if somebody has asked for it. */
export interface Sound {
  readonly on: boolean;
  /** The browser lets no page sound before somebody has pressed a key or a button on it. */
  readonly blocked: boolean;
  readonly toggle: () => void;
}

/**
 * Sounds when a key comes to `critical` that was not in it before; `undefined`: nothing is known yet. `asked`: `sound=on` or `off` of the
 * address; `key`: where it is kept.
 */
export function useSound(critical: readonly string[] | undefined, asked: string | undefined, key = KEY): Sound {
  const [on, setOn] = useState(() => (asked ?? kept(key)) === 'on');
  const [blocked, setBlocked] = useState(false);
  const context = useRef<AudioContext>(undefined);
  const known = useRef<ReadonlySet<string>>(undefined);
  const ready = () => {
    context.current ??= new AudioContext();
    void context.current.resume().then(() => setBlocked(false));
    setBlocked(context.current.state !== 'running');
    return context.current;
  };
  const now = critical && [...critical].sort().join('\n');
  useEffect(() => {
    if (critical === undefined) return;
    const before = known.current;
    known.current = new Set(critical);
    if (before !== undefined && on && critical.some((key) => !before.has(key))) play(ready());
    // `now` is all of `critical`.
  }, [now]);
  useEffect(() => () => void context.current?.close(), []);
  return {
    on,
    blocked,
    toggle() {
      keep(key, on ? 'off' : 'on');
      setOn(!on);
      // Who asks for it hears at once what it is like.
      if (!on) play(ready());
    },
  };
}

function play(context: AudioContext): void {
  for (const [place, hertz] of TONES.entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.value = 0.2;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + place * TONE);
    tone.stop(context.currentTime + (place + 1) * TONE);
  }
}
