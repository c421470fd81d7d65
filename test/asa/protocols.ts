import { anyconnectLogin, anyconnectLogout, anyconnectResume } from './anyconnect.ts';
import { clientlessLogin, clientlessLogout, clientlessResume } from './clientless.ts';
import type { Dialect } from './dialect.ts';
import type { Life } from './engine.ts';
import { ikeLogin, ikeLogout, ikeRekey } from './ikev1.ts';
import type { Typing } from './ikev1.ts';
import { ikev2Login, ikev2Logout, ikev2Rekey } from './ikev2.ts';
import { l2tpLogin, l2tpLogout, l2tpRekey } from './l2tp.ts';
import type { Protocol } from './ledger.ts';
import type { Leave, Session, SimulatedAsa } from './model.ts';
import type { Seat } from './people.ts';

/** How a client of a protocol comes, stays and goes. */
export interface Way {
  readonly login: (asa: SimulatedAsa, seat: Seat, typing?: Typing) => Life<Session | undefined>;
  /** Rekeys, or goes away for a while and comes back. */
  readonly renew: (asa: SimulatedAsa, session: Session) => Life;
  readonly logout: Leave;
  /** The release can do it. */
  readonly exists: (dialect: Dialect) => boolean;
}

export const ways: Readonly<Record<Protocol, Way>> = {
  ikev1: { login: ikeLogin, renew: ikeRekey, logout: ikeLogout, exists: () => true },
  anyconnect: {
    login: anyconnectLogin,
    renew: anyconnectResume,
    logout: anyconnectLogout,
    exists: ({ anyconnect }) => anyconnect,
  },
  ikev2: { login: ikev2Login, renew: ikev2Rekey, logout: ikev2Logout, exists: ({ ikev2 }) => ikev2 },
  clientless: { login: clientlessLogin, renew: clientlessResume, logout: clientlessLogout, exists: () => true },
  l2tp: { login: l2tpLogin, renew: l2tpRekey, logout: l2tpLogout, exists: () => true },
};
