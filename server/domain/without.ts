/** A thing without some of its optional facts: itself where it has none of them. */
export function without<T extends object>(thing: T, keys: readonly OptionalKeys<T>[]): T {
  if (!keys.some((key) => key in thing)) return thing;
  const kept: Partial<T> = {};
  for (const key in thing) if (!(keys as readonly string[]).includes(key)) kept[key] = thing[key];
  return kept as T; // border: what is gone was optional
}

type OptionalKeys<T> = {
  [K in keyof T]-?: undefined extends T[K] ? K : Pick<Partial<T>, K> extends Pick<T, K> ? K : never;
}[keyof T];
