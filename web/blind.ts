import { useMemo } from 'preact/hooks';
import { usePlace } from './asked.ts';
import { useNow, useRows } from './watch.ts';
import { blindWords, heardOf, lastHeard, silentOnes, unheardSince, type Sign } from './words/freshness.ts';

/** How far a total over the head-ends that are asked for can be believed. */
export interface Believed {
  /** Of the one that is heard best. */
  readonly heard: Sign;
  /** Those that are not heard, in words; `undefined` where all are, or none is. */
  readonly blind: string | undefined;
}

/** How far a total can be believed now. `of`: what is a sign of that which it counts. */
export function useBelieved(of?: (sign: Sign) => Sign): Believed {
  const { names } = usePlace();
  const now = useNow();
  const devices = (useRows('devices') ?? []).filter(
    ({ name, state }) => state === 'adopted' && names?.has(name) !== false,
  );
  return { heard: heardOf(devices, now, of), blind: blindWords(devices, now, of) };
}

/**
 * Those of the head-ends that are asked for which are not heard, where others are, and until when each was (epoch milliseconds; 0: never
 * heard). `of`: what is a sign of that which is counted.
 */
export function useUnheard(of?: (sign: Sign) => Sign): ReadonlyMap<string, number> {
  const { names } = usePlace();
  const now = useNow();
  const devices = (useRows('devices') ?? []).filter(
    ({ name, state }) => state === 'adopted' && names?.has(name) !== false,
  );
  const unheard = unheardSince(devices, now, of);
  // The same one as long as it tells the same: charts are drawn anew for another.
  const key = unheard.size === devices.length ? '' : JSON.stringify([...unheard]);
  return useMemo(() => (key === '' ? new Map<string, number>() : unheard), [key]);
}

/** The watched head-ends that are silent, by name, wherever they stand. */
export function useBlind(): ReadonlySet<string> {
  const now = useNow();
  return silentOnes(
    (useRows('devices') ?? []).filter(({ state }) => state === 'adopted'),
    now,
  );
}

/** How old what is known of a head-end is, in words, if it is not heard now. */
export function useLastHeard(name: string): string | undefined {
  const now = useNow();
  const device = useRows('devices')?.find((one) => one.name === name);
  return device === undefined ? undefined : lastHeard(device.heartbeat, now);
}
