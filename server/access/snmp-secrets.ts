import type { SnmpSecrets } from '../domain/snmp.ts';
import type { Secret } from '../store/secret.ts';
import type { Key } from './key.ts';
import { seal, unseal } from './seal.ts';

const fields = ['community', 'authKey', 'privKey'] as const satisfies readonly (keyof SnmpSecrets)[];

/** The community or passphrases of a device, sealed for it alone. What is left out takes the place of what was kept, as an empty one. */
export function sealSnmp(key: Key, device: number, secrets: SnmpSecrets): readonly Secret[] {
  return fields.map((field) => seal(key, { owner: `snmp:${device}`, field }, secrets[field] ?? ''));
}

/** The community or passphrases of a device; `undefined` if none are kept, or they were sealed with another key. */
export function openSnmp(key: Key, device: number, secrets: readonly Secret[]): SnmpSecrets | undefined {
  const mine = secrets.filter(({ owner }) => owner === `snmp:${device}`);
  const opened = fields.map((field) => {
    const sealed = mine.find((one) => one.field === field);
    return [field, sealed === undefined ? undefined : unseal(key, sealed)] as const;
  });
  if (opened.some(([, secret]) => secret === undefined)) return undefined;
  return Object.fromEntries(opened.filter(([, secret]) => secret !== ''));
}
