/** Where a server can stop to answer for ever; that of the TCP handshake is `deafPort`. */
export type Hang = 'banner' | 'key exchange' | 'authentication' | 'channel' | 'output' | 'close';

/** What is wrong with a server just now; it can be changed between two polls, and counts from the next connection or command on. */
export interface Trouble {
  readonly hang?: Hang;
  /** Only while this command's output is told; without it, during any command's. */
  readonly of?: string;
  /** Bytes of a command's output (echo left out) before it hangs, where `hang` is `output`. */
  readonly at?: number;
  /** The connection ends after so many bytes of a command's output. */
  readonly cut?: number;
  /** A log line that is printed to the terminal before this line (from 0) of the output. */
  readonly stray?: { readonly line: number; readonly text: string };
  /** So many bytes at once, then a wait. */
  readonly slow?: { readonly bytes: number; readonly milliseconds: number };
  readonly refuseLogin?: boolean;
  /** Commands that `aaa authorization command` refuses; `true`: all. */
  readonly unauthorized?: readonly string[] | true;
}

/** What has been seen of the clients of a server, or of several that share it. */
export interface Counts {
  /** TCP connections so far, now, and at once at most: `mostOpen` 1 means never two. */
  connections: number;
  open: number;
  mostOpen: number;
  /** Those that were sent away because five were there. */
  noRoom: number;
  /** Bytes that came in before anybody was logged in. */
  bytesBeforeLogin: number;
  /** How often a password was sent, right or wrong. */
  passwords: number;
  loginsFailed: number;
  loginsPermitted: number;
  /** All that was typed or asked, in order, without passwords. */
  readonly commands: string[];
}

export const noCounts = (): Counts => ({
  connections: 0,
  open: 0,
  mostOpen: 0,
  noRoom: 0,
  bytesBeforeLogin: 0,
  passwords: 0,
  loginsFailed: 0,
  loginsPermitted: 0,
  commands: [],
});

/** A client is there. */
export function arrived(counts: Counts): void {
  counts.connections += 1;
  counts.open += 1;
  counts.mostOpen = Math.max(counts.mostOpen, counts.open);
}

/** The output of a command, with what disturbs it. */
export function disturbed(lines: readonly string[], command: string, { stray, of }: Trouble): readonly string[] {
  if (stray === undefined || (of !== undefined && of !== command)) return lines;
  return [...lines.slice(0, stray.line), stray.text, ...lines.slice(stray.line)];
}

/** The words with which a command is refused; `undefined`: it is not. */
export function refusal(command: string, { unauthorized }: Trouble, seven: boolean): string | undefined {
  const refused = unauthorized === true || (unauthorized ?? []).includes(command);
  if (!refused) return undefined;
  return seven ? 'Command authorization failed' : 'ERROR: Command authorization failed';
}
