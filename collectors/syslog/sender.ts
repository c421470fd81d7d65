/** One spelling for a sender's address: IPv4 in IPv6 as IPv4, without the interface of a link-local address. */
export function senderAddress(sender: string): string {
  if (!sender.includes(':')) return sender;
  const zone = sender.indexOf('%');
  const address = zone < 0 ? sender : sender.slice(0, zone);
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}
