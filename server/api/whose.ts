import type { NameForms } from '../access/names.ts';
import type { CommittedView } from './committed.ts';
import { devicesOf, type Placed } from './place.ts';

/** Which devices and which user a query of logins asks for, as the store knows them. Throws `noDevice` on a name that is none. */
export function whose(
  { user, ...placed }: Placed & { readonly user: string | undefined },
  book: CommittedView,
  forms: NameForms,
): ReturnType<typeof devicesOf> & { readonly orUser?: readonly string[] } {
  const hashed = user === undefined ? [] : forms(user).slice(1);
  return { ...devicesOf(placed, book), ...(hashed.length > 0 && { orUser: hashed }) };
}
