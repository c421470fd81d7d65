import type { DeviceRow } from '../domain/feed.ts';
import type { CommittedView } from './committed.ts';
import { ApiError } from './errors.ts';
import { nameOption } from './schema.ts';
import { isBound } from './scope.ts';

/** The parameters of a query that narrow an answer down to head-ends. */
export const placeOptions = {
  device: nameOption("The device's name."),
  site: nameOption('Only devices of this site.'),
  tag: nameOption('Only devices with this tag.'),
};

/** What a query says of head-ends. */
export interface Placed {
  readonly device?: string | undefined;
  readonly site?: string | undefined;
  readonly tag?: string | undefined;
}

/** The rows of the devices that stand there; all of them, where no place is asked for. */
export function standing(rows: readonly DeviceRow[], { device, site, tag }: Placed): readonly DeviceRow[] {
  return rows.filter(
    ({ name, place }) =>
      (device === undefined || name === device) &&
      (site === undefined || place?.site === site) &&
      (tag === undefined || place?.tags.includes(tag) === true),
  );
}

/** Which devices a query asks for, as the store knows them: none told is all of them. Throws `noDevice` on a name that is none. */
export function devicesOf(
  asked: Placed,
  book: CommittedView,
): { readonly device?: number; readonly devices?: readonly number[] } {
  const known = asked.device === undefined ? undefined : book.deviceByName(asked.device);
  if (asked.device !== undefined && known === undefined) throw new ApiError('noDevice');
  if (asked.site !== undefined || asked.tag !== undefined || isBound())
    return { devices: standing(book.devices(), asked).map(({ id }) => id) };
  return known === undefined ? {} : { device: known.id };
}

/** The addresses that those devices send from; `undefined` for all. Throws `noDevice` on a name that is none. */
export function sendersOf(asked: Placed, book: CommittedView): readonly string[] | undefined {
  const known = asked.device === undefined ? undefined : book.deviceByName(asked.device);
  if (asked.device !== undefined && known === undefined) throw new ApiError('noDevice');
  if (asked.site !== undefined || asked.tag !== undefined || isBound())
    return standing(book.devices(), asked).flatMap(({ addresses }) => addresses);
  return known?.addresses;
}
