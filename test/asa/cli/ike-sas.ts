import { outsideIp } from '../model.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import { allListed } from './listed.ts';
import type { Listed, ListedTunnel } from './listed.ts';

/** `show crypto isakmp sa [detail]`: from 8.4 on both versions, each under its heading (domain facts, D1). */
export function isakmpSas(device: Device, detail: boolean): readonly string[] {
  if (generation(device) > 8) return [...ikev1Sas(device, detail), ...ikev2Sas(device, detail)];
  const sas = sasOf(device, 'IKE');
  return sas.length === 0 ? ['', 'There are no isakmp sas'] : ['', ...firstSas(device, sas, detail)];
}

/** `show crypto ikev1 sa [detail]`. */
export function ikev1Sas(device: Device, detail: boolean): readonly string[] {
  const sas = sasOf(device, 'IKEv1');
  return sas.length === 0 ? ['', 'There are no IKEv1 SAs'] : ['', 'IKEv1 SAs:', '', ...firstSas(device, sas, detail)];
}

/** `show crypto ikev2 sa [detail]`. */
export function ikev2Sas(device: Device, detail: boolean): readonly string[] {
  const sas = sasOf(device, 'IKEv2');
  if (sas.length === 0) return ['', 'There are no IKEv2 SAs'];
  return ['', 'IKEv2 SAs:', '', ...sas.flatMap((sa) => secondSa(sa, detail))];
}

interface Sa {
  readonly one: Listed;
  readonly tunnel: ListedTunnel;
}

function sasOf(device: Device, kind: string): readonly Sa[] {
  return allListed(device).flatMap((one) =>
    one.tunnels.filter((tunnel) => tunnel.sort === 'ike' && tunnel.kind === kind).map((tunnel) => ({ one, tunnel })),
  );
}

function firstSas(device: Device, sas: readonly Sa[], detail: boolean): readonly string[] {
  const { role } = device.chassis();
  return [
    `   ${role === 'active' ? 'Active' : 'Standby'} SA: ${sas.length}`,
    '    Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)',
    `Total IKE SA: ${sas.length}`,
    '',
    ...sas.flatMap(({ one }, place) => {
      const site = one.user === undefined;
      const state = site || one.session?.seat.protocol === 'l2tp' ? 'MM_ACTIVE' : 'AM_ACTIVE';
      return [
        `${place + 1}   IKE Peer: ${one.publicIp}`,
        `    Type    : ${site ? 'L2L ' : 'user'}            Role    : ${site ? 'initiator' : 'responder'} `,
        `    Rekey   : no              State   : ${state} `,
        ...(detail
          ? [
              '    Encrypt : 3des            Hash    : SHA       ',
              '    Auth    : preshared       Lifetime: 86400',
              `    Lifetime Remaining: ${86_400 - (one.seconds % 86_400)}`,
            ]
          : []),
      ];
    }),
    '',
  ];
}

function secondSa({ one, tunnel }: Sa, detail: boolean): readonly string[] {
  const children = one.tunnels.flatMap(({ sas }) => (sas === undefined ? [] : [sas]));
  const end = (text: string) => text.padEnd(22);
  const remote = `${one.publicIp}/${one.behindNat ? 1025 + ((one.index * 7919) % 64_000) : 500}`;
  const local = `${outsideIp}/${one.behindNat ? 4500 : 500}`;
  return [
    `Session-id:${one.index}, Status:UP-ACTIVE, IKE count:1, CHILD count:${children.length}`,
    '',
    'Tunnel-id Local                 Remote                Status         Role',
    `${String(one.index * 4096 + 11).padStart(9)} ${end(local)}${end(remote)}READY    RESPONDER`,
    `      Encr: AES-CBC, keysize: 256, Hash: ${tunnel.hashing}, DH Grp:14, Auth sign: RSA, Auth verify: EAP`,
    `      Life/Active Time: 86400/${one.seconds % 86_400} sec`,
    ...(detail
      ? [
          `      Session-id: ${one.index}`,
          '      Status Description: Negotiation done',
          `      Local spi: ${spi(one, 1)}       Remote spi: ${spi(one, 2)}`,
        ]
      : []),
    ...children.flatMap(({ inbound, outbound }) => [
      'Child sa: local selector  0.0.0.0/0 - 255.255.255.255/65535',
      `          remote selector ${one.assignedIp}/0 - ${one.assignedIp}/65535`,
      `          ESP spi in/out: 0x${hex(inbound)}/0x${hex(outbound)}  `,
    ]),
    '',
  ];
}

const hex = (number: number) => number.toString(16);
const spi = ({ index, start }: Listed, way: number) =>
  ((start % 0xffffff) * 256 + index * way).toString(16).toUpperCase().padStart(16, 'A');

/** `show crypto isakmp stats`, from 8.4 on `show crypto ikev1 stats`: sums over what there has been (D1). */
export function ikeStats(device: Device): readonly string[] {
  const { asa } = device;
  const { active, cumulative } = asa.census.of('ikev1', 'l2tp', 'site');
  const failed = asa.ledger.failedLogins.length;
  const flow = (way: 'In' | 'Out') => [
    `  ${way} Octets: ${cumulative * 4812}`,
    `  ${way} Packets: ${cumulative * 31}`,
    `  ${way} Drop Packets: ${failed}`,
    `  ${way} Notifys: ${cumulative * 12}`,
    `  ${way} P2 Exchanges: ${cumulative}`,
    `  ${way} P2 Exchange Invalids: 0`,
    `  ${way} P2 Exchange Rejects: 0`,
    `  ${way} P2 Sa Delete Requests: ${cumulative - active}`,
  ];
  return [
    '',
    generation(device) > 8 ? 'Global IKEv1 Statistics' : 'Global IKE Statistics',
    `  Active Tunnels: ${active}`,
    `  Previous Tunnels: ${cumulative - active}`,
    ...flow('In'),
    ...flow('Out'),
    `  Initiator Tunnels: ${asa.census.of('site').cumulative}`,
    '  Initiator Fails: 0',
    `  Responder Fails: ${failed}`,
    '  System Capacity Fails: 0',
    `  Auth Fails: ${failed}`,
    '  Decrypt Fails: 0',
    '  Hash Valid Fails: 0',
    '  No Sa Fails: 0',
    '',
  ];
}
