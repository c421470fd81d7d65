import { aaa } from './aaa-wordings.ts';
import type { Life } from './engine.ts';
import { ike } from './ike-wordings.ts';
import { ikev2 } from './ikev2-wordings.ts';
import { dropSas, flawless, isIpsec, quickly } from './ikev1.ts';
import type { Reason } from './message.ts';
import { outsideIp } from './model.ts';
import type { Session, SimulatedAsa } from './model.ts';
import type { Seat } from './people.ts';

/** An AnyConnect client logs in over IKEv2 with EAP; `undefined` if its password was wrong too often or there was no address. */
export function* ikev2Login(
  asa: SimulatedAsa,
  seat: Seat,
  { wrong, patience, pause = quickly } = flawless,
): Life<Session | undefined> {
  const { random, dialect } = asa;
  const who = asa.who(seat);
  const dialogue = asa.dialogue(seat);
  asa.say(ikev2.asked(dialect, who, outsideIp));
  yield random.int(100, 600);
  for (let tries = 1; tries <= wrong; tries += 1) {
    const final = tries === patience;
    const cause = asa.reject(seat, final);
    if (final) {
      const shown = { ...who, user: asa.shown(seat) };
      asa.say(ikev2.failed(shown, outsideIp, 'Authentication failed'));
      asa.say(ikev2.aborted(dialect, shown, outsideIp, 'Failed to authenticate the IKE SA'));
      asa.decided(dialogue, { stage: 'xauth', cause });
      return undefined;
    }
    yield random.int(...pause);
  }
  asa.say(ikev2.client(dialect, who, outsideIp, systemOf(seat), `AnyConnect ${seat.clientVersion}`));
  const server = asa.options.tunnelGroups.ikev2.aaaServer;
  asa.say(aaa.accepted(dialect, seat.user, server), aaa.policy(who), aaa.transaction(who));
  asa.say(aaa.dap(dialect, who, 'AnyConnect'));
  yield random.int(5, 40);
  const continues = yield* asa.displace(seat);
  const address = asa.takeAddress(seat);
  if (address === undefined) {
    asa.say(ikev2.aborted(dialect, who, outsideIp, 'Fail to alloc IP addr'));
    asa.decided(dialogue, { stage: 'address', cause: 'addr.pool_exhausted' });
    return undefined;
  }
  const session = asa.open(seat, address, ikev2Logout, continues);
  session.busy = true;
  asa.say(ikev2.assigned(dialect, who, outsideIp, address));
  yield random.int(5, 40);
  session.tunnels.push({ kind: 'ike' });
  asa.say(ikev2.up(dialect, who, outsideIp));
  addPair(asa, session);
  asa.bound(session);
  asa.decided(dialogue, { stage: 'phase2' });
  session.busy = false;
  return session;
}

/** New SAs, then the old ones go: nobody logs out. */
export function* ikev2Rekey(asa: SimulatedAsa, session: Session): Life {
  const old = session.tunnels.filter(isIpsec);
  session.busy = true;
  addPair(asa, session);
  yield asa.random.int(100, 2000);
  dropSas(asa, session, old);
  session.busy = false;
}

/** An IKEv2 session ends. */
export function* ikev2Logout(asa: SimulatedAsa, session: Session, reason: Reason): Life {
  session.busy = true;
  if (reason === 'Administrator Reset') asa.say(aaa.loggedOff(session.user));
  asa.say(ikev2.down(asa.dialect, session, outsideIp, downs[reason] ?? 'application initiated'));
  yield asa.random.int(1, 20);
  dropSas(asa, session, session.tunnels.filter(isIpsec));
  yield asa.random.int(1, 20);
  asa.close(session, reason, [asa.dialect.sessionType.ikev2]);
}

const downs: Readonly<Partial<Record<Reason, string>>> = {
  'User Requested': 'peer request',
  'Idle Timeout': 'idle timeout',
  'Lost Service': 'peer lost',
};

const systemOf = ({ clientType }: Seat) => clientType.replace(/^.* for /, '');

function addPair(asa: SimulatedAsa, session: Session): void {
  const spi = () => asa.random.int(0x100, 0xffffffff);
  const sas = { inbound: spi(), outbound: spi() };
  session.tunnels.push({ kind: 'ipsec', sas });
  asa.say(...ike.created(session, outsideIp, sas));
}
