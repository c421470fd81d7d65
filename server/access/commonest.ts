import { dictionary } from '@zxcvbn-ts/language-common';

/** Shorter ones are no passwords here. */
const SHORTEST = 8;

/** What that list leaves out, for its readers find runs and repeats in other ways, and words of this trade. */
const ours = `abcabcabc abcdefgh abcdefghi adminadmin algorithm changepassword ciscocisco confidential helpme12 invincible linkedin
  monitoring operations passphrase qwe12345 qwertyqwerty rootroot secretsecret testtest1 welcomeback welcomehome zaq1zaq1 01234567
  0123456789 12341234 123123123 13579111 159357159 87654321 98765432 987654321 9876543210`;

/**
 * What is chosen most often of eight characters and more, in small letters: some 18,000, out of what was stolen elsewhere. What people put
 * around it `passwordFault` takes away.
 */
export const commonest: ReadonlySet<string> = new Set([
  ...dictionary['passwords-common'].filter((one) => one.length >= SHORTEST),
  ...ours.split(/\s+/),
]);
