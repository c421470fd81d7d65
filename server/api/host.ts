/**
 * Whether a `Host` header names us; anything does while `hosts` is left out. A page elsewhere can make its own name resolve to our
 * address (DNS rebinding) and would then read our answers as its own; but it comes with that name.
 */
export function isOurs(host: string | undefined, hosts: readonly string[] | undefined): boolean {
  if (hosts === undefined) return true;
  const name = /^([\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.exec(host ?? '')?.[1];
  return name !== undefined && hosts.includes(name.toLowerCase());
}
