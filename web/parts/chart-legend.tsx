import type { Line } from '../drawing.ts';
import { plain } from '../words/plain.ts';
import { KINDS_OF_LINES } from './chart-look.ts';

/** Which line is whose: by colour and dash, as they are drawn. */
export function ChartLegend({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <ul class="legend chart__legend">
      {lines.map(({ name }, n) => (
        <li key={name}>
          <i class={`chart__swatch chart__swatch--${(n % KINDS_OF_LINES) + 1}`} /> {plain(name)}
        </li>
      ))}
    </ul>
  );
}
