import { aaa } from './aaa-wordings.ts';
import { svc } from './anyconnect-wordings.ts';
import type { Transport } from './anyconnect-wordings.ts';
import type { Life } from './engine.ts';
import type { Reason } from './message.ts';
import { flawless, quickly } from './ikev1.ts';
import { outsideIp } from './model.ts';
import type { Session, SimulatedAsa } from './model.ts';
import type { Seat } from './people.ts';

/** An AnyConnect client logs in; `undefined` if its password was wrong too often or there was no address. */
export function* anyconnectLogin(
  asa: SimulatedAsa,
  seat: Seat,
  { wrong, patience, pause = quickly } = flawless,
): Life<Session | undefined> {
  const { random, dialect } = asa;
  const who = asa.who(seat);
  const dialogue = asa.dialogue(seat);
  asa.say(...svc.handshake(dialect, who, random.int(1025, 65535), outsideIp));
  yield random.int(200, 600);
  for (let tries = 1; tries <= wrong; tries += 1) {
    const final = tries === patience;
    const cause = asa.reject(seat, final);
    asa.say(svc.rejected({ ...who, user: asa.shown(seat) }));
    if (final) {
      asa.decided(dialogue, { stage: 'xauth', cause });
      return undefined;
    }
    yield random.int(...pause);
  }
  const server = asa.options.tunnelGroups.anyconnect.aaaServer;
  asa.say(aaa.accepted(dialect, seat.user, server), aaa.policy(who), aaa.transaction(who));
  asa.say(aaa.dap(dialect, who, 'AnyConnect'));
  yield random.int(5, 40);
  const continues = yield* asa.displace(seat);
  asa.say(svc.webStarted(dialect, who));
  const session = asa.open(seat, null, anyconnectLogout, continues);
  session.busy = true;
  session.tunnels.push({ kind: 'parent' });
  asa.say(svc.parentStarted(who));
  yield random.int(50, 400);
  const address = asa.takeAddress(seat, session.index);
  if (address === undefined) {
    asa.say(svc.noAddress(who));
    asa.decided(dialogue, { stage: 'address', cause: 'addr.pool_exhausted' });
    yield random.int(5, 40);
    end(asa, session, 'Unknown', false);
    return undefined;
  }
  session.entry.assignedIp = address;
  asa.say(svc.assigned(dialect, who, address));
  yield random.int(5, 40);
  connect(asa, session, 'TCP', svc.first(who, 'TCP'));
  yield random.int(20, 300);
  connect(asa, session, 'UDP', svc.first(who, 'UDP'));
  asa.say(svc.client(who, `${seat.clientType} ${seat.clientVersion}`));
  asa.bound(session);
  asa.decided(dialogue, { stage: 'phase2' });
  session.busy = false;
  return session;
}

/** The client is away for a while (sleep, change of network) and comes back, perhaps from another address: nobody logs out. */
export function* anyconnectResume(asa: SimulatedAsa, session: Session, away: Away = {}): Life {
  const [least, most] = away.wait ?? [500, 5000];
  session.busy = true;
  asa.say(svc.closing(session, 'Transport closing'));
  disconnect(asa, session);
  asa.say(svc.lost(session));
  yield asa.random.int(least, most);
  const { publicIp = session.publicIp } = away;
  asa.say(svc.resumed(asa.dialect, session, publicIp));
  if (publicIp !== session.publicIp) asa.move(session, publicIp);
  connect(asa, session, 'TCP', svc.renewed(session, 'TCP'));
  yield asa.random.int(20, 300);
  connect(asa, session, 'UDP', svc.renewed(session, 'UDP'));
  session.busy = false;
}

/** How long a client is away, in milliseconds from and to, and where it comes back from. */
export interface Away {
  readonly wait?: readonly [number, number];
  readonly publicIp?: string;
}

/** An AnyConnect session ends; with `doubleClose` 113019 is told for the SSL tunnel and for the parent, with the same counters. */
export function* anyconnectLogout(
  asa: SimulatedAsa,
  session: Session,
  reason: Reason,
  doubleClose = asa.options.doubleClose ?? false,
): Life {
  session.busy = true;
  if (reason === 'User Requested') asa.say(svc.userDisconnects(session));
  if (reason === 'Administrator Reset') asa.say(aaa.loggedOff(session.user));
  asa.say(svc.closing(session, reason === 'Lost Service' ? 'DPD failure' : 'Transport closing'));
  disconnect(asa, session);
  yield asa.random.int(1, 40);
  end(asa, session, reason, doubleClose);
}

function end(asa: SimulatedAsa, session: Session, reason: Reason, doubleClose: boolean): void {
  asa.close(session, reason, doubleClose ? ['SSL', 'AnyConnect-Parent'] : [asa.dialect.sessionType.anyconnect]);
  asa.say(svc.webTerminated(asa.dialect, session, reason));
}

function connect(asa: SimulatedAsa, session: Session, transport: Transport, told: ReturnType<typeof svc.first>): void {
  session.tunnels.push({ kind: transport === 'TCP' ? 'ssl' : 'dtls' });
  session.inactiveSince = null;
  asa.say(told, svc.established(session, transport));
}

function disconnect(asa: SimulatedAsa, session: Session): void {
  session.tunnels.splice(0, Infinity, { kind: 'parent' });
  session.inactiveSince = asa.options.now();
  asa.say(svc.terminated(session, 'UDP'), svc.terminated(session, 'TCP'));
}
