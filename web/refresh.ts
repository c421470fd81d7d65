import { cell } from './cell.ts';
import { useCell } from './watch.ts';

const times = cell(0);

/** Has everything that is asked for asked for anew, without waiting for its time. */
export function refresh(): void {
  times.set(times.get() + 1);
}

/** Changes when somebody wants everything asked for anew. */
export function useRefresh(): number {
  return useCell(times);
}
