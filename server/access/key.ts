import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The key of this installation: 32 bytes, in use only through its subkeys. */
export interface Key {
  /** Tells keys apart without telling anything of them: 8 hex digits. */
  readonly id: string;
  /** Seals secrets (AES-256-GCM). */
  readonly seal: Uint8Array;
  /** Hashes names that may be passwords (HMAC-SHA256). */
  readonly names: Uint8Array;
  /** Opens what was sealed before the key was changed, or is about to be: whoever has read it already must not fail. */
  readonly other?: Pick<Key, 'id' | 'seal'>;
}

/** Where a key may come from; the first that is there counts. */
export interface KeySources {
  /** Read: `CREDENTIALS_DIRECTORY` (systemd's `LoadCredential=tunnelwatch.key:...`) and `TUNNELWATCH_KEY`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly keyFile: string;
}

/** The key may not be used: others can read its file, or what is there is no key. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
  /** What is there is no key, so that it may be a damaged one. */
  readonly malformed: boolean;
  constructor(message: string, malformed: boolean) {
    super(message);
    this.malformed = malformed;
  }
}

const BYTES = 32;

/** A key as it was found, and in words where. */
export interface FoundKey {
  readonly key: Key;
  /** Written behind it: what it takes the place of. */
  readonly older?: Key;
  readonly from: string;
}

/** The key; `undefined` if there is none anywhere. Rejects with `KeyRefused`. */
export async function readKey({ env, keyFile }: KeySources): Promise<FoundKey | undefined> {
  const credentials = env['CREDENTIALS_DIRECTORY'];
  if (credentials) {
    const path = join(credentials, 'tunnelwatch.key');
    const text = await textOf(path);
    if (text !== undefined) return found(text, path);
  }
  const variable = env['TUNNELWATCH_KEY'];
  if (variable) return found(variable, 'TUNNELWATCH_KEY');
  const text = await textOf(keyFile);
  if (text === undefined) return undefined;
  const { mode } = await stat(keyFile);
  if ((mode & 0o077) !== 0)
    throw new KeyRefused(
      `${keyFile}: others may read it (mode ${(mode & 0o777).toString(8).padStart(4, '0')}); 0600 is wanted`,
      false,
    );
  return found(text, keyFile);
}

/** Makes a key and its file with mode 0600; never in place of one that is there. */
export async function makeKey(keyFile: string): Promise<Key> {
  const bytes = randomBytes(BYTES);
  const draft = await written(keyFile, `${bytes.toString('base64')}\n`);
  try {
    await link(draft, keyFile);
  } finally {
    await rm(draft);
  }
  return derived(bytes);
}

/** Writes a new key before the one in use into the key file, unless one stands there already; until `dropOlder` it holds both. */
export async function addKey(keyFile: string, used: Key): Promise<Key> {
  const text = await readFile(keyFile, 'utf8');
  const { key, older } = found(text, keyFile);
  if (older?.id === used.id) return key; // begun before, and not brought to its end
  if (key.id !== used.id) throw new Error(`${keyFile} holds another key than the one that is in use`);
  const bytes = randomBytes(BYTES);
  await replaceFile(keyFile, `${bytes.toString('base64')}\n${firstOf(text)}\n`);
  return derived(bytes);
}

/** Leaves only the first key in the key file. */
export async function dropOlder(keyFile: string): Promise<void> {
  await replaceFile(keyFile, `${firstOf(await readFile(keyFile, 'utf8'))}\n`);
}

/** The subkeys of a key of 32 bytes (HKDF-SHA256, RFC 5869): what one is used for tells nothing of another. */
export function derived(bytes: Uint8Array): Key {
  const subkey = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', bytes, new Uint8Array(), `tunnelwatch ${purpose}`, BYTES));
  return {
    id: Buffer.from(subkey('id').subarray(0, 4)).toString('hex'),
    seal: subkey('seal'),
    names: subkey('names'),
  };
}

/** HMAC-SHA256 in base64url, as `nameToken` wants it. */
export function namesHmac(key: Uint8Array): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** The old file or the new one, whenever the power goes. */
async function replaceFile(path: string, text: string): Promise<void> {
  await rename(await written(path, text), path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A file beside the one it is for; whole, and on the disk, before anything is sealed with what it holds. */
async function written(path: string, text: string): Promise<string> {
  const draft = `${path}.${process.pid}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

function firstOf(text: string): string {
  return text.trim().split(/\s+/)[0] ?? '';
}

/** One key, or two: the first is the one that is wanted, what is sealed with the second is sealed anew. */
function found(text: string, from: string): FoundKey {
  const [first = '', second, ...more] = text.trim().split(/\s+/);
  const key = decoded(more.length > 0 ? '' : first, from);
  return { key, ...(second !== undefined && { older: decoded(second, from) }), from };
}

function decoded(text: string, from: string): Key {
  const bytes = Buffer.from(text, 'base64');
  // What stands there is not repeated: it may be most of a key.
  if (bytes.length !== BYTES || bytes.toString('base64') !== text)
    throw new KeyRefused(
      `${from}: not a key (${BYTES} bytes in base64 are wanted, as of openssl rand -base64 32)`,
      true,
    );
  return derived(bytes);
}
