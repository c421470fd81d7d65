import { aaa } from './aaa-wordings.ts';
import type { Life } from './engine.ts';
import { fits } from './firewall.ts';
import { ike } from './ike-wordings.ts';
import type { SaPair } from './ike-wordings.ts';
import type { LedgerSession } from './ledger.ts';
import type { Message, Reason, Who } from './message.ts';
import { outsideIp } from './model.ts';
import type { Session, SimulatedAsa, Tunnel } from './model.ts';
import type { Seat } from './people.ts';

/** What a client types: so many wrong passwords before the right one; the exchange ends when `patience` of them were wrong. */
export interface Typing {
  readonly wrong: number;
  readonly patience: number;
  /** Milliseconds between two tries, from and to; never above 5 s, or they are two dialogues to whoever listens. */
  readonly pause?: readonly [number, number];
}
export const quickly = [200, 1500] as const;
export const flawless: Typing = { wrong: 0, patience: 3 };

/** An IKEv1 client logs in; `undefined` if its password was wrong too often or there was no address. */
export function* ikeLogin(
  asa: SimulatedAsa,
  seat: Seat,
  { wrong, patience, pause = quickly } = flawless,
): Life<Session | undefined> {
  const { random, dialect } = asa;
  const who = asa.who(seat);
  const dialogue = asa.dialogue(seat);
  asa.say(ike.landed(who), ike.natDetection(who, seat.behindNat));
  yield random.int(100, 600);
  for (let tries = 1; tries <= wrong; tries += 1) {
    const final = tries === patience;
    const cause = asa.reject(seat, final);
    if (final) {
      asa.say(ike.xauthRejected(who), ...ike.noPeerEntry(who));
      asa.decided(dialogue, { stage: 'xauth', cause });
      return undefined;
    }
    yield random.int(...pause);
  }
  const server = asa.options.tunnelGroups.ikev1.aaaServer;
  asa.say(
    aaa.accepted(dialect, seat.user, server),
    aaa.policy(who),
    aaa.transaction(who),
    aaa.dap(dialect, who, 'IPSec'),
  );
  asa.say(ike.xauthAccepted(who));
  yield random.int(5, 40);
  asa.say(ike.modeAttribute(who), ike.client(who, seat.clientType, seat.clientVersion), ...firewallLines(who, seat));
  const continues = yield* asa.displace(seat);
  const address = asa.takeAddress(seat);
  if (address === undefined) {
    asa.say(ike.noAddress(who), ...ike.noPeerEntry(who));
    asa.decided(dialogue, { stage: 'address', cause: 'addr.pool_exhausted' });
    return undefined;
  }
  const session = asa.open(seat, address, ikeLogout, continues);
  session.busy = true;
  Object.assign(session.entry, firewallTold(seat, asa.options.level));
  asa.say(ike.assigned(who, address));
  yield random.int(5, 40);
  session.tunnels.push({ kind: 'ike' });
  asa.say(ike.phase1(dialect, who), ike.keepAlive(who), ike.lifetime(who));
  yield random.int(10, 80);
  addSas(asa, session);
  asa.bound(session);
  asa.decided(dialogue, { stage: 'phase2' });
  session.busy = false;
  return session;
}

/** What is said of the client's firewall: its record, and whether the policy expected another. */
function firewallLines(who: Who, { firewall }: Seat): readonly Message[] {
  if (firewall === undefined) return [ike.noFirewall(who)];
  const record = ike.firewallRecord(who, firewall);
  return fits(firewall) ? [record] : [record, ike.otherFirewall(who, firewall)];
}

/** What these lines tell at this level: the record is for debugging, what the policy does not expect is an error. */
function firewallTold({ firewall }: Seat, level: number): Pick<LedgerSession, 'firewall' | 'unexpectedFirewall'> {
  if (firewall === undefined) return { firewall: null, unexpectedFirewall: level < 3 ? null : 'none' };
  const received = `${firewall.vendor} ${firewall.product}`;
  return {
    firewall: level < 7 ? null : `${received} ${firewall.version}`,
    unexpectedFirewall: level < 3 || fits(firewall) ? null : received,
  };
}

/** New SAs, then the old ones go: nobody logs out. */
export function* ikeRekey(asa: SimulatedAsa, session: Session): Life {
  const old = session.tunnels.filter(isIpsec);
  session.busy = true;
  asa.say(ike.lifetime(session));
  yield asa.random.int(10, 80);
  addSas(asa, session);
  yield asa.random.int(100, 2000);
  dropSas(asa, session, old);
  session.busy = false;
}

/** An IKEv1 session ends, in the words that go with the reason. */
export function* ikeLogout(asa: SimulatedAsa, session: Session, reason: Reason): Life {
  const { closing, terminated, tornDown } = partings[reason];
  session.busy = true;
  const address = session.entry.assignedIp ?? '';
  if (closing === 'lost') asa.say(ike.lostContact(session));
  if (closing === 'admin') {
    asa.say(aaa.loggedOff(session.user), ike.deleteSent(session, 'Disconnected by Administrator'));
  }
  if (closing === 'idle') asa.say(ike.deleteSent(session, 'Idle timeout'));
  if (closing === 'max') asa.say(ike.deleteSent(session, 'Maximum Configured Lifetime Exceeded'));
  if (terminated !== undefined) asa.say(ike.terminated(session, terminated, address));
  yield asa.random.int(1, 20);
  dropSas(asa, session, session.tunnels.filter(isIpsec));
  if (tornDown !== undefined) asa.say(ike.tornDown(session, tornDown));
  yield asa.random.int(1, 20);
  const { wrapped, behindNat } = session.seat;
  asa.close(session, reason, [asa.dialect.sessionType[wrapped ?? (behindNat ? 'natT' : 'ipsec')]]);
}

/** How each reason is told before 113019: first words, 713050's reason, 713259's reason. */
const partings: Readonly<Record<Reason, Parting>> = {
  'User Requested': { terminated: 'Peer Terminate' },
  'Idle Timeout': { closing: 'idle', terminated: 'IPSec SA Idle Timeout', tornDown: 'Idle Timeout' },
  'Lost Service': { closing: 'lost', tornDown: 'Lost Service' },
  'Max time exceeded': { closing: 'max', terminated: 'IPsec SA Max Time Exceeded', tornDown: 'Max Time Exceeded' },
  'Administrator Reset': { closing: 'admin', terminated: 'Administrator Reset', tornDown: 'Administrator Reset' },
  'Peer Reconnected': { tornDown: 'Peer Reconnected' },
  'Port Preempted': { tornDown: 'Port Preempted' },
  'Phase 2 Mismatch': { tornDown: 'Phase 2 Mismatch' },
  'crypto map policy not found': { tornDown: 'crypto map policy not found' },
  Unknown: { tornDown: 'Unknown' },
};

interface Parting {
  readonly closing?: 'lost' | 'admin' | 'idle' | 'max';
  readonly terminated?: string;
  readonly tornDown?: string;
}

/** A pair of SAs of a session. */
export type IpsecTunnel = Extract<Tunnel, { kind: 'ipsec' }>;
export const isIpsec = (tunnel: Tunnel): tunnel is IpsecTunnel => tunnel.kind === 'ipsec';

/** A pair of SAs comes up. */
export function addSas(asa: SimulatedAsa, session: Session): void {
  const spi = () => asa.random.int(0x100, 0xffffffff);
  const sas: SaPair = { inbound: spi(), outbound: spi() };
  session.tunnels.push({ kind: 'ipsec', sas });
  asa.say(...ike.created(session, outsideIp, sas), ike.negotiated(session, sas));
  asa.say(ike.phase2(session, spi()), ike.rekeyTimer(session));
}

/** Pairs of SAs go down. */
export function dropSas(asa: SimulatedAsa, session: Session, old: readonly IpsecTunnel[]): void {
  for (const tunnel of old) {
    session.tunnels.splice(session.tunnels.indexOf(tunnel), 1);
    asa.say(...ike.deleted(session, outsideIp, tunnel.sas));
  }
}
