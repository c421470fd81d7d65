/** A release of an ASA as numbers: `9.16(4)27` is 9, 16, 4. */
export type Release = readonly [major: number, minor: number, maintenance: number];

/** Reads what `show version` calls the version; `undefined` if it is none. */
export function releaseOf(version: string | undefined): Release | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})(?:\((\d{1,4})\))?/.exec(version ?? '');
  if (found === null) return undefined;
  const [, major, minor, maintenance = 0] = found;
  return [Number(major), Number(minor), Number(maintenance)];
}

/** Whether a release is the other or came later. */
export function isFrom(release: Release, first: Release): boolean {
  const differing = release.findIndex((number, place) => number !== first[place]);
  return differing < 0 || (release[differing] ?? 0) > (first[differing] ?? 0);
}
