import { readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const IPV4 = '/proc/net/udp';
const FILES = '/proc/self/fd';
// sl, local address, remote address, state, tx:rx queue, timer, retransmits, uid, timeout, inode, references, pointer, drops
const [QUEUES, INODE, DROPS] = [4, 9, 12];

/** What the kernel tells of the sockets on a port. */
export interface KernelCounts {
  /** Datagrams dropped because the receive buffer was full, since the sockets were made. */
  readonly dropped: number;
  /** Bytes that wait to be read. */
  readonly waiting: number;
}

/** Reads the kernel's counts for a UDP port that is bound to any address; `undefined` where there is no /proc/net. */
export async function kernelCounts(port: number): Promise<KernelCounts | undefined> {
  const tables = await Promise.all([IPV4, '/proc/net/udp6'].map(readTable));
  const found = tables.flatMap((table) => (table === undefined ? [] : [countsIn(table, port)]));
  if (found.length === 0) return undefined;
  return {
    dropped: found.reduce((sum, { dropped }) => sum + dropped, 0),
    waiting: found.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

/** The counts of a port in the text of /proc/net/udp or udp6. Only sockets bound to any address count: others are not ours. */
export function countsIn(table: string, port: number): KernelCounts {
  let dropped = 0;
  let waiting = 0;
  for (const fields of socketsIn(table, port)) {
    dropped += Number(fields[DROPS] ?? 0);
    waiting += Number.parseInt(fields[QUEUES]?.split(':')[1] ?? '0', 16);
  }
  return { dropped, waiting };
}

/** The file descriptor of our IPv4 socket on a UDP port that is bound to any address; `undefined` where there is no /proc. */
export async function fileOf(port: number): Promise<number | undefined> {
  const table = (await readTable(IPV4)) ?? '';
  const inodes = new Set(socketsIn(table, port).map((fields) => `socket:[${fields[INODE]}]`));
  if (inodes.size === 0) return undefined;
  for (const file of await readdir(FILES)) {
    const link = await readlink(join(FILES, file)).catch(() => ''); // one that was closed meanwhile
    if (inodes.has(link)) return Number(file);
  }
  return undefined;
}

/** The fields of the sockets that are bound to a port of any address. */
function socketsIn(table: string, port: number): readonly (readonly string[])[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local = '']) => local.endsWith(end) && /^0+$/.test(local.slice(0, -end.length)));
}

async function readTable(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // not Linux, or no IPv6
    throw error;
  }
}
