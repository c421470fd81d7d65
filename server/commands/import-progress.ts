/** How far an import is: bytes of all files, and lines. */
export interface ImportProgress {
  readonly bytes: number;
  readonly lines: number;
}

/** What is told of it on standard error: one line that is drawn over and over, or, where nobody watches, a line now and then. */
export class ProgressLine {
  readonly #total: number;
  readonly #isTerminal: boolean;
  readonly #write: (text: string) => void;
  readonly #begun: number;
  #last: number;
  #from: ImportProgress | undefined;
  #drawn = false;

  /** `total`: bytes of all files; `now`: milliseconds that only grow. */
  constructor(total: number, isTerminal: boolean, write: (text: string) => void, now: number) {
    this.#total = total;
    this.#isTerminal = isTerminal;
    this.#write = write;
    this.#begun = now;
    this.#last = now;
  }

  /** Tells how far it is, if it is time to. */
  tell(name: string, progress: ImportProgress, now: number): void {
    this.#from ??= { ...progress };
    if (now - this.#last < (this.#isTerminal ? DRAW_EVERY : TELL_EVERY)) return;
    this.#last = now;
    const line = progressLine(name, progress, this.#from, this.#total, now - this.#begun);
    this.#write(this.#isTerminal ? `\r${bar(progress.bytes / this.#total)} ${line}\u001b[K` : `${line}\n`);
    this.#drawn = this.#isTerminal;
  }

  /** Leaves the line to others. */
  clear(): void {
    if (this.#drawn) this.#write('\r\u001b[K');
    this.#drawn = false;
  }
}

const DRAW_EVERY = 200;
const TELL_EVERY = 10_000;
const BAR = 20;

/** In words: `from` is where this run began, `passed` the milliseconds since. */
export function progressLine(
  name: string,
  { bytes, lines }: ImportProgress,
  from: ImportProgress,
  total: number,
  passed: number,
): string {
  const rate = (lines - from.lines) / (passed / 1000);
  const read = bytes - from.bytes;
  const left = read > 0 ? ((total - bytes) * passed) / read : undefined;
  const parts = [
    `${Math.floor((100 * bytes) / Math.max(total, 1))} %`,
    `${size(bytes)} of ${size(total)}`,
    `${Math.round(rate).toLocaleString('en-US')} lines/s`,
    ...(left === undefined ? [] : [`${clock(left)} left`]),
  ];
  return `${name}: ${parts.join(', ')}`;
}

function bar(part: number): string {
  const done = Math.round(BAR * Math.min(1, part));
  return `[${'#'.repeat(done)}${'.'.repeat(BAR - done)}]`;
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit] ?? ''}`;
}

function clock(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
