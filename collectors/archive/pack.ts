import type { StoredMessage } from '../../server/domain/batch.ts';
import type { Packed } from '../../server/domain/packed.ts';
import { Packer, packRows } from '../syslog/packer.ts';

/** Packs what was read of an archive, as JSON of rows in any order, beside what was kept of those times before. */
export function packPast(rows: string): readonly Packed[] {
  // The border: the reading thread wrote them.
  return packRows(JSON.parse(rows) as readonly StoredMessage[], new Packer({ past: true }));
}
