/** A copy of a thing without some of its optional facts. */
export function without<T extends object>(thing: T, keys: readonly OptionalKeys<T>[]): T {
  const kept = Object.entries(thing).filter(([key]) => !keys.some((gone) => gone === key));
  return Object.fromEntries(kept) as T; // border: entries lose their types; what is gone was optional
}

type OptionalKeys<T> = {
  [K in keyof T]-?: undefined extends T[K] ? K : Pick<Partial<T>, K> extends Pick<T, K> ? K : never;
}[keyof T];
