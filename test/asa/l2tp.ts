import { aaa } from './aaa-wordings.ts';
import type { Life } from './engine.ts';
import { ike } from './ike-wordings.ts';
import { isIpsec } from './ikev1.ts';
import type { IpsecTunnel } from './ikev1.ts';
import type { Reason, Who } from './message.ts';
import { outsideIp } from './model.ts';
import type { Session, SimulatedAsa } from './model.ts';
import type { Seat } from './people.ts';

/**
 * An L2TP client logs in (domain facts, B2): IPsec comes first, by the machine, and only then PPP asks for a user; `undefined` if
 * there was no address. Until PPP has a name, the SAs carry that of the tunnel group.
 */
export function* l2tpLogin(asa: SimulatedAsa, seat: Seat): Life<Session | undefined> {
  const { random, dialect } = asa;
  const who = asa.who(seat);
  const dialogue = asa.dialogue(seat);
  const machine = machineOf(who);
  const spi = () => random.int(0x100, 0xffffffff);
  const sas = { inbound: spi(), outbound: spi() };
  asa.say(ike.natDetection(who, seat.behindNat), ike.machinePhase1(dialect, who));
  yield random.int(10, 80);
  asa.say(...ike.created(machine, outsideIp, sas), ike.l2tpNegotiated(who, sas), ike.machinePhase2(who, spi()));
  yield random.int(100, 900);
  const server = asa.options.tunnelGroups.l2tp.aaaServer;
  asa.say(aaa.accepted(dialect, seat.user, server), aaa.policy(who), aaa.transaction(who));
  asa.say(aaa.dap(dialect, who, 'L2TP'));
  const continues = yield* asa.displace(seat);
  const address = asa.takeAddress(seat);
  if (address === undefined) {
    asa.say(noPppAddress, ike.l2tpTerminated(who, 'Peer Terminate', outsideIp));
    asa.say(...ike.deleted(machine, outsideIp, sas));
    asa.decided(dialogue, { stage: 'address', cause: 'addr.pool_exhausted' });
    return undefined;
  }
  const session = asa.open(seat, address, l2tpLogout, continues);
  session.tunnels.push({ kind: 'ike' }, { kind: 'ipsec', sas });
  asa.say(ike.l2tpUp(who, tunnelOf(session), address));
  asa.bound(session);
  asa.decided(dialogue, { stage: 'phase2' });
  return session;
}

/** New SAs, then the old ones go: nobody logs out. */
export function* l2tpRekey(asa: SimulatedAsa, session: Session): Life {
  const old = session.tunnels.filter(isIpsec);
  session.busy = true;
  const spi = () => asa.random.int(0x100, 0xffffffff);
  const sas = { inbound: spi(), outbound: spi() };
  session.tunnels.push({ kind: 'ipsec', sas });
  asa.say(...ike.created(machineOf(session), outsideIp, sas), ike.l2tpNegotiated(session, sas));
  asa.say(ike.machinePhase2(session, spi()));
  yield asa.random.int(100, 2000);
  drop(asa, session, old);
  session.busy = false;
}

/** An L2TP session ends. */
export function* l2tpLogout(asa: SimulatedAsa, session: Session, reason: Reason): Life {
  session.busy = true;
  if (reason === 'Administrator Reset') asa.say(aaa.loggedOff(session.user));
  asa.say(ike.l2tpDown(session, tunnelOf(session)));
  yield asa.random.int(1, 20);
  asa.say(ike.l2tpTerminated(session, 'Peer Terminate', outsideIp));
  drop(asa, session, session.tunnels.filter(isIpsec));
  yield asa.random.int(1, 20);
  const { l2tp, l2tpNatT } = asa.dialect.sessionType;
  asa.close(session, reason, [session.seat.behindNat ? l2tpNatT : l2tp]);
}

/** 213004: PPP got no address. */
export const noPppAddress = [3, 213004, 'PPP virtual interface 1 client ip allocation failed.'] as const;

const machineOf = (who: Who): Who => ({ ...who, user: who.tunnelGroup });

/** A tunnel number that stays with the session. */
const tunnelOf = ({ entry }: Session) => 1 + (Math.floor(entry.start / 7) % 65_535);

function drop(asa: SimulatedAsa, session: Session, old: readonly IpsecTunnel[]): void {
  for (const tunnel of old) {
    session.tunnels.splice(session.tunnels.indexOf(tunnel), 1);
    asa.say(...ike.deleted(machineOf(session), outsideIp, tunnel.sas));
  }
}
