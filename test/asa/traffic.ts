import type { Session, SimulatedAsa } from './model.ts';

/** A byte counter: what it has at once, and what it gains a second. */
export interface Flow {
  readonly base: number;
  readonly rate: number;
}

/** What a counter shows so many seconds after the login. */
export const flowed = ({ base, rate }: Flow, seconds: number): number => Math.round(base) + Math.round(rate * seconds);

/** The counters of a session so many seconds after the login. */
export const bytesAt = ({ traffic }: Pick<Session, 'traffic'>, seconds: number) => ({
  bytesTx: flowed(traffic.tx, seconds),
  bytesRx: flowed(traffic.rx, seconds),
});

/** From now on this direction of a session gains so many bytes a second; 0 makes `no return path`, or a blocked one. */
export function setRate(asa: SimulatedAsa, session: Session, way: 'tx' | 'rx', rate: number): void {
  const seconds = (asa.options.now() - session.entry.start) / 1000;
  session.traffic[way] = { base: flowed(session.traffic[way], seconds) - rate * seconds, rate };
}
