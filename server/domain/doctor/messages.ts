import type { Configuration } from '../configuration.ts';
import type { TunnelGroup } from '../group.ts';
import type { Logging } from '../logging.ts';
import { isFrom, type Release } from '../release.ts';

/** A device that sends messages: what of its configuration decides which. */
export interface Sender {
  readonly release?: Release;
  readonly configuration: Pick<Configuration, 'logging'> & {
    readonly tunnelGroups: readonly Pick<TunnelGroup, 'type'>[];
  };
}

/** A message that we need, as the device sends it when nobody changed its severity. */
export interface Need {
  readonly messageId: number;
  readonly severity: number;
  /** Its logging class; IKEv2's messages have none. */
  readonly class?: string;
  readonly what: string;
  /** The release that it came with. */
  readonly from?: readonly [number, number];
  readonly ikev2?: true;
  /** The line that brings it: words behind `logging list NAME`. */
  readonly line: string;
}

const auth = 'level informational class auth';
const vpn = 'level informational class vpn';
const svc = 'level informational class svc';
const webvpn = 'level informational class webvpn';
const addresses = 'message 737001-737038';
const ikev2 = 'message 750001-752017';

const needs: readonly Need[] = [
  { messageId: 113004, severity: 6, class: 'auth', what: 'login accepted by a AAA server', line: auth },
  { messageId: 113005, severity: 6, class: 'auth', what: 'login rejected by a AAA server', line: auth },
  { messageId: 113012, severity: 6, class: 'auth', what: 'login accepted by the local users', line: auth },
  { messageId: 113015, severity: 6, class: 'auth', what: 'login rejected by the local users', line: auth },
  { messageId: 113019, severity: 4, class: 'auth', what: 'end of a session', line: auth },
  { messageId: 113039, severity: 6, class: 'auth', what: 'AnyConnect session started', from: [8, 0], line: auth },
  { messageId: 713228, severity: 6, class: 'vpn', what: 'address given to a VPN client', line: vpn },
  { messageId: 713119, severity: 5, class: 'vpn', what: 'IKE phase 1 completed', line: vpn },
  { messageId: 713120, severity: 5, class: 'vpn', what: 'IKE phase 2 completed', line: vpn },
  { messageId: 713167, severity: 3, class: 'vpn', what: 'Xauth failed', line: vpn },
  { messageId: 722051, severity: 6, class: 'svc', what: 'address given to AnyConnect', from: [8, 0], line: svc },
  { messageId: 722023, severity: 6, class: 'svc', what: 'AnyConnect connection terminated', from: [8, 0], line: svc },
  { messageId: 716001, severity: 6, class: 'webvpn', what: 'web login', line: webvpn },
  { messageId: 716002, severity: 6, class: 'webvpn', what: 'end of a web session', line: webvpn },
  { messageId: 716039, severity: 6, class: 'webvpn', what: 'login over TLS rejected', line: webvpn },
  { messageId: 737026, severity: 6, class: 'ipaa', what: 'address taken from a pool', from: [8, 0], line: addresses },
  { messageId: 750006, severity: 5, what: 'IKEv2 up', from: [8, 4], ikev2: true, line: ikev2 },
  { messageId: 750007, severity: 5, what: 'IKEv2 down', from: [8, 4], ikev2: true, line: ikev2 },
];

/** Further lines that are worth their place where some are added. */
const further: readonly Pick<Need, 'line' | 'from'>[] = [
  { line: 'level informational class vpnc' },
  { line: webvpn },
  { line: 'level notifications class ha' },
  { line: 'message 734001-734004', from: [8, 0] },
  { line: 'message 746012-746013', from: [8, 4] },
  { line: 'message 733201', from: [9, 16] },
  { line: 'message 605004-605005' },
  { line: 'message 111008-111010' },
  { line: 'message 199001-199005' },
  { line: 'message 213004' },
  { line: 'message 316001' },
  { line: 'message 321001-321007' },
  { line: 'message 401002-401004' },
  { line: 'message 603104-603110' },
];

// `class svc` is absent from early 8.0 and 7.x.
const SVC_FROM = [8, 2] as const;

/** The messages that this device could send. */
export function needsOf({ release, configuration }: Sender): readonly Need[] {
  // A PIX 6 tells of VPN logins in words of its own (109, 602, 702).
  if (release !== undefined && !isFrom(release, 7)) return [];
  // Nobody comes by TLS where IKE is all there is.
  const tls = configuration.tunnelGroups.some(({ type }) => type === 'remote-access' || type === 'webvpn');
  return needs.filter((need) => known(release, need.from) && (tls || (need.class !== 'svc' && need.class !== 'webvpn' && need.messageId !== 113039))); // prettier-ignore
}

/** Whether the message passes what is in force towards log servers. One that is switched off is a finding of its own. */
export function sends(logging: Logging, need: Need): boolean {
  const { trap, lists, classes } = logging;
  const level = changed(logging, need)?.value.level;
  if (level === false) return true;
  const severity = level ?? need.severity;
  if (classes.some(({ value }) => value.class === need.class && severity <= value.level)) return true;
  if (typeof trap?.value === 'number') return severity <= trap.value;
  return lists
    .filter(({ list }) => list === trap?.value)
    .some(({ level, class: named, first, last }) =>
      level === undefined
        ? first !== undefined && last !== undefined && first <= need.messageId && need.messageId <= last
        : severity <= level && (named === undefined || named === need.class),
    );
}

/** The line that switches the message off or gives it another severity. */
export function changed({ messages }: Logging, { messageId }: Need): Logging['messages'][number] | undefined {
  return messages.findLast(({ value }) => value.messageId === messageId);
}

/** The lines that bring what is missing, of those that the release takes. */
export function linesFor(
  { release, configuration }: Sender,
  list: string,
  missing: readonly Need[],
): readonly string[] {
  const onlyIkev2 = missing.every((need) => need.ikev2 === true);
  const wanted = [
    ...missing.map((need) => {
      // Its class comes with the severity it was given: only its number brings it for sure.
      if (changed(configuration.logging, need) !== undefined) return `message ${need.messageId}`;
      return need.line === svc && !known(release, SVC_FROM) ? webvpn : need.line;
    }),
    ...(onlyIkev2 ? [] : further.filter(({ from }) => known(release, from)).map(({ line }) => line)),
  ];
  return [...new Set(wanted)].map((line) => `logging list ${list} ${line}`);
}

function known(release: Release | undefined, from: readonly [number, number] | undefined): boolean {
  return from === undefined || release === undefined || isFrom(release, ...from);
}
