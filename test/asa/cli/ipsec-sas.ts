import { outsideIp } from '../model.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import { allListed } from './listed.ts';
import type { Counters, Listed, ListedTunnel } from './listed.ts';

/** `show crypto ipsec sa` (domain facts, D2): each pair of SAs with its counters; encaps go to the peer. */
export function ipsecSas(device: Device): readonly string[] {
  const pairs = allListed(device).flatMap((one) =>
    one.tunnels.flatMap((tunnel) => (tunnel.sas === undefined ? [] : pairLines(device, one, tunnel, tunnel.sas))),
  );
  return pairs.length === 0 ? ['', 'There are no ipsec sas'] : ['interface: outside', ...pairs];
}

function pairLines(
  device: Device,
  one: Listed,
  tunnel: ListedTunnel,
  { inbound, outbound }: { readonly inbound: number; readonly outbound: number },
): readonly string[] {
  const shape = generation(device);
  const nine = shape === 9;
  const site = one.user === undefined;
  const { packetsTx: out, packetsRx: back, droppedTx, droppedRx } = tunnel.counters;
  const map = site ? 'outside_map' : 'outside_dyn_map';
  const ports = shape !== 7;
  const port = one.behindNat ? 1025 + ((one.index * 7919) % 64_000) : 0;
  const remoteIdent = site ? '192.168.77.0/255.255.255.0/0/0' : `${one.assignedIp ?? '0.0.0.0'}/255.255.255.255/0/0`;
  return [
    `    Crypto map tag: ${map}, seq num: ${site ? 5 : 10}, local addr: ${outsideIp}`,
    '',
    ...(site
      ? ['      access-list BIFFCO extended permit ip 172.16.1.0 255.255.255.0 192.168.77.0 255.255.255.0 ']
      : []),
    `      local ident (addr/mask/prot/port): (${site ? '172.16.1.0/255.255.255.0' : '0.0.0.0/0.0.0.0'}/0/0)`,
    `      remote ident (addr/mask/prot/port): (${remoteIdent})`,
    `      current_peer: ${one.publicIp}${site ? '' : `, username: ${one.user}`}`,
    ...(site ? [] : [`      dynamic allocated peer ip: ${one.assignedIp ?? '0.0.0.0'}`]),
    '',
    `      #pkts encaps: ${out}, #pkts encrypt: ${out}, #pkts digest: ${out}`,
    `      #pkts decaps: ${back}, #pkts decrypt: ${back}, #pkts verify: ${back}`,
    '      #pkts compressed: 0, #pkts decompressed: 0',
    `      #pkts not compressed: ${out}, #pkts comp failed: 0, #pkts decomp failed: 0`,
    '      #pre-frag successes: 0, #pre-frag failures: 0, #fragments created: 0',
    `      #PMTUs sent: 0, #PMTUs rcvd: 0, #decapsulated ${nine ? 'frgs' : 'frags'} needing reassembly: 0`,
    ...(nine
      ? ['      #TFC rcvd: 0, #TFC sent: 0', '      #Valid ICMP Errors rcvd: 0, #Invalid ICMP Errors rcvd: 0']
      : []),
    `      #send errors: ${droppedTx}, #recv errors: ${droppedRx}`,
    '',
    `      local crypto endpt.: ${outsideIp}${ports ? `/${one.behindNat ? 4500 : 0}` : ''}, ` +
      `remote crypto endpt.: ${one.publicIp}${ports ? `/${port}` : ''}`,
    `      path mtu 1500, ipsec overhead ${nine ? '82(52)' : '58'}, media mtu 1500`,
    ...(nine
      ? [
          '      PMTU time remaining (sec): 0, DF policy: copy-df',
          '      ICMP error validation: disabled, TFC packets: disabled',
        ]
      : []),
    `      current outbound spi: ${spi(outbound)}`,
    ...(shape > 8 ? [`      current inbound spi : ${spi(inbound)}`] : []),
    '',
    '    inbound esp sas:',
    ...saLines(device, one, tunnel, inbound, map),
    '    outbound esp sas:',
    ...saLines(device, one, tunnel, outbound, map),
    '',
  ];
}

function saLines(device: Device, one: Listed, tunnel: ListedTunnel, number: number, map: string): readonly string[] {
  const shape = generation(device);
  const cipher = tunnel.encryption === 'AES256' ? 'esp-aes-256' : 'esp-3des';
  const seconds = 28_800 - (one.seconds % 28_800);
  const timing =
    shape === 7
      ? `(sec): ${seconds}`
      : `(kB/sec): (${Math.max(0, 4_608_000 - Math.floor((tunnel.counters.bytesTx + tunnel.counters.bytesRx) / 1024))}/${seconds})`;
  return [
    `      spi: 0x${spi(number)} (${number})`,
    ...(shape === 9 ? ['         SA State: active'] : []),
    `         transform: ${cipher} esp-sha-hmac no compression`,
    `         in use settings ={${settings(device, one).join(', ')}, }`,
    `         slot: 0, conn_id: ${one.index * 4096}, crypto-map: ${map}`,
    `         sa timing: remaining key lifetime ${timing}`,
    `         IV size: ${cipher === 'esp-3des' ? 8 : 16} bytes`,
    '         replay detection support: Y',
    ...(shape === 7 ? [] : ['         Anti replay bitmap:', '          0xFFFFFFFF 0xFFFFFFFF']),
  ];
}

function settings(device: Device, one: Listed): readonly string[] {
  const { seat } = one.session ?? {};
  const over = seat?.wrapped === 'udp' ? ['UDP-Encaps'] : seat?.wrapped === 'tcp' ? ['TCP-Encaps'] : undefined;
  return [
    seat === undefined ? 'L2L' : 'RA',
    seat?.protocol === 'l2tp' ? 'Transport' : 'Tunnel',
    ...(over ?? (one.behindNat ? ['NAT-T-Encaps'] : [])),
    ...(seat === undefined ? ['PFS Group 2'] : []),
    ...(generation(device) > 8 ? [seat?.protocol === 'ikev2' ? 'IKEv2' : 'IKEv1'] : []),
  ];
}

const spi = (number: number) => number.toString(16).toUpperCase().padStart(8, '0');

/** `show crypto ipsec stats` (D2): sums over the SAs that are up. */
export function ipsecStats(device: Device): readonly string[] {
  const tunnels = allListed(device).flatMap((one) => one.tunnels.filter(({ sas }) => sas !== undefined));
  const { cumulative, active } = device.asa.census.of('ikev1', 'l2tp', 'ikev2', 'generic', 'site');
  const sum = (key: keyof Counters) => tunnels.reduce((total, { counters }) => total + counters[key], 0);
  const [out, back] = [sum('packetsTx'), sum('packetsRx')];
  return [
    '',
    'IPsec Global Statistics',
    '-----------------------',
    `Active tunnels: ${tunnels.length}`,
    `Previous tunnels: ${cumulative - active}`,
    'Inbound',
    `    Bytes: ${sum('bytesRx')}`,
    `    Decompressed bytes: ${sum('bytesRx')}`,
    `    Packets: ${back}`,
    `    Dropped packets: ${sum('droppedRx')}`,
    '    Replay failures: 0',
    `    Authentications: ${back}`,
    '    Authentication failures: 0',
    `    Decryptions: ${back}`,
    '    Decryption failures: 0',
    ...(generation(device) === 9 ? ['    TFC Packets: 0'] : []),
    '    Decapsulated fragments needing reassembly: 0',
    'Outbound',
    `    Bytes: ${sum('bytesTx')}`,
    `    Uncompressed bytes: ${sum('bytesTx')}`,
    `    Packets: ${out}`,
    `    Dropped packets: ${sum('droppedTx')}`,
    `    Authentications: ${out}`,
    '    Authentication failures: 0',
    `    Encryptions: ${out}`,
    '    Encryption failures: 0',
    '    Fragmentation successes: 0',
    '    Fragmentation failures: 0',
    'Protocol failures: 0',
    'Missing SA failures: 0',
    'System capacity failures: 0',
    '',
  ];
}
