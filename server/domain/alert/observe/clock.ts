import type { Clock } from '../../clock.ts';
import type { Observation } from '../alert.ts';
import type { Observer } from '../observer.ts';
import { standing } from './standing.ts';
import { span } from './words.ts';

/** The median of latest stamps goes to and fro by a second or two. */
const STEP = 10;
/** What a clock that nobody has set is told as, in seconds: it is years behind. */
const UNSET = 366 * 86_400;

/** `device.clock`: by stamps whose zone is told or configured. What zone a clock may mean is no measure of it. */
export const clocks: Observer = ({ estate }, memory) => {
  const told = estate.devices.flatMap(({ id, clock }): readonly Observation[] => {
    const seconds = clock === undefined ? 0 : wrongBy(clock);
    if (clock === undefined || seconds === 0) return [];
    const off = `${span(seconds * 1000)} ${(clock.skew ?? -1) < 0 ? 'behind' : 'ahead'}`;
    const text = clock.says === 'unset' ? 'nobody has set its clock' : `its clock is ${off}`;
    return [{ rule: 'device.clock', subject: `${id}`, about: { device: id }, value: seconds, text, events: 0, evidence: [] }]; // prettier-ignore
  });
  // After a start of ours it is known again with its next messages.
  const unknown = new Set(estate.devices.filter(({ clock }) => clock === undefined).map(({ id }) => id));
  return standing(['device.clock'], told, memory, ({ device }) => device !== undefined && unknown.has(device));
};

function wrongBy({ says, offsetIs, skew }: Clock): number {
  if (says === 'unset') return UNSET;
  if (says !== 'time' || skew === undefined || (offsetIs !== 'told' && offsetIs !== 'configured')) return 0;
  return Math.floor(Math.abs(skew) / 1000 / STEP) * STEP;
}
