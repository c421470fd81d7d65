import { NOT_REPORTED, type Field, type Statistics } from '../../server/domain/statistics.ts';
import { count } from './bytes.ts';
import { plain } from './plain.ts';
import { NEEDS_POLLING } from './session.ts';
import { when } from './time.ts';

/** What is said of what only a policy tells. */
export const NEEDS_CONFIGURATION = 'needs the running configuration';

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
export function isPolled(told: Statistics | undefined): boolean {
  return told !== undefined && Object.values(told.asa).some(({ source }) => source === 'poll');
}

/** What a poll tells; of a session that was polled and does not have it, why: it is only not listed yet, or the ASA does not report it. */
export function polled(
  told: Statistics | undefined,
  label: string,
  field: Field | undefined,
  now: number,
  more: Pick<Line, 'hover' | 'note'> = {},
): Line {
  if (isKnown(field)) return { label, value: text(field), ...more, ...fromOf(field) };
  const { hover } = more;
  const why = isPolled(told) ? lacking(field, now) : NEEDS_POLLING;
  return { label, why, ...(hover === undefined ? {} : { hover }) };
}

/** Why there is no value: what is listed each few minutes may only not have been listed yet. */
export function lacking(field: Field | undefined, now: number): string {
  if (field?.is !== 'not listed yet') return field === undefined ? NOT_REPORTED : text(field);
  const { dueAt } = field;
  if (dueAt === undefined) return 'not listed yet';
  if (dueAt > now) return `not listed yet: it is to be by ${when(dueAt, now)}`;
  return `not listed yet, though it was to be by ${when(dueAt, now)}: the device is busy, or answers slowly`;
}

/** What follows from the policy of the session. */
export function byPolicy(label: string, field: Field | undefined): Line {
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
