import type { Statistics, Traffic } from '../../server/domain/statistics.ts';
import { plain } from './plain.ts';
import { ASKING, byPolicy, clientOnly, NEEDS_CONFIGURATION, type Box, type Line } from './statistics-lines.ts';
import type { Statement } from './verdict.ts';

/** The Route Details and the Firewall: what the policy implies. */
export function policyBoxes(told: Statistics | undefined): {
  readonly routes: readonly Box[];
  readonly firewall: readonly Box[];
} {
  const secured = told?.securedRoutes;
  const from = secured?.at === undefined ? {} : { from: { source: 'configuration', at: secured.at } as const };
  const routes: readonly Line[] =
    secured?.is !== 'derived'
      ? [
          {
            label: 'Network, mask',
            why: told === undefined ? ASKING : NEEDS_CONFIGURATION,
            hover: 'split-tunnel-policy and split-tunnel-network-list',
          },
        ]
      : secured.routes.map((route) => ({
          label: route === '0.0.0.0 0.0.0.0' ? 'Everything' : 'Network, mask',
          ...{ value: plain(route), mono: true, ...from },
        }));
  return {
    routes: [
      { title: 'Local LAN Routes', lines: [clientOnly('Network, mask'), byPolicy('Local LAN', told?.client.localLan)] },
      {
        title: 'Secured Routes',
        lines: routes.length > 0 ? routes : [{ label: 'Network, mask', value: 'none', ...from }],
      },
    ],
    // What the client has reported stands in a box of its own.
    firewall:
      told?.client.firewall.is === 'measured'
        ? []
        : [{ title: 'Firewall Policy', lines: [byPolicy('Firewall', told?.client.firewall)] }],
  };
}

const trafficWords: Readonly<Record<Traffic, Statement>> = {
  flowing: { state: 'ok', text: 'Traffic went both ways between the last two polls.' },
  idle: { state: 'ok', text: 'No traffic between the last two polls: idle.' },
  'no return path': {
    state: 'warn',
    text: 'No return path: the client’s traffic arrives, and nothing goes back to it. Look at NAT exemption, the route inside, and reverse route.',
  },
  'blocked at the client or NAT-T': {
    state: 'warn',
    text: 'Blocked at the client or by NAT-T: the ASA sends, and nothing comes back from the client.',
  },
};

/** How traffic goes through the session, where two polls have counted it. */
export function trafficStatement({ traffic }: Statistics): Statement | undefined {
  return traffic && trafficWords[traffic];
}
