/** How many times faster time passes in a program that is started with this module (`--import`). */
export const CLOCK_FACTOR = 'CLOCK_FACTOR';

/** Waits that are longer than this, in milliseconds, are for something to become old: they pass as fast. Shorter ones are paces. */
const LONG = 60_000;

const factor = Number(process.env[CLOCK_FACTOR] ?? 1);
if (factor > 1) {
  const real = Date.now;
  const begun = real();
  Date.now = () => Math.floor(begun + (real() - begun) * factor);
  const shortened = (milliseconds: number | undefined) =>
    milliseconds !== undefined && milliseconds > LONG ? milliseconds / factor : milliseconds;
  const { setTimeout, setInterval } = globalThis;
  const faster = <T extends typeof setTimeout | typeof setInterval>(wait: T): T =>
    Object.assign((work: () => void, milliseconds?: number, ...rest: unknown[]) => wait(work, shortened(milliseconds), ...(rest as [])), wait); // prettier-ignore
  Object.assign(globalThis, { setTimeout: faster(setTimeout), setInterval: faster(setInterval) });
}
