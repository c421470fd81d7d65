import type { Secret } from '../store/secret.ts';
import type { Key } from './key.ts';
import { seal, unseal } from './seal.ts';

/** Our own login to a device: its passwords, in clear. Held for as long as a login takes. */
export interface DeviceLogin {
  readonly password: string;
  /** Absent where the login alone is enough, or enabling asks for none. */
  readonly enable?: string;
}

/** The login, sealed for its device alone. Without an enable password an empty one takes the place of what was kept. */
export function sealLogin(key: Key, device: number, { password, enable = '' }: DeviceLogin): readonly Secret[] {
  const owner = `device:${device}`;
  return [seal(key, { owner, field: 'password' }, password), seal(key, { owner, field: 'enable' }, enable)];
}

/** The login to a device; `undefined` if none is kept, or it was sealed with another key. */
export function openLogin(key: Key, device: number, secrets: readonly Secret[]): DeviceLogin | undefined {
  const open = (field: string): string | undefined => {
    const sealed = secrets.find((one) => one.owner === `device:${device}` && one.field === field);
    return sealed === undefined ? undefined : unseal(key, sealed);
  };
  const password = open('password');
  const enable = open('enable');
  if (password === undefined) return undefined;
  return { password, ...(enable !== undefined && enable !== '' && { enable }) };
}
