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

/** All of them. */
export async function readSecrets(ask: Ask, main: string): Promise<readonly Secret[]> {
  const rows = await ask(main, 'SELECT owner, field, keyId, nonce, ciphertext FROM secret ORDER BY owner, field');
  return rows.map(secret);
}

/** Keeps the secret in place of the one with its owner and field. */
export async function putSecret(writer: Connection, one: Secret): Promise<void> {
  await writer.run('INSERT OR REPLACE INTO secret (owner, field, keyId, nonce, ciphertext) VALUES (?, ?, ?, ?, ?)', [
    one.owner,
    one.field,
    one.keyId,
    one.nonce,
    one.ciphertext,
  ]);
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
