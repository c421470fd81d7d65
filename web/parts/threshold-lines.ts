import type { Threshold } from '../drawing.ts';

/** How thresholds are drawn: a colour for each state. */
export interface ThresholdLook {
  readonly ink: Readonly<Record<Threshold['state'], string>>;
  readonly paper: string;
  readonly font: string;
  /** Height of its letters, in pixels. */
  readonly size: number;
}

/** Where they are drawn. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The pixel of a value. */
  readonly y: (value: number) => number;
}

/** A dashed line across the chart at each threshold, with what it is beside it. */
export function drawThresholds(
  ctx: CanvasRenderingContext2D,
  thresholds: readonly Threshold[],
  { left, right, top, bottom, y }: Area,
  { ink, paper, font, size }: ThresholdLook,
): void {
  ctx.save();
  ctx.font = font;
  ctx.textBaseline = 'middle';
  // The highest first: a label that would lie on the one before goes below its own line.
  let below = -Infinity;
  for (const { value, label, state } of [...thresholds].sort((one, other) => other.value - one.value)) {
    const line = Math.round(y(value)) + 0.5;
    if (line < top - 1 || line > bottom + 1) continue;
    ctx.strokeStyle = ink[state];
    ctx.lineWidth = 1.5;
    ctx.setLineDash(state === 'crit' ? [] : [6, 4]);
    ctx.beginPath();
    ctx.moveTo(left, line);
    ctx.lineTo(right, line);
    ctx.stroke();
    const { width } = ctx.measureText(label);
    if (width + 12 > right - left) continue;
    const above = line - size * 0.8;
    const middle = above - size * 0.6 >= Math.max(top - size, below) ? above : line + size * 0.8;
    ctx.fillStyle = paper;
    ctx.fillRect(left + 4, middle - size * 0.6, width + 6, size * 1.2);
    ctx.fillStyle = ink[state];
    ctx.fillText(label, left + 7, middle);
    below = middle + size * 0.6;
  }
  ctx.restore();
}
