import { UsageFault } from './fault.ts';

/** What was found; throws where nothing was. */
export function need<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`${what}: not known here`);
  return found;
}

/** One field of a body that came from another process; `undefined` where there is none. */
export function field(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, key)
    ? (body as Record<string, unknown>)[key]
    : undefined;
}

/** A text of at most 1024 characters. Throws `UsageFault`. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length > 1024) throw new UsageFault(`${what}: not a text`);
  return value;
}

/** A list, each of whose values is read. Throws `UsageFault`. */
export function list<T>(value: unknown, what: string, one: (value: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) throw new UsageFault(`${what}: not a list`);
  return value.map(one);
}
