import type { Memory } from '../../observer.ts';

/** What a known user came to within a minute: the name as it is compared, and the first try. */
export type CameTo = readonly [name: string, shown: string, gotIn: 0 | 1, at: number, message: number];

/** A try of a known user: a failure from one of the user's own addresses, or a login. */
export interface KnownTry {
  readonly device: number;
  readonly name: string;
  readonly shown: string;
  readonly gotIn: boolean;
  readonly message: readonly number[];
}

/** Some users of a minute. What changes is kept anew, and so is not all of a minute, however many log in. */
export type Piece = readonly CameTo[];

/** So many users are in a piece, and are known of one minute. */
const IN_PIECE = 100;
const MOST_IN_MINUTE = 5_000;

/** What is remembered of a minute of a head-end (minutes since 1970). */
export function piecesOf(memory: Memory, device: number, minute: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (;;) {
    const piece = memory.get(keyOf(device, minute, pieces.length));
    if (piece === undefined) return pieces;
    pieces.push(piece as Piece); // border: set below
  }
}

/** Remembers these of a head-end; `at`: epoch milliseconds. Who is known of the minute is known once, and has got in who did so once. */
export function remember(memory: Memory, device: number, minute: number, tries: readonly KnownTry[], at: number): void {
  const before = piecesOf(memory, device, minute);
  const pieces = [...before];
  for (const { name, shown, gotIn, message } of tries) {
    const place = pieces.findIndex((piece) => indexOf(piece).has(name));
    const piece = pieces[place] ?? [];
    const index = indexOf(piece).get(name) ?? -1;
    const had = piece[index];
    const now: CameTo = [name, shown, gotIn || had?.[2] === 1 ? 1 : 0, had?.[3] ?? at, had?.[4] ?? message[0] ?? 0];
    if (had === undefined) append(pieces, now);
    else if (had[1] !== now[1] || had[2] !== now[2]) pieces[place] = piece.with(index, now);
  }
  for (const [place, piece] of pieces.entries())
    if (piece !== before[place]) memory.set(keyOf(device, minute, place), piece);
}

/** Forgets a minute of a head-end. */
export function forget(memory: Memory, device: number, minute: number): void {
  for (const place of piecesOf(memory, device, minute).keys()) memory.delete(keyOf(device, minute, place));
}

function append(pieces: Piece[], one: CameTo): void {
  const last = pieces.at(-1);
  if (last === undefined || last.length >= IN_PIECE) {
    if (pieces.length < MOST_IN_MINUTE / IN_PIECE) pieces.push([one]);
  } else pieces[pieces.length - 1] = [...last, one];
}

function keyOf(device: number, minute: number, place: number): string {
  return `minute ${device} ${minute}${place === 0 ? '' : ` ${place}`}`;
}

/** Where each name of a piece stands: a piece never changes. */
function indexOf(piece: Piece): ReadonlyMap<string, number> {
  const known = indexes.get(piece);
  if (known !== undefined) return known;
  const made = new Map(piece.map(([name], index) => [name, index]));
  indexes.set(piece, made);
  return made;
}

const indexes = new WeakMap<Piece, ReadonlyMap<string, number>>();
