import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * What `find` finds of these Debian packages; as root on Debian they are installed where it finds nothing, and what they bring is not
 * started. Throws when there is none.
 */
export function ensureDebian<T>(find: () => T | undefined, packages: readonly string[]): T {
  const found = find() ?? (installDebian(packages) ? find() : undefined);
  if (found !== undefined) return found;
  throw new Error(`missing: install it (Debian: apt-get install ${packages.join(' ')})`);
}

/** The first of the paths that exists. */
export function firstPath(...paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}

/** Installs packages, where that may be done; tells whether it was. */
export function installDebian(packages: readonly string[]): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  // In this run level no daemon is started behind its installation.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return [['update'], ['install', '-y', '--no-install-recommends', ...packages]].every((args) => {
    process.stderr.write(`apt-get ${args.join(' ')}\n`);
    return spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
  });
}
