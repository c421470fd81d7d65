import { readFile } from 'node:fs/promises';

/** What the kernel tells of the sockets on a port. */
export interface KernelCounts {
  /** Datagrams dropped because the receive buffer was full, since the sockets were made. */
  readonly dropped: number;
  /** Bytes that wait to be read. */
  readonly waiting: number;
}

/** Reads the kernel's counts for a UDP port that is bound to any address; `undefined` where there is no /proc/net. */
export async function kernelCounts(port: number): Promise<KernelCounts | undefined> {
  const tables = await Promise.all(['/proc/net/udp', '/proc/net/udp6'].map(readTable));
  const found = tables.flatMap((table) => (table === undefined ? [] : [countsIn(table, port)]));
  if (found.length === 0) return undefined;
  return {
    dropped: found.reduce((sum, { dropped }) => sum + dropped, 0),
    waiting: found.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

/** The counts of a port in the text of /proc/net/udp or udp6. Only sockets bound to any address count: others are not ours. */
export function countsIn(table: string, port: number): KernelCounts {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let dropped = 0;
  let waiting = 0;
  for (const line of table.split('\n').slice(1)) {
    // sl, local address, remote address, state, tx:rx queue, timer, retransmits, uid, timeout, inode, references, pointer, drops
    const fields = line.trim().split(/\s+/);
    const [, local = '', , , queues = ''] = fields;
    if (!local.endsWith(end) || !/^0+$/.test(local.slice(0, -end.length))) continue;
    dropped += Number(fields[12] ?? 0);
    waiting += Number.parseInt(queues.split(':')[1] ?? '0', 16);
  }
  return { dropped, waiting };
}

async function readTable(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // not Linux, or no IPv6
    throw error;
  }
}
