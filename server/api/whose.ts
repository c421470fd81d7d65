import type { NameForms } from '../access/names.ts';
import type { CommittedView } from './committed.ts';
import { ApiError } from './errors.ts';

/** Which device and which user a query of logins asks for, as the store knows them. Throws `noDevice` on a name that is none. */
export function whose(
  { device, user }: { readonly device: string | undefined; readonly user: string | undefined },
  book: CommittedView,
  forms: NameForms,
): { readonly device?: number; readonly orUser?: readonly string[] } {
  const known = device === undefined ? undefined : book.deviceByName(device);
  if (device !== undefined && known === undefined) throw new ApiError('noDevice');
  const hashed = user === undefined ? [] : forms(user).slice(1);
  return { ...(known && { device: known.id }), ...(hashed.length > 0 && { orUser: hashed }) };
}
