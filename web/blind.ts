import { usePlace } from './asked.ts';
import { useNow, useRows } from './watch.ts';
import { blindWords, heardOf, lastHeard, type Sign } from './words/freshness.ts';

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

/** How old what is known of a head-end is, in words, if it is not heard now. */
export function useLastHeard(name: string): string | undefined {
  const now = useNow();
  const device = useRows('devices')?.find((one) => one.name === name);
  return device === undefined ? undefined : lastHeard(device.heartbeat, now);
}
