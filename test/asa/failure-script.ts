import { aaa, ipaa } from './aaa-wordings.ts';
import type { Connection } from './aaa-wordings.ts';
import { svc } from './anyconnect-wordings.ts';
import type { Dialect } from './dialect.ts';
import { aaaFailure as ax } from './failure-wordings.ts';
import { ike } from './ike-wordings.ts';
import { ikev2 } from './ikev2-wordings.ts';
import type { Protocol, Stage } from './ledger.ts';
import type { Message, Who } from './message.ts';
import { outsideIp } from './model.ts';

/** What the words of a failure are made of. */
export interface Told {
  readonly dialect: Dialect;
  /** The user as AAA shows it. */
  readonly who: Who;
  readonly behindNat: boolean;
  readonly client: readonly [clientType: string, clientVersion: string];
  /** `null`: the local database. */
  readonly server: string | null;
  /** A server, also where the local database decides. */
  readonly radius: string;
  readonly port: number;
}

/** A message, a wait in milliseconds, a refusal by AAA for a reason (113005, 113015), or that there was no address. */
export type Step = Message | undefined | number | { readonly refused: string } | 'no address';

/** How a login dies: the stage it had come to, and what is said, in order. */
export interface Script {
  readonly stage: Stage;
  readonly lines: (told: Told) => readonly Step[];
  /** What comes after the try is over: the world is put right again. */
  readonly after?: (told: Told) => readonly Step[];
  /** No line tells the user; nor the tunnel group, or one that does not exist. */
  readonly user?: null;
  readonly tunnelGroup?: null | 'HillValeyVPN';
  readonly exists?: (dialect: Dialect) => boolean;
  /** It can only be told at this level. */
  readonly level?: 7;
  /** It is a session already, which 113019 ends with this reason. */
  readonly session?: 'Phase 2 Mismatch' | 'crypto map policy not found';
}

interface More {
  readonly before?: (told: Told) => readonly Step[];
  readonly after?: (told: Told) => readonly Step[];
}

/** AAA says no for this reason. */
export function refusals(
  reason: string,
  { before = () => [], after }: More = {},
): Readonly<Partial<Record<Protocol, Script>>> {
  return denials({ before: (t) => [...before(t), { refused: reason }], ...(after === undefined ? {} : { after }) });
}

/** AAA does not say yes, and the protocol tells so. */
export function denials({ before = () => [], after }: More): Readonly<Partial<Record<Protocol, Script>>> {
  const end = { stage: 'xauth', ...(after === undefined ? {} : { after }) } as const;
  return {
    ikev1: { ...end, lines: (t) => [...opened(t), ...before(t), ike.xauthRejected(t.who), ...gone(t)] },
    anyconnect: { ...end, lines: (t) => [...hello(t), ...before(t), svc.rejected(t.who)] },
    clientless: { ...end, lines: (t) => [...hello(t), ...before(t), svc.rejected(t.who)] },
    ikev2: {
      ...end,
      lines: (t) => [
        ...[...asked(t), ...before(t), ikev2.failed(t.who, outsideIp, 'Authentication failed')],
        ikev2.aborted(t.dialect, t.who, outsideIp, 'Failed to authenticate the IKE SA'),
      ],
    },
  };
}

/** IKEv2 gives up with this error before anybody has a name. */
export function aborted(stage: Stage, error: string, wait = 300): Script {
  const lines: Script['lines'] = ({ dialect, who }) => [
    ...[ikev2.asked(dialect, who, outsideIp), wait, ikev2.aborted(dialect, who, outsideIp, error, 'Unknown')],
  ];
  return { stage, user: null, tunnelGroup: null, lines };
}

/** A dynamic access policy says no. */
export function denied(opening: (told: Told) => readonly Step[]): Script {
  return { stage: 'xauth', lines: (t) => [...opening(t), ...passed(t, false), ax.dapDenies(t.who)] };
}

/** An IKEv1 client begins. */
export function opened({ who, behindNat }: Told): readonly Step[] {
  return [ike.landed(who), ike.natDetection(who, behindNat), 300];
}

/** A client begins over TLS. */
export function hello({ dialect, who, port }: Told): readonly Step[] {
  return [...svc.handshake(dialect, who, port, outsideIp), 400];
}

/** An IKEv2 client begins. */
export function asked({ dialect, who }: Told): readonly Step[] {
  return [ikev2.asked(dialect, who, outsideIp), 300];
}

/** The password was right. */
export function passed({ dialect, who, server }: Told, dap = true): readonly Step[] {
  const connection: Connection =
    who.groupPolicy === 'GP-WEB' ? 'Clientless' : who.groupPolicy.startsWith('GP-') ? 'AnyConnect' : 'IPSec';
  return [
    ...[aaa.accepted(dialect, who.user, server), aaa.policy(who), aaa.transaction(who)],
    ...[dap ? aaa.dap(dialect, who, connection) : undefined, 20],
  ];
}

/** An IKEv1 client tells what it is. */
export function introduced({ who, client }: Told): readonly Step[] {
  return [ike.modeAttribute(who), ike.client(who, ...client)];
}

/** The pools are empty. */
export function noAddress({ dialect, who }: Told): readonly Step[] {
  return dialect.ipaa ? ipaa(dialect, 4095, '').refused(who) : [];
}

/** No DHCP server has an address. */
export function noServer({ dialect, who }: Told): readonly Step[] {
  return ipaa(dialect, 4095, '').noServer(who);
}

/** The user is logged in too often. */
export function tooOften({ who }: Told): Step {
  return ax.incomplete(who.user, 'Simultaneous logins exceeded for user');
}

/** The ASA forgets the peer. */
export function gone({ who }: Told): readonly Step[] {
  return ike.noPeerEntry(who);
}
