import { X509Certificate } from 'node:crypto';
import { readFileSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Config } from '../config.ts';
import type { Circumstances } from '../record/estate.ts';

/** How often the disk and the certificates are looked at, in milliseconds. */
const EVERY = 30_000;

/** What the system tells that alerts are made of: looked at twice a minute, told with each turn. */
export function circumstancesOf(config: Config, pollEvery: Circumstances['pollEvery']): () => Circumstances {
  let looked: { readonly at: number; readonly told: Omit<Circumstances, 'pollEvery'> } | undefined;
  return () => {
    const at = performance.now();
    if (looked === undefined || at - looked.at >= EVERY) looked = { at, told: look(config) };
    return { pollEvery, ...looked.told };
  };
}

function look({ database, syslogTlsCert, tlsCert }: Config): Omit<Circumstances, 'pollEvery'> {
  const diskUsed = told(() => {
    const { blocks, bavail } = statfsSync(dirname(database));
    return 1 - bavail / blocks;
  });
  const files = [
    { of: 'syslog', path: syslogTlsCert },
    { of: 'dashboard', path: tlsCert },
  ] as const;
  const certificates = files.flatMap(({ of, path }) => {
    const end =
      path === undefined ? undefined : told(() => Date.parse(new X509Certificate(readFileSync(path)).validTo));
    return end === undefined ? [] : [{ of, end }];
  });
  return { ...(diskUsed !== undefined && { diskUsed }), certificates };
}

/** What cannot be looked at tells nothing. */
function told(read: () => number): number | undefined {
  try {
    const value = read();
    return Number.isNaN(value) ? undefined : value;
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}
