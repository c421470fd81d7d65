/** The line of a running configuration that says so: its number, from 1, and its text without secrets. */
export interface Evidence {
  readonly line: number;
  readonly text: string;
}

/** A value and the line that tells it. */
export interface Stated<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** What has a line of its own. */
export interface Entry {
  readonly evidence: Evidence;
}
