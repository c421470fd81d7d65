import { NOT_REPORTED, type Field, type Statistics } from '../../server/domain/statistics.ts';
import { count } from './bytes.ts';
import { plain } from './plain.ts';
import { when } from './time.ts';

/** What is said of what only a policy tells. */
export const NEEDS_CONFIGURATION = 'needs the running configuration';

/** What is said while the API is still asked: nothing that could turn out to be untrue. */
export const ASKING = '…';

/** One line of the window: a value with where it is from, or in words why there is none. */
export interface Line {
  readonly label: string;
  readonly value?: string;
  readonly mono?: boolean;
  /** Said beside the value in small letters. */
  readonly note?: string;
  /** Why there is no value. */
  readonly why?: string;
  readonly hover?: string;
  readonly from?: From;
}

/** Who told a value, and when (epoch milliseconds). */
export interface From {
  readonly source: NonNullable<Field['source']>;
  readonly at: number;
}

/** One box of the window. */
export interface Box {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Whether a poll has told anything of the session. */
export function isPolled(told: Statistics): boolean {
  return Object.values(told.asa).some(({ source }) => source === 'poll');
}

/** What a poll tells, or why it does not. */
export function polled(
  label: string,
  field: Field | undefined,
  now: number,
  more: Pick<Line, 'hover' | 'note'> = {},
): Line {
  if (isKnown(field)) return { label, value: text(field), ...more, ...fromOf(field) };
  const { hover } = more;
  return { label, why: lacking(field, now), ...(hover === undefined ? {} : { hover }) };
}

/** Why there is no value: the API has not answered yet, or what is listed each few minutes has not been listed yet. */
export function lacking(field: Field | undefined, now: number): string {
  if (field === undefined) return ASKING;
  if (field.is !== 'not listed yet') return text(field);
  const { dueAt } = field;
  if (dueAt === undefined) return 'not listed yet';
  if (dueAt > now) return `not listed yet: it is to be by ${when(dueAt, now)}`;
  return `not listed yet, though it was to be by ${when(dueAt, now)}: the device is busy, does not answer, or does so slowly`;
}

/** What follows from the policy of the session. */
export function byPolicy(label: string, field: Field | undefined): Line {
  if (field === undefined) return { label, why: ASKING };
  if (!isKnown(field)) return { label, why: NEEDS_CONFIGURATION };
  return { label, value: text(field), ...fromOf(field) };
}

/** What the ASA never learns. */
export function clientOnly(label: string): Line {
  return { label, why: NOT_REPORTED, hover: 'Known only to the client.' };
}

/** Whether anybody has told it. */
export function isKnown(field: Field | undefined): field is Field {
  return field !== undefined && (field.is === 'measured' || field.is === 'derived');
}

/** A value as the window writes it. */
export function text({ value }: Field): string {
  return typeof value === 'number' ? count(value) : plain(value);
}

/** Who told it, and when. */
export function fromOf({ source, at }: Field): Pick<Line, 'from'> {
  return source === undefined || at === undefined ? {} : { from: { source, at } };
}
