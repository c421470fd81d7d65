import type { Observer } from '../observer.ts';

/** All observers, by the name under which what they remember is kept. */
export const observers = {} as const satisfies Readonly<Record<string, Observer>>;
