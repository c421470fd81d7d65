import type { Ask } from './readers.ts';
import type { Connection, Row } from './sqlite.ts';

/** A sealed secret in its place; nonce and ciphertext in base64. What is in it is known to `server/access` only. */
export interface Secret {
  readonly owner: string;
  readonly field: string;
  /** Which key it is sealed with. */
  readonly keyId: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

const everything = 'SELECT owner, field, keyId, nonce, ciphertext FROM secret ORDER BY owner, field';

/** All of them. */
export async function readSecrets(ask: Ask, main: string): Promise<readonly Secret[]> {
  return (await ask(main, everything)).map(secret);
}

/** The key was changed between sealing and keeping: nothing was kept, and it may be sealed again. */
export class KeyChanged extends Error {
  override readonly name = 'KeyChanged';
}

/** Keeps the secret in place of the one with its owner and field. Rejects with `KeyChanged` where others are sealed with another key. */
export async function putSecret(writer: Connection, one: Secret): Promise<void> {
  const kept = await writer.run(
    `INSERT OR REPLACE INTO secret (owner, field, keyId, nonce, ciphertext) SELECT ?, ?, ?, ?, ?
     WHERE NOT EXISTS (SELECT 1 FROM secret WHERE owner = 'installation' AND keyId <> ?)`,
    [one.owner, one.field, one.keyId, one.nonce, one.ciphertext, one.keyId],
  );
  if (kept === 0) throw new KeyChanged('the key of this installation was changed meanwhile: try again');
}

/** Puts others in place of all of them, in the transaction that is open. */
export async function resealSecrets(
  writer: Connection,
  reseal: (all: readonly Secret[]) => readonly Secret[],
): Promise<void> {
  const resealed = reseal((await writer.all(everything)).map(secret));
  await writer.run('DELETE FROM secret');
  for (const one of resealed) await putSecret(writer, one);
}

/** Whatever is sealed for this owner is gone. */
export async function dropSecrets(writer: Connection, owner: string): Promise<void> {
  await writer.run('DELETE FROM secret WHERE owner = ?', [owner]);
}

function secret(row: Row): Secret {
  const text = (column: string): string => String(row[column]);
  return {
    owner: text('owner'),
    field: text('field'),
    keyId: text('keyId'),
    nonce: text('nonce'),
    ciphertext: text('ciphertext'),
  };
}
