import { nameToken } from '../domain/name.ts';
import { namesHmac, type Key } from './key.ts';

/** What a name may stand as in what is stored. */
export type NameForms = (name: string) => readonly string[];

/** What stands for a failed name that may be a password (`nameToken`). */
export function hashName(key: Key, name: string): string {
  return nameToken(name, namesHmac(key.names));
}

/** A name as typed, and as it was stored while nobody knew yet that it is one. Without a key, as typed only. */
export function nameForms(key: Key | undefined): NameForms {
  return key === undefined ? (name) => [name] : (name) => [name, hashName(key, name)];
}
