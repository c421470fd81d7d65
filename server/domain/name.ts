/** What an ASA prints in place of a name that it hides (`logging hide username`). It is nobody's name, and not one person's. */
export const HIDDEN = '*****';

/** A name, or the beginning of one, as it is searched: case and width of letters do not count. */
export function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** A name as it is compared and hashed: as it is searched, without the blanks around it. */
export function sameName(name: string): string {
  return fold(name.trim());
}

/**
 * What stands for a name that may be a password: `~`, the keyed hash of its compared form, `~` and its length class, as in
 * `~Jx3kQ0aPz1LmNo9w~8-11`. `hmac` is HMAC-SHA256 in base64url, under the key for names.
 */
export function nameToken(name: string, hmac: (text: string) => string): string {
  return `~${hmac(sameName(name)).slice(0, 16)}~${lengthClass(name)}`;
}

/** Whether this is the form of a name that may be a password. */
export function isNameToken(text: string): boolean {
  return /^~[\w-]{16}~(?:1-7|8-11|12-15|16\+)$/.test(text);
}

/** In code points. */
function lengthClass(name: string): string {
  const length = Array.from(name.trim().normalize('NFC')).length;
  if (length < 8) return '1-7';
  return length < 12 ? '8-11' : length < 16 ? '12-15' : '16+';
}

/** Whether the name has a domain: `HILL\marty`, `marty@hill.example`; `marty@` has none. */
export function hasDomain(name: string): boolean {
  return /\\.|.@./s.test(name.trim());
}

/** A name without its domain, as it is compared: `marty` of `HILL\Marty`, `marty@hill.example` and `marty@`. */
export function bareName(name: string): string {
  const whole = sameName(name);
  const behind = whole.slice(whole.lastIndexOf('\\') + 1);
  const at = behind.indexOf('@');
  const bare = at > 0 ? behind.slice(0, at) : behind;
  return bare === '' ? whole : bare;
}
