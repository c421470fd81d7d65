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
