import { soon } from './soon.ts';
import { zoneAt } from './words/range.ts';

/**
 * Has the browser read its tables of languages, numbers and zones, each in a task of its own: at their first use, in the midst of drawing,
 * they take some 15 ms each.
 */
export function warm(): void {
  soon(() => new Intl.Collator('en', { numeric: true }));
  soon(() => new Intl.NumberFormat('en'));
  soon(() => zoneAt(Date.now()));
}
