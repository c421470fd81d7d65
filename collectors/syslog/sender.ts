/** How many senders are remembered. */
const MOST = 4_096;

const addresses = new Map<string, string>();

/** One spelling for a sender's address, the same string each time: IPv4 in IPv6 as IPv4, without the interface of a link-local address. */
export function senderAddress(sender: string): string {
  const known = addresses.get(sender);
  if (known !== undefined) return known;
  if (addresses.size >= MOST) addresses.clear();
  const address = read(sender);
  addresses.set(sender, address);
  return address;
}

function read(sender: string): string {
  if (!sender.includes(':')) return sender;
  const zone = sender.indexOf('%');
  const address = zone < 0 ? sender : sender.slice(0, zone);
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}
