import type { Configuration } from './configuration.ts';

/**
 * A configuration with what `show running-config all crypto` and `all sysopt` tell besides: only what no line of its own says, so that what is
 * there by default counts as told. The lines of what is added are numbered in the output that told them.
 */
export function withDefaults(configuration: Configuration, all: readonly Configuration[]): Configuration {
  return all.reduce((known, { crypto, sysopt }) => {
    const options = new Set(known.sysopt.map(({ value }) => value.option));
    return {
      ...known,
      crypto: {
        ...known.crypto,
        ...missing(known.crypto.natTraversal, crypto.natTraversal, 'natTraversal'),
        ...missing(known.crypto.aggressiveMode, crypto.aggressiveMode, 'aggressiveMode'),
        ...missing(known.crypto.identity, crypto.identity, 'identity'),
      },
      sysopt: [...known.sysopt, ...sysopt.filter(({ value }) => !options.has(value.option))],
    };
  }, configuration);
}

function missing<Key extends string, T>(
  known: T | undefined,
  told: T | undefined,
  key: Key,
): { readonly [K in Key]?: T } {
  // A computed key of a union is typed as any string: it is this one.
  return known === undefined && told !== undefined ? ({ [key]: told } as { readonly [K in Key]?: T }) : {};
}
