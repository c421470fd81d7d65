/** Says whether one more may pass: at most `perSecond` at once and, over time, per second (a token bucket). */
export function createAllowance(perSecond: number, now: () => number): () => boolean {
  let left = perSecond;
  let at = now();
  return () => {
    const later = now();
    left = Math.min(perSecond, left + (Math.max(0, later - at) * perSecond) / 1000);
    at = later;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
