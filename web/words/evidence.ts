/** What a message says, for people who do not know the numbers by heart. */
export const sayings: Readonly<Record<number, string>> = {
  113004: 'An AAA server accepted the user',
  113005: 'An AAA server rejected the user',
  113012: 'The local database accepted the user',
  113015: 'The local database rejected the user',
  113019: 'The session is over: its duration, bytes and reason',
  113039: 'The AnyConnect parent session began',
  602303: 'An IPsec SA was made',
  602304: 'An IPsec SA was deleted',
  713049: 'A pair of IPsec SAs is up',
  713050: 'The connection is being ended',
  713052: 'Xauth accepted the user',
  713119: 'IKE phase 1 is up',
  713120: 'IPsec phase 2 is up',
  713132: 'No address could be had',
  713167: 'Xauth rejected the user',
  713184: 'The client said what it is',
  713228: 'The user got an address',
  713259: 'The session is being torn down',
  722020: 'No address was free for an AnyConnect client',
  722022: 'An AnyConnect tunnel is up',
  722023: 'An AnyConnect tunnel is down',
  722051: 'The user got an address',
  722055: 'The client said what it is',
  737006: 'An address was had from a local pool',
  737007: 'No address was free in a local pool',
  737016: 'An address went back to its pool',
  737026: 'An address was taken from a local pool',
};

/** What a message says, or its number where we have no words for it. */
export function saying(messageId: number | null): string {
  if (messageId === null) return 'A line without a message ID';
  return sayings[messageId] ?? `Message ${messageId}`;
}
