/** What an `Audt Sess ID` holds. */
export interface AuditId {
  /** The ASA's own address, dotted. */
  readonly address: string;
  readonly index: number;
  /** By the device's clock, epoch milliseconds: no zone, but all of its skew. */
  readonly login: number;
}

/** Reads an `Audt Sess ID`: address, Index << 12 and login, four bytes each (domain facts, part 0); `undefined` if it is none. */
export function readAuditId(text: string): AuditId | undefined {
  const found = /^([0-9a-f]{8})([0-9a-f]{5})[0-9a-f]{3}([0-9a-f]{8})$/i.exec(text);
  if (found === null) return undefined;
  const [, address = '', index = '', login = ''] = found;
  const bytes = [0, 2, 4, 6].map((at) => parseInt(address.slice(at, at + 2), 16));
  return { address: bytes.join('.'), index: parseInt(index, 16), login: parseInt(login, 16) * 1000 };
}
