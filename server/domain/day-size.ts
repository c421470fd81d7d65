/** What the messages of a day take on the disk. */
export interface DaySize {
  /** In UTC: `2026-11-23`. */
  readonly day: string;
  readonly messages: number;
  /** Of the day's file, without its log. */
  readonly bytes: number;
  /** Of the index beside it, by which it is searched. */
  readonly index: number;
  /** How many bytes the latest of its lines have, one with another. */
  readonly line: number;
}

/** The same in words. */
export function daySizeWords({ day, messages, bytes, index, line }: DaySize): string {
  const each = (all: number): number => Math.round(all / Math.max(1, messages));
  const beside = index === 0 ? '' : `, and ${each(index)} of the index for searches`;
  return `${day}: ${messages} messages of ${line} bytes each, stored in ${each(bytes)} bytes each${beside}`;
}
