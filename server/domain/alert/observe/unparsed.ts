import type { Estate, Memory, Observer } from '../observer.ts';
import type { Observation } from '../alert.ts';
import { standing } from './standing.ts';
import { percent } from './words.ts';

/** A share is taken of so many messages or more, over so long or longer (milliseconds): of five, one is no fifth of all. */
const LEAST = 200;
const WINDOW = 5 * 60_000;

/** The counts at the last share that was taken, and what is told since. */
interface Mark {
  readonly [key: string]: string | number;
  readonly at: number;
  readonly messages: number;
  readonly misfits: number;
  readonly value: number;
  readonly text: string;
}

/** `collector.unparsed`: of the latest messages of a head-end those in words that the tables do not know. */
export const unparsed: Observer = ({ at, estate }, memory) => {
  const ids = new Set(estate.devices.map(({ id }) => id));
  const told = estate.understood.filter(({ device }) => ids.has(device)).map((one) => look(one, at, memory));
  return standing(told, memory);
};

function look({ device, messages, misfits }: Estate['understood'][number], at: number, memory: Memory): Observation {
  const key = `mark ${device}`;
  const before = memory.get(key) as Mark | undefined; // set below
  const mark = markAfter(before, { messages, misfits }, at);
  if (mark !== before) memory.set(key, mark);
  const { value, text } = mark;
  return { rule: 'collector.unparsed', subject: `${device}`, about: { device }, value, text, events: 0, evidence: [] };
}

function markAfter(before: Mark | undefined, now: Pick<Mark, 'messages' | 'misfits'>, at: number): Mark {
  if (before === undefined) return { at, ...now, value: 0, text: '' };
  // Of a head-end that sends more kinds of them than are counted one by one, a start of ours finds fewer.
  if (now.messages < before.messages || now.misfits < before.misfits) return { ...before, at, ...now };
  const messages = now.messages - before.messages;
  const misfits = now.misfits - before.misfits;
  if (messages < LEAST || at - before.at < WINDOW) return before;
  const value = Math.floor((misfits / messages) * 10_000) / 10_000;
  return {
    at,
    ...now,
    value,
    text: `${misfits} of ${messages} messages (${percent(value)}) are in words that are not known`,
  };
}
