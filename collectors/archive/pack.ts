import type { Packable, Packed } from '../../server/domain/packed.ts';
import type { Packer } from '../syslog/packer.ts';

/** A line of an archive as it will be packed, without its id yet. */
export type Unnumbered = Omit<Packable, 'id'> & { id: number };

/** Packs lines with their ids, beside what was kept of those times before; those whose id is 0 are left out. */
export function packPast(rows: readonly Unnumbered[], ids: Float64Array, packer: Packer): readonly Packed[] {
  const kept: Packable[] = [];
  let last = 0;
  let isInOrder = true;
  for (const [index, row] of rows.entries()) {
    row.id = ids[index] ?? 0;
    if (row.id === 0) continue;
    kept.push(row);
    isInOrder &&= row.id > last;
    last = row.id;
  }
  for (const row of isInOrder ? kept : kept.sort((one, other) => one.id - other.id)) packer.add(row);
  return packer.take();
}
