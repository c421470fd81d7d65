import type { GapRow } from '../../server/domain/feed.ts';

/** How a span without data is drawn. */
export interface HatchLook {
  readonly line: string;
  readonly ink: string;
  readonly paper: string;
  readonly font: string;
  /** Of the type, in pixels. */
  readonly size: number;
}

/** Where it is drawn. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The pixel of an instant. */
  readonly x: (at: number) => number;
}

/** Hatches the spans without data, or those of which the word says what is lacking, and says so where there is room: at their middle, or below the lines. */
export function hatch(
  ctx: CanvasRenderingContext2D,
  gaps: readonly GapRow[],
  area: Area,
  look: HatchLook,
  word?: string,
): void {
  const { left, right, top, bottom, x } = area;
  const lines = pattern(ctx, look.line);
  ctx.save();
  for (const gap of gaps) {
    const from = Math.max(left, x(gap.from));
    const wide = Math.min(right, x(gap.to)) - from;
    if (wide <= 0) continue;
    ctx.fillStyle = lines ?? look.line;
    ctx.fillRect(from, top, Math.max(2, wide), bottom - top);
    const { size } = look;
    const middle = word === undefined ? (top + bottom) / 2 : bottom - 1.5 * size;
    label(ctx, look, { left: from, wide, middle }, word ?? 'no data');
  }
  ctx.restore();
}

interface Span {
  readonly left: number;
  readonly wide: number;
  readonly middle: number;
}

function label(ctx: CanvasRenderingContext2D, look: HatchLook, { left, wide, middle }: Span, word: string): void {
  ctx.font = look.font;
  const { width } = ctx.measureText(word);
  if (wide <= width + 12) return;
  const x = left + wide / 2;
  ctx.fillStyle = look.paper;
  ctx.fillRect(x - width / 2 - 5, middle - look.size, width + 10, 2 * look.size);
  ctx.fillStyle = look.ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(word, x, middle);
}

function pattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return ctx.createPattern(tile, 'repeat');
}
