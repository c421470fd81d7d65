// Lines of as many users as wanted, each at an address of its own: it and the assigned one are told by a number.

const ip = (first: number, n: number) => `${first}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
const who = (user: string, n: number) => `Group = hillvalleyvpn, Username = ${user}, IP = ${ip(100, n)}`;
const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');

/** An IKEv1 login in as few lines as it can be told. */
export const opened = (user: string, n: number): readonly string[] => [
  `<163>%ASA-3-713119: ${who(user, n)}, PHASE 1 COMPLETED`,
  `<166>%ASA-6-713228: ${who(user, n)}, Assigned private IP address ${ip(10, n)} to remote user`,
];

/** A rekey: one more pair of SAs. */
export const rekeyed = (user: string, n: number, spi: number): string =>
  `<166>%ASA-6-602303: IPSEC: An inbound remote access SA (SPI= 0x${spi.toString(16).toUpperCase().padStart(8, '0')}) between 10.10.10.2 and ${ip(100, n)} (user= ${user}) has been created.`;

/** Its end, after so many seconds. */
export const closed = (user: string, n: number, seconds: number): string =>
  `<164>%ASA-4-113019: ${who(user, n)}, Session disconnected. Session Type: IPsec, Duration: 0h:${pad(seconds / 60)}m:${pad(seconds % 60)}s, Bytes xmt: 4000, Bytes rcv: 900, Reason: User Requested`;
