import type { Trouble } from './trouble.ts';

/** Where bytes go. */
export interface Sink {
  readonly write: (bytes: Buffer) => void;
  /** The connection is gone, without a farewell. */
  readonly drop: () => void;
}

/** Bytes on their way to a client: slowed, cut or stopped, as the trouble says. */
export class Outflow {
  readonly #sink: Sink;
  readonly #trouble: () => Trouble;
  #waiting: (Buffer | (() => void))[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Bytes of the output that are left until something happens. */
  #left = Infinity;
  #then: 'hang' | 'cut' = 'cut';
  #dead = false;

  constructor(sink: Sink, trouble: () => Trouble) {
    this.#sink = sink;
    this.#trouble = trouble;
  }

  /** From here on it is the output of this command. */
  begin(command: string): void {
    const { hang, at = 0, cut, of } = this.#trouble();
    const mine = of === undefined || of === command;
    this.#then = cut === undefined ? 'hang' : 'cut';
    this.#left = mine ? (cut ?? (hang === 'output' ? at : Infinity)) : Infinity;
    if (this.#left === 0) this.#stop();
  }

  /** It hangs: nothing is written, nothing is heard. */
  get dead(): boolean {
    return this.#dead;
  }

  write(text: string): void {
    if (this.#dead || text === '') return;
    const bytes = Buffer.from(text);
    if (bytes.length < this.#left) {
      this.#left -= bytes.length;
      this.#send(bytes);
      return;
    }
    this.#send(bytes.subarray(0, this.#left));
    this.#stop();
  }

  /** Once all is written. */
  after(what: () => void): void {
    if (this.#dead) return;
    if (this.#timer === undefined) what();
    else this.#waiting.push(what);
  }

  /** Nothing more is written. */
  close(): void {
    this.#dead = true;
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #stop(): void {
    if (this.#then === 'cut') this.after(() => this.#sink.drop());
    this.#dead = true;
  }

  #send(bytes: Buffer): void {
    const { slow } = this.#trouble();
    if (slow === undefined && this.#timer === undefined) {
      this.#sink.write(bytes);
      return;
    }
    const step = slow?.bytes ?? bytes.length;
    for (let at = 0; at < bytes.length; at += step) this.#waiting.push(bytes.subarray(at, at + step));
    if (this.#timer === undefined) this.#next();
  }

  #next(): void {
    const one = this.#waiting.shift();
    if (one === undefined) {
      this.#timer = undefined;
      return;
    }
    if (typeof one === 'function') one();
    else this.#sink.write(one);
    this.#timer = setTimeout(
      () => this.#next(),
      typeof one === 'function' ? 0 : (this.#trouble().slow?.milliseconds ?? 0),
    );
  }
}
