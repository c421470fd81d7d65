/** A source file of ours: its path from the top of the repository, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Where a rule is broken, as `path:line: what is wrong`. */
export type Fault = string;

/** A rule of the design over one file. */
export type Rule = (source: Source) => readonly Fault[];

/** The fault at a place of the text. */
export function faultAt({ path, text }: Source, offset: number, what: string): Fault {
  return `${path}:${text.slice(0, offset).split('\n').length}: ${what}`;
}

/** Whether it is TypeScript. */
export const isCode = (path: string): boolean => /\.tsx?$/.test(path);
