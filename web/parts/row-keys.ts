/** What the row keys do to the table in front. */
export type RowKey = 'down' | 'up' | 'left' | 'right' | 'copy' | 'open' | 'close';

let table: ((key: RowKey) => void) | undefined;

/** Gives the row keys to a table, until the returned function is called. */
export function takeRowKeys(taken: (key: RowKey) => void): () => void {
  table = taken;
  return () => {
    if (table === taken) table = undefined;
  };
}

/** Hands a row key to the table in front. False when there is none. */
export function rowKey(key: RowKey): boolean {
  table?.(key);
  return table !== undefined;
}
