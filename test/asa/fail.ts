import { aaa } from './aaa-wordings.ts';
import type { Life } from './engine.ts';
import { failures } from './failures.ts';
import type { Script, Step, Told } from './failure-script.ts';
import { ike } from './ike-wordings.ts';
import { ikeLogout } from './ikev1.ts';
import { causes, protocols } from './ledger.ts';
import type { Cause, Protocol } from './ledger.ts';
import type { SimulatedAsa } from './model.ts';
import type { Seat } from './people.ts';
import { ways } from './protocols.ts';

/** What can be told at this release and level: each cause with a protocol whose login can die of it. */
export function tellable({
  dialect,
  options: { level },
}: Pick<SimulatedAsa, 'dialect' | 'options'>): readonly Failure[] {
  return causes.flatMap((cause) =>
    protocols.flatMap((protocol) => {
      const script = failures[cause][protocol];
      const told = script !== undefined && (script.exists?.(dialect) ?? true) && level >= (script.level ?? 6);
      return told && ways[protocol].exists(dialect) ? [{ cause, protocol }] : [];
    }),
  );
}

export interface Failure {
  readonly cause: Cause;
  readonly protocol: Protocol;
}

/** The login of this seat dies of this cause; throws if it cannot. */
export function* fail(asa: SimulatedAsa, cause: Cause, seat: Seat): Life {
  const script = failures[cause][seat.protocol];
  if (script === undefined) throw new Error(`${cause}: no login over ${seat.protocol} dies of it`);
  const told = toldOf(asa, cause, seat);
  const dialogue = asa.dialogue(seat);
  const outcome = cause === 'redirected' ? ('redirected' as const) : ('failed' as const);
  const { stage, user, tunnelGroup } = script;
  const verdict = {
    ...{ stage, cause, outcome },
    ...(user === undefined ? {} : { user }),
    ...(tunnelGroup === undefined ? {} : { tunnelGroup }),
  };
  if (script.session !== undefined && !(yield* halfway(asa, seat, script, told))) {
    asa.decided(dialogue, { stage: 'address', cause: 'addr.pool_exhausted' });
    return;
  }
  if (script.session === undefined) yield* play(asa, seat, script.lines(told), told);
  asa.decided(dialogue, verdict);
  if (script.after !== undefined) yield* play(asa, seat, script.after(told), told);
}

/** It gets an address and its phase 1, so there is a session; then phase 2 fails, and it ends. `false`: there was no address. */
function* halfway(asa: SimulatedAsa, seat: Seat, script: Script, told: Told): Life<boolean> {
  const { dialect } = asa;
  const { who, server } = told;
  asa.say(ike.landed(who), ike.natDetection(who, seat.behindNat));
  yield 300;
  asa.say(
    aaa.accepted(dialect, who.user, server),
    aaa.policy(who),
    aaa.transaction(who),
    aaa.dap(dialect, who, 'IPSec'),
  );
  const continues = yield* asa.displace(seat);
  const address = asa.takeAddress(seat);
  if (address === undefined) {
    asa.say(ike.noAddress(who), ...ike.noPeerEntry(who));
    return false;
  }
  const session = asa.open(seat, address, ikeLogout, continues);
  session.busy = true;
  session.tunnels.push({ kind: 'ike' });
  asa.say(ike.assigned(who, address), ike.phase1(dialect, who));
  yield 50;
  yield* play(asa, seat, script.lines(told), told);
  yield* ikeLogout(asa, session, script.session ?? 'Unknown');
  return true;
}

function* play(asa: SimulatedAsa, seat: Seat, steps: readonly Step[], { server }: Told): Life {
  for (const step of steps) {
    if (typeof step === 'number') yield step;
    else if (step === 'no address') {
      const { name: tunnelGroup, pool } = asa.options.tunnelGroups[seat.protocol];
      const { user, publicIp } = seat;
      asa.ledger.refused.push({ at: asa.options.now(), user, publicIp, tunnelGroup, pool: pool.name });
    } else if (step !== undefined && 'refused' in step) asa.refuse(seat, step.refused, true, server);
    else asa.say(step);
  }
}

/** Reasons that only one of the two, a server or the local database, can give. */
const byServer: readonly Cause[] = ['xauth.rejected'];
const byLocal: readonly Cause[] = ['xauth.unknown_user', 'xauth.locked', 'xauth.bad_password'];

function toldOf(asa: SimulatedAsa, cause: Cause, seat: Seat): Told {
  const { aaaServer } = asa.options.tunnelGroups[seat.protocol];
  const radius = aaaServer ?? '172.16.1.20';
  return {
    dialect: asa.dialect,
    who: { ...asa.who(seat), user: asa.shown(seat) },
    behindNat: seat.behindNat,
    client: [seat.clientType, seat.clientVersion],
    server: byServer.includes(cause) ? radius : byLocal.includes(cause) ? null : aaaServer,
    radius,
    port: asa.random.int(1025, 65_535),
  };
}
