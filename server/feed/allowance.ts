/** How often one may do something. */
export interface Allowance {
  /** Whether one more may pass; then it counts. */
  readonly take: () => boolean;
  /** The last one that passed was none of those that are counted. */
  readonly giveBack: () => void;
}

/** Lets pass at most `perSecond` at once and, over time, per second (a token bucket). */
export function createAllowance(perSecond: number, now: () => number): Allowance {
  let left = perSecond;
  let at = now();
  return {
    take() {
      const later = now();
      left = Math.min(perSecond, left + (Math.max(0, later - at) * perSecond) / 1000);
      at = later;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    giveBack() {
      left = Math.min(perSecond, left + 1);
    },
  };
}
