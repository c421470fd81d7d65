import { later, stages, type Stage } from '../../server/domain/attempt.ts';
import type { AttemptRow, SessionRow } from '../../server/domain/feed.ts';
import type { Traffic } from '../../server/domain/statistics.ts';

/** By what a login is carried, as far as its messages tell: a row of a list has none, and its stages are then named for all. */
export type Carrier = 'ikev1' | 'l2tp' | 'ikev2' | 'ssl' | 'any';

/** A stage as people call it: over its mark, in a sentence, and what is meant on the command line. */
interface StageWords {
  readonly name: string;
  readonly at: string;
  readonly hover?: string;
}

const forAll: Readonly<Record<Stage, StageWords>> = {
  reachable: { name: 'Reachable', at: 'before it was let in' },
  phase1: { name: 'Negotiation', at: 'in the negotiation', hover: 'IKE phase 1, or TLS' },
  xauth: { name: 'Authentication', at: 'at authentication', hover: 'Xauth, EAP, or the login over TLS' },
  address: { name: 'Address', at: 'at the address', hover: 'mode config; a clientless login needs none' },
  phase2: { name: 'Tunnel', at: 'at the tunnel', hover: 'IPsec phase 2, or the tunnel over SSL' },
  traffic: { name: 'Traffic', at: 'with its tunnel up' },
};

const carried: Readonly<Record<Carrier, Readonly<Record<Stage, StageWords>>>> = {
  any: forAll,
  ikev1: {
    ...forAll,
    phase1: { name: 'IKE phase 1', at: 'in IKE phase 1' },
    xauth: { name: 'Xauth', at: 'at Xauth' },
    address: { ...forAll.address, hover: 'mode config' },
    phase2: { name: 'IPsec phase 2', at: 'in IPsec phase 2' },
  },
  // IPsec is up before PPP asks for a user: what comes after the address is the tunnel within it.
  l2tp: {
    ...forAll,
    phase1: { name: 'IPsec', at: 'in the IPsec negotiation', hover: 'IKE phase 1 and 2, by the machine' },
    xauth: { name: 'PPP login', at: 'at the login over PPP' },
    address: { ...forAll.address, hover: 'IPCP' },
    phase2: { name: 'L2TP tunnel', at: 'at the L2TP tunnel' },
  },
  ikev2: {
    ...forAll,
    phase1: {
      name: 'IKEv2',
      at: 'in the IKEv2 negotiation',
      hover: 'IKE_SA_INIT, and what IKE_AUTH has before the user',
    },
    xauth: { name: 'Authentication', at: 'at authentication', hover: 'EAP in IKE_AUTH' },
    address: { ...forAll.address, hover: 'configuration payload' },
    phase2: { name: 'IPsec', at: 'at the IPsec SA', hover: 'CHILD_SA' },
  },
  ssl: {
    ...forAll,
    phase1: { name: 'TLS', at: 'in the TLS handshake' },
    xauth: { name: 'Authentication', at: 'at authentication', hover: 'the login over TLS' },
    phase2: { name: 'SSL tunnel', at: 'at the SSL tunnel' },
  },
};

/** The words of a stage. */
export function stageWords(stage: Stage, carrier: Carrier): StageWords {
  return carried[carrier][stage];
}

/** Message IDs by their thousands: what only one carrier has. IKEv2 and L2TP clients speak TLS or IKEv1 beside it. */
const families: readonly (readonly [Carrier, readonly number[]])[] = [
  ['ikev2', [750, 751, 752]],
  ['ikev1', [713]],
  ['ssl', [716, 722, 725]],
];

/** What only L2TP has: 603106, 603107, 603110, 213004. */
const OF_L2TP: readonly (number | null)[] = [603106, 603107, 603110, 213004];

/** By what a login was carried, as the IDs of its messages tell. */
export function carrierOf(messageIds: readonly (number | null)[]): Carrier {
  if (messageIds.some((id) => OF_L2TP.includes(id))) return 'l2tp';
  const thousands = new Set(messageIds.map((id) => (id === null ? 0 : Math.floor(id / 1000))));
  return families.find(([, family]) => family.some((one) => thousands.has(one)))?.[0] ?? 'any';
}

/** What is known of a stage: `unknown` is the one that a try fell silent at. */
export type Step = 'passed' | 'failed' | 'unknown' | 'never';

/** What polls tell of the last stage; two in a row without packets are no failure. */
const byTraffic: Readonly<Record<Traffic, Step>> = {
  flowing: 'passed',
  idle: 'unknown',
  'no return path': 'failed',
  'blocked at the client or NAT-T': 'failed',
};

/**
 * Every stage, and what became of it in this try. The stage of a try that failed is the one it failed at. How traffic goes is known where
 * the session that a try became is polled.
 */
export function ladder(
  { stage, outcome }: AttemptRow,
  traffic?: Traffic,
  session?: Became,
): readonly { readonly stage: Stage; readonly step: Step }[] {
  const here: Step = outcome === 'failed' ? 'failed' : outcome === 'abandoned' ? 'unknown' : 'passed';
  const came = outcome === 'succeeded' ? laterStage(stage, session) : stage;
  const at = traffic === undefined ? stages.indexOf(came) : stages.length - 1;
  const last = traffic === undefined ? here : byTraffic[traffic];
  return stages.map((one, index) => ({ stage: one, step: index < at ? 'passed' : index === at ? last : 'never' }));
}

/** What the session tells that a try became: its messages may have come after those of the try, or a poll has told it. */
export type Became = Pick<SessionRow, 'assignedIp' | 'assignedIpv6' | 'tunnels' | 'bytesRx'>;

/** Tunnels that carry a client's packets. */
const CARRYING: readonly Became['tunnels'][number]['kind'][] = ['ipsec', 'ssl', 'dtls', 'ppp'];

function laterStage(stage: Stage, session: Became | undefined): Stage {
  if (session === undefined) return stage;
  const hasAddress = session.assignedIp !== undefined || session.assignedIpv6 !== undefined;
  const reached: Stage = session.tunnels.some(({ kind }) => CARRYING.includes(kind)) ? 'phase2' : hasAddress ? 'address' : stage; // prettier-ignore
  return later(stage, reached);
}

/** The ladder in one sentence, for those who do not see it. */
export function ladderText({ stage, outcome }: AttemptRow, carrier: Carrier): string {
  const { at } = stageWords(stage, carrier);
  if (outcome === 'failed') return `failed ${at}`;
  return outcome === 'abandoned' ? `fell silent ${at}` : `came as far as: ${stageWords(stage, carrier).name}`;
}

/** What stands under the name of a stage: of the address which one, where it is known. Why it failed is told beside the ladder. */
export function stepText(step: Step, outcome: AttemptRow['outcome'], traffic?: Traffic, address?: string): string {
  if (address !== undefined && step === 'passed') return address;
  if (traffic !== undefined) return traffic === 'flowing' ? 'both ways' : traffic;
  switch (step) {
    case 'passed':
      return 'passed';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'nothing more came';
    case 'never':
      return outcome === 'open' ? 'not yet' : outcome === 'succeeded' ? 'not told' : 'not reached';
    default:
      return step satisfies never;
  }
}
