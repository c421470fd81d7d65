import type { IkeSa } from '../../../server/domain/roster.ts';

/** A line of output that is not empty, without the blanks around it; counted from 1. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Reads the SAs of one version, or tells the line that does not fit; `end` stands for one that is not there. */
export type Section = (
  lines: readonly Line[],
  end: Line,
) => { readonly sas: readonly IkeSa[] } | { readonly wrong: Line };

/** Drops what is `undefined`: what was not printed is absent. */
export function printed<T extends object>(facts: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T; // what is left has a value
}
