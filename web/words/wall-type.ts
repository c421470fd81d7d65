/** Where a wall hangs: the screen's diagonal in inches, and how far away the farthest viewer is, in metres. */
export interface Geometry {
  readonly inches: number;
  readonly metres: number;
}

/** What is reckoned with until somebody has told. */
export const DEFAULT_GEOMETRY: Geometry = { inches: 55, metres: 5 };

/** Visual angles in arc minutes: nothing is smaller than `small` (NUREG-0700); `hero` is for the one figure of a tile. */
export const angles = { small: 16, text: 20, hero: 40 } as const;
export type TypeSize = keyof typeof angles;

/** Height of a capital letter as a part of the type's size. */
const CAPITAL = 0.716;
const INCH = 25.4;
const RADIANS = Math.PI / 180 / 60;

/** The height of a screen of this diagonal and proportion (width by height), in millimetres. */
export function screenHeight(inches: number, proportion: number): number {
  return (inches * INCH) / Math.hypot(1, proportion);
}

/** The size of type whose capitals are seen under so many arc minutes from so far, in millimetres. */
export function typeSize(arcMinutes: number, metres: number): number {
  return (2 * metres * 1000 * Math.tan((arcMinutes * RADIANS) / 2)) / CAPITAL;
}

/** The angle under which type of so many millimetres is seen, in arc minutes. */
export function angleOf(millimetres: number, metres: number): number {
  return (2 * Math.atan((millimetres * CAPITAL) / (2 * metres * 1000))) / RADIANS;
}

/** The screen as the browser tells of it, in CSS pixels. */
export interface Screen {
  readonly width: number;
  readonly height: number;
}

/** The sizes of type on a screen, in CSS pixels; rounded up, never below their angle. */
export function typeSizes({ inches, metres }: Geometry, { width, height }: Screen): Readonly<Record<TypeSize, number>> {
  const pixel = screenHeight(inches, width / height) / height;
  const size = (one: TypeSize): number => Math.ceil((typeSize(angles[one], metres) / pixel) * 100) / 100;
  return { small: size('small'), text: size('text'), hero: size('hero') };
}

/** A diagonal or a distance as somebody typed it; `undefined` if no wall is like that. */
export function readMeasure(typed: string | null | undefined, of: keyof Geometry): number | undefined {
  const value = Number((typed ?? '').trim().replace(',', '.'));
  const [least, most] = of === 'inches' ? [5, 500] : [0.3, 100];
  return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

/** The geometry that an address asks for, or else what was kept; `undefined` until somebody has told both. */
export function readGeometry(query: Readonly<Record<string, string>>, kept: string | null): Geometry | undefined {
  const [keptInches, keptMetres] = (kept ?? '').split(' ');
  const inches = readMeasure(query['inches'], 'inches') ?? readMeasure(keptInches, 'inches');
  const metres = readMeasure(query['metres'], 'metres') ?? readMeasure(keptMetres, 'metres');
  return inches === undefined || metres === undefined ? undefined : { inches, metres };
}

/** As it is kept by the browser. */
export function geometryText({ inches, metres }: Geometry): string {
  return `${inches} ${metres}`;
}
