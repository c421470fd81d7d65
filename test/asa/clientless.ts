import { aaa } from './aaa-wordings.ts';
import { svc } from './anyconnect-wordings.ts';
import type { Life } from './engine.ts';
import { flawless, quickly } from './ikev1.ts';
import type { Reason } from './message.ts';
import { outsideIp } from './model.ts';
import type { Session, SimulatedAsa } from './model.ts';
import type { Seat } from './people.ts';

/** A browser logs in to the WebVPN portal (domain facts, B6): no address, no tunnel; `undefined` if its password was wrong too often. */
export function* clientlessLogin(
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
  const server = asa.options.tunnelGroups.clientless.aaaServer;
  asa.say(aaa.accepted(dialect, seat.user, server), aaa.policy(who), aaa.transaction(who));
  asa.say(aaa.dap(dialect, who, 'Clientless'));
  const continues = yield* asa.displace(seat);
  const session = asa.open(seat, null, clientlessLogout, continues);
  asa.say(svc.portalStarted(who), svc.portalAccepted(who));
  asa.decided(dialogue, { stage: 'xauth' });
  return session;
}

/** Nothing of a portal is renewed: the browser only shakes hands again. */
export function* clientlessResume(asa: SimulatedAsa, session: Session): Life {
  asa.say(...svc.handshake(asa.dialect, session, asa.random.int(1025, 65535), outsideIp));
  yield asa.random.int(10, 100);
}

/** A clientless session ends: 716002, then 113019. */
export function* clientlessLogout(asa: SimulatedAsa, session: Session, reason: Reason): Life {
  session.busy = true;
  if (reason === 'Administrator Reset') asa.say(aaa.loggedOff(session.user));
  asa.say(svc.portalEnded(session, reason));
  yield asa.random.int(1, 40);
  asa.close(session, reason, [asa.dialect.sessionType.clientless]);
}
