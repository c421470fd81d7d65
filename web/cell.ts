/** A value that can be listened to. */
export interface Cell<T> {
  get(): T;
  /** Sets the value and tells the listeners, unless it is the same one. */
  set(value: T): void;
  /** Calls back after each change, until the returned function is called. */
  listen(heard: () => void): () => void;
}

/** A cell that holds `first`. */
export function cell<T>(first: T): Cell<T> {
  let held = first;
  const listeners = new Set<() => void>();
  return {
    get: () => held,
    set(value) {
      if (Object.is(value, held)) return;
      held = value;
      for (const heard of [...listeners]) heard();
    },
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
