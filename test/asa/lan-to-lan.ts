import { aaa } from './aaa-wordings.ts';
import type { Life } from './engine.ts';
import { ike } from './ike-wordings.ts';
import type { SaPair } from './ike-wordings.ts';
import type { LedgerSite } from './ledger.ts';
import type { Message, Reason, Who } from './message.ts';
import { outsideIp } from './model.ts';
import type { SimulatedAsa } from './model.ts';

/** A LAN-to-LAN session that is up. */
export interface Site {
  readonly who: Who;
  /** The number that the ASA gives the session. */
  readonly index: number;
  readonly entry: LedgerSite;
  sas: SaPair;
}

/** What a LAN-to-LAN session has carried so many seconds after it came up. */
export const siteBytes = (seconds: number) => ({ bytesTx: 4000 + 1500 * seconds, bytesRx: 3000 + 900 * seconds });

/** A LAN-to-LAN session comes up; its tunnel group is named after the peer (domain facts, B0, B11). */
export function* siteUp(asa: SimulatedAsa, peerIp: string): Life<Site> {
  const { random, dialect } = asa;
  const who = { user: peerIp, publicIp: peerIp, tunnelGroup: peerIp, groupPolicy: 'DfltGrpPolicy' };
  asa.say(l2l.initiates(who, 'New Phase 1'));
  yield random.int(50, 500);
  asa.say(ike.machinePhase1(dialect, who));
  yield random.int(10, 80);
  const sas = pairOf(asa);
  const open = { end: null, seconds: null, bytesTx: null, bytesRx: null, reason: null };
  const entry: LedgerSite = { peerIp, start: asa.options.now(), ...open };
  asa.ledger.sites.push(entry);
  tell(asa, who, sas);
  const site = { who, index: asa.nextIndex(), entry, sas };
  asa.sites.add(site);
  asa.census.opened('site');
  return site;
}

/** New SAs, then the old ones go. */
export function* siteRekey(asa: SimulatedAsa, site: Site): Life {
  asa.say(l2l.initiates(site.who, 'Rekeying Phase 2'));
  const old = site.sas;
  site.sas = pairOf(asa);
  tell(asa, site.who, site.sas);
  yield asa.random.int(100, 2000);
  asa.say(...ike.deleted(site.who, outsideIp, old, 'LAN-to-LAN'));
}

/** It goes down. */
export function* siteDown(asa: SimulatedAsa, site: Site, reason: Reason): Life {
  const { who, entry, sas } = site;
  asa.say(l2l.terminated(who));
  yield asa.random.int(1, 20);
  asa.say(...ike.deleted(who, outsideIp, sas, 'LAN-to-LAN'));
  yield asa.random.int(1, 20);
  const end = asa.options.now();
  const seconds = Math.floor((end - entry.start) / 1000);
  const { bytesTx, bytesRx } = siteBytes(seconds);
  asa.sites.delete(site);
  asa.census.closed('site');
  Object.assign(entry, { end, seconds, bytesTx, bytesRx, reason });
  const sessionType = asa.dialect.sessionType.lanToLan;
  asa.say(aaa.closed(who, { sessionType, seconds, bytesTx, bytesRx, reason }));
}

const group = (who: Who) => `Group = ${who.tunnelGroup}, IP = ${who.publicIp}, `;

const l2l = {
  initiates: (who: Who, what: 'New Phase 1' | 'Rekeying Phase 2'): Message => [
    5,
    713041,
    `${group(who)}IKE Initiator: ${what}, Intf inside, IKE Peer ${who.publicIp}  ` +
      'local Proxy Address 172.16.1.0, remote Proxy Address 192.168.77.0,  Crypto map (outside_map)',
  ],
  negotiated: (who: Who, { inbound, outbound }: SaPair): Message => [
    5,
    713049,
    `${group(who)}Security negotiation complete for LAN-to-LAN Group (${who.tunnelGroup})  Initiator, ` +
      `Inbound SPI = 0x${hex(inbound)}, Outbound SPI = 0x${hex(outbound)}`,
  ],
  terminated: (who: Who): Message => [
    5,
    713050,
    `${group(who)}Connection terminated for peer ${who.publicIp}.  Reason: Peer Terminate  ` +
      'Remote Proxy 192.168.77.0, Local Proxy 172.16.1.0',
  ],
};

const hex = (number: number) => number.toString(16).padStart(8, '0');

function pairOf({ random }: SimulatedAsa): SaPair {
  return { inbound: random.int(0x100, 0xffffffff), outbound: random.int(0x100, 0xffffffff) };
}

function tell(asa: SimulatedAsa, who: Who, sas: SaPair): void {
  asa.say(...ike.created(who, outsideIp, sas, 'LAN-to-LAN'), l2l.negotiated(who, sas));
  asa.say(ike.machinePhase2(who, asa.random.int(0x100, 0xffffffff)));
}
