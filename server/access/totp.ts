import { Secret, TOTP } from 'otpauth';

/** A seed of 20 bytes in base32 (RFC 4226: as long as the hash), to be sealed as `{ owner: 'account:ID', field: 'totp' }`. */
export function newSeed(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app takes, as a QR code or as text: it holds the seed. */
export function totpUri(seed: string, account: string): string {
  return totp(seed, account).toString();
}

/**
 * The step that a typed code is of, one before and one after the present allowed; `undefined` if it is of none, or of one that is not after
 * the last one used: what somebody reads over a shoulder opens nothing. The caller keeps the step before it lets anybody in.
 */
export function acceptedStep(
  seed: string,
  typed: string,
  { at, lastStep }: { readonly at: number; readonly lastStep: number | undefined },
): number | undefined {
  const token = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totp(seed, '').validate({ token, timestamp: at, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(at / (PERIOD * 1_000)) + delta;
  return lastStep === undefined || step > lastStep ? step : undefined;
}

const PERIOD = 30;
const WINDOW = 1;

/** RFC 6238 as every app knows it. */
function totp(seed: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Tunnelwatch',
    label,
    secret: Secret.fromBase32(seed),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
  });
}
