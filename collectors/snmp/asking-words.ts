/** The reports of RFC 3414, 5, as the package names them. */
const reports: readonly (readonly [beginning: string, words: string])[] = [
  ['Unsupported Security Level', 'the user may not ask at this level'],
  ['Not In Time Window', 'our message is outside of its time window'],
  ['Unknown User Name', 'it does not know the user'],
  ['Unknown Engine ID', 'it does not know its own engine ID'],
  ['Wrong Digest', 'the passphrase of authentication is not the right one'],
  ['Decryption Error', 'the passphrase of privacy is not the right one'],
  ['Authentication digest', 'its answer is not authentic'],
];

/** What a report says, in words of our own. */
export function reportWords(message: string): string {
  return (
    reports.find(([beginning]) => message.startsWith(beginning))?.[1] ?? 'it refuses the message without saying why'
  );
}

/** Error statuses (RFC 3416, 3). */
const statuses = ['noError', 'tooBig', 'noSuchName', 'badValue', 'readOnly', 'genErr', 'noAccess'] as const;

/** What an error status is called. */
export function declinedAs(status: number): string {
  return statuses[status] ?? (status === 16 ? 'authorizationError' : `error status ${status}`);
}

/** The code of a fault of the system: its words may hold more than we want. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no route to it';
}
