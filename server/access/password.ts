import { randomBytes, timingSafeEqual } from 'node:crypto';

import { commonest } from './commonest.ts';
import { startKdf, type Cost } from './kdf.ts';

/** Hashes passwords and holds typed ones against what was kept; `Busy` where too many wait already. */
export interface Passwords {
  /** What is kept of a password: `scrypt$17$8$1$salt$hash`, cost and all (log2 N, r, p; base64). */
  hash(text: string): Promise<string>;
  /** Whether it is the password. Takes as long for an account that is not there (`undefined`), and says no. */
  verify(text: string, stored: string | undefined): Promise<boolean>;
  /** Ends the threads; what waits is rejected. */
  stop(): Promise<void>;
}

const SHORTEST = 8;
/** In bytes: 256 signs of the longest kind, so that whoever likes 128 characters may choose any. */
const LONGEST = 1_024;
const SALT = 16;
const HASH = 32;
const PRODUCT = 'tunnelwatch';

/** What OWASP asks for at least: 128 MiB and some 0.4 s a try. */
const COST: Cost = { logN: 17, r: 8, p: 1 };

/** Passwords at a cost of `logN`, which only tests lower. Its threads are started by the first password. */
export function createPasswords({ logN = COST.logN }: Partial<Pick<Cost, 'logN'>> = {}): Passwords {
  const cost = { ...COST, logN };
  const kdf = startKdf();
  // Nobody's: a hash of chance, which no password gives.
  const dummy: Stored = { cost, salt: randomBytes(SALT), hash: randomBytes(HASH) };
  return {
    async hash(text) {
      const salt = randomBytes(SALT);
      return written({ cost, salt, hash: await kdf.derive(bytesOf(text), salt, HASH, cost) });
    },
    async verify(text, stored) {
      const kept = stored === undefined ? undefined : parsed(stored);
      const { cost: asked, salt, hash } = kept ?? dummy;
      const isSame = timingSafeEqual(await kdf.derive(bytesOf(text), salt, HASH, asked), hash);
      return isSame && kept !== undefined;
    },
    stop: () => kdf.stop(),
  };
}

/** Why a password may not be chosen by the account of that name, in words; `undefined` if it may. Any signs will do: only its length and what everybody tries count. */
export function passwordFault(text: string, name: string): string | undefined {
  if (!text.isWellFormed()) return 'the password has half a character in it';
  const plain = text.normalize('NFC');
  if (Array.from(plain).length < SHORTEST)
    return `the password is too short: at least ${SHORTEST} characters are wanted`;
  if (Buffer.byteLength(plain) > LONGEST) return `the password is too long: at most ${LONGEST} bytes are taken`;
  const small = plain.toLowerCase();
  if (new Set(small).size < 3) return 'the password is one of the first that are tried: it repeats itself';
  const forms = [small, bare(small), letters(small)];
  const own = [name.normalize('NFC').toLowerCase(), PRODUCT];
  if (own.some((word) => forms.some((form) => form === word || form === bare(word))))
    return 'the password is the name of the account or of the product, more or less';
  if (forms.some((form) => commonest.has(form))) return 'the password is one of the first that are tried';
  return undefined;
}

interface Stored {
  readonly cost: Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

function written({ cost: { logN, r, p }, salt, hash }: Stored): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return ['scrypt', logN, r, p, base64(salt), base64(hash)].join('$');
}

/** The stored form again; `undefined` if it is none, or of a cost that this machine would not bear. */
function parsed(text: string): Stored | undefined {
  const [, logN, r, p, salt = '', hash = ''] =
    /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d)\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=)$/.exec(text) ?? [];
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  const isBearable = cost.logN >= 1 && cost.logN <= 20 && cost.r >= 1 && cost.r <= 16 && cost.p >= 1;
  return isBearable ? { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') } : undefined;
}

/** One spelling for what looks alike: keyboards differ in how they put an accent on a letter. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text.normalize('NFC'), 'utf8');
}

/** Without the digits and signs around it. */
function bare(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** Letters for the digits and signs that stand for them, and then without what is around. */
function letters(text: string): string {
  const meant: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };
  return bare(bare(text).replace(/[013457@$]/g, (sign) => meant[sign] ?? sign));
}
