import { BlockList, isIP } from 'node:net';

/** Whether an address is among these addresses and networks (`10.0.0.0/8`). */
export function among(list: readonly string[]): (address: string) => boolean {
  const listed = new BlockList();
  for (const one of list) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) listed.addAddress(address, family);
    else listed.addSubnet(address, Number(bits), family);
  }
  // What a proxy hands on as an address may be anything.
  return (address) => isIP(address) !== 0 && listed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Who an address is counted as: itself, or of IPv6 its /64, for a single customer is given at least that. */
export function countedAs(address: string): string {
  const four = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (four !== undefined || isIP(address) === 4) return four ?? address;
  if (isIP(address) === 0) return 'no address';
  const [before = '', behind = ''] = address.split('::');
  const groups = (text: string): readonly string[] => text.split(':').filter((group) => group !== '');
  const [head, tail] = [groups(before), groups(behind)];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const network = [...head, ...zeros, ...tail].slice(0, 4).map((group) => parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
