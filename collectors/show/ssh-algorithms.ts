/** What is agreed on in a key exchange, in the words of ssh2 (`algorithms` of its client). */
interface Offer {
  readonly kex: readonly string[];
  readonly serverHostKey: readonly string[];
  readonly cipher: readonly string[];
  readonly hmac: readonly string[];
}

/**
 * What is offered to every device, best first. Nothing with group exchange or more than 4096 bits: a device could make us compute for
 * seconds. No compression: a device that prints text must not choose how much memory it takes.
 */
export const current: Offer = {
  kex: [
    'curve25519-sha256@libssh.org',
    'curve25519-sha256',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group15-sha512',
    'diffie-hellman-group16-sha512',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes256-ctr', 'aes192-ctr', 'aes128-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
};

/** What an ASA before 9.12 may be limited to: broken by now, so only for devices whose setting allows it, and behind the others. */
export const legacy: Offer = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1'],
};

/** How ssh2 tells what the other side knows (as a line for debugging), and what that is of. */
const remote = [
  ['KEX method', 'kex', 'key exchange'],
  ['Host key format', 'serverHostKey', 'host key'],
  ['C->S cipher', 'cipher', 'cipher'],
  ['C->S MAC', 'hmac', 'MAC'],
] as const satisfies readonly (readonly [string, keyof Offer, string])[];

/**
 * Why no key exchange came about, by what the device knows: that it knows old algorithms only, or none of ours; `undefined` if that is not why.
 * `told`: what ssh2 said while it tried.
 */
export function noCommonAlgorithm(told: readonly string[], withLegacy: boolean): string | undefined {
  for (const [heading, kind, words] of remote) {
    const line = told.find((one) => one.startsWith(`Handshake: (remote) ${heading}: `));
    const known = line?.slice(line.lastIndexOf(': ') + 2).split(',') ?? [];
    // OpenSSH and others announce extensions among the key exchanges.
    const real = known.filter((name) => !/^(?:ext-info-|kex-strict-)/.test(name));
    const fits = (offer: Offer): boolean => real.some((name) => offer[kind].includes(name));
    if (line === undefined || fits(current) || (withLegacy && fits(legacy))) continue;
    const named = real
      .join(', ')
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 300);
    return fits(legacy)
      ? `the device offers old algorithms only (${words}: ${named}), and this device's setting does not allow them`
      : `the device offers no ${words} that Tunnelwatch knows (${named})`;
  }
  return undefined;
}
