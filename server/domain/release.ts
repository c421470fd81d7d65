/** The software of a head-end: `ASA Version 8.2(5)13` is ASA, [8, 2, 5, 13]. */
export interface Release {
  readonly product: 'ASA' | 'PIX';
  readonly numbers: readonly number[];
}

/** Reads a `Version` line or a bare `9.16(4)`, which is an ASA's; `undefined` if there is no release in it. */
export function readRelease(version: string): Release | undefined {
  const [, product, major, minor, maintenance, build] =
    /^(?:(ASA|PIX) Version )?(\d+)\.(\d+)(?:\((\d+)(?:\.\d+)*\)(\d+)?)?/.exec(version.trim()) ?? [];
  if (major === undefined) return undefined;
  const numbers = [major, minor, maintenance, build].map((one) => (one === undefined ? 0 : Number(one)));
  return { product: product === 'PIX' ? 'PIX' : 'ASA', numbers };
}

/** Whether the release is that one or a later one: `isFrom(release, 7, 2, 2)` for 7.2(2). */
export function isFrom({ numbers }: Release, ...wanted: readonly number[]): boolean {
  for (const [place, one] of wanted.entries()) {
    const has = numbers[place] ?? 0;
    if (has !== one) return has > one;
  }
  return true;
}
