import { existsSync, readFileSync } from 'node:fs';
import { addressText, rangeMask } from '../address.ts';
import type { Range } from '../address.ts';

/** The lab's `show running-config` (ASA 8.2), with these pools in place of its own. */
export function runningConfig(pools: { readonly vpnpool: Range; readonly acpool: Range }): string {
  const line = (name: string, pool: Range) =>
    `ip local pool ${name} ${addressText(pool.first)}-${addressText(pool.last)} mask ${rangeMask(pool)}`;
  return readFileSync(runningConfigFile(), 'utf8').replace(/^ip local pool (vpnpool|acpool) .*$/gm, (_, name: string) =>
    line(name, name === 'vpnpool' ? pools.vpnpool : pools.acpool),
  );
}

/** Where the text lies: it is not compiled, so it is beside the source, seen from `dist` or from the working directory. */
export function runningConfigFile(): string | URL {
  const path = 'test/asa/lab/running-config.txt';
  const besideDist = new URL(`../../../../${path}`, import.meta.url);
  return existsSync(besideDist) ? besideDist : path;
}
