import type { Claim } from '../../../../server/domain/claim.ts';

/** One message of a head-end, as it is read. */
export interface Said {
  readonly messageId: number;
  readonly claim: Claim;
}

/** What a head-end says at once, epoch milliseconds. */
export interface Step {
  readonly at: number;
  readonly said: readonly Said[];
}

/** How clients log in: `old` does not tell the source with the verdict (before 9.x). */
export type Carrier = 'ssl' | 'ikev1' | 'old';

export interface Client {
  readonly user: string;
  readonly publicIp: string;
  readonly carrier?: Carrier;
}

const tunnelGroup = 'hillvalleyvpn';
const groupPolicy = 'GP-STAFF';
const aaaServer = '10.10.10.5';

/** A password that is refused. */
export function wrong({ user, publicIp, carrier = 'ssl' }: Client, reason = 'AAA failure'): readonly Said[] {
  const from = carrier === 'old' ? {} : { publicIp };
  const verdict: Said = { messageId: 113005, claim: { kind: 'aaa.rejected', user, reason, aaaServer, ...from } };
  return carrier === 'ssl'
    ? [verdict, { messageId: 716039, claim: { kind: 'login.refused', user, publicIp, groupPolicy } }]
    : [verdict, { messageId: 713167, claim: { kind: 'xauth.rejected', publicIp, tunnelGroup } }];
}

/** A login that gets in, with that address inside. */
export function right({ user, publicIp, carrier = 'ssl' }: Client, assignedIp: string): readonly Said[] {
  const accepted: Said = { messageId: 113004, claim: { kind: 'aaa.accepted', user, aaaServer } };
  if (carrier === 'ssl')
    return [
      accepted,
      { messageId: 734001, claim: { kind: 'login.accepted', user, publicIp, connection: 'AnyConnect' } },
      { messageId: 113039, claim: { kind: 'session.started', user, publicIp, groupPolicy } },
      { messageId: 722051, claim: { kind: 'address.assigned', user, publicIp, assignedIp, groupPolicy } },
    ];
  return [
    accepted,
    { messageId: 713184, claim: { kind: 'client.identified', user, publicIp, tunnelGroup, clientType: 'WinNT' } },
    { messageId: 713228, claim: { kind: 'address.assigned', user, publicIp, assignedIp, tunnelGroup } },
    { messageId: 713119, claim: { kind: 'phase1.completed', user, publicIp, tunnelGroup } },
    { messageId: 713120, claim: { kind: 'phase2.completed', user, publicIp, tunnelGroup, msgid: '8e2f6a12' } },
  ];
}

/** The end of a session after that many seconds. */
export function gone({ user, publicIp, carrier = 'ssl' }: Client, seconds: number): readonly Said[] {
  const sessionType = carrier === 'ssl' ? 'SSL' : 'IPsec';
  const told = { tunnelGroup, user, publicIp, sessionType, seconds, bytesTx: 4000, bytesRx: 900 };
  return [{ messageId: 113019, claim: { kind: 'session.closed', ...told, reason: 'User Requested' } }];
}

/** What stands for a name that nobody has logged in with: the collector keeps no other form of it. */
export function token(n: number): string {
  return `~${n.toString(36).padStart(16, 'x')}~8-11`;
}
