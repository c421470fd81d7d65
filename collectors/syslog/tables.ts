import { aaa } from './messages/aaa.ts';
import { address } from './messages/address.ts';
import { anyconnect } from './messages/anyconnect.ts';
import { certificates } from './messages/certificates.ts';
import { dap } from './messages/dap.ts';
import { failover } from './messages/failover.ts';
import { identity } from './messages/identity.ts';
import { ikev1 } from './messages/ikev1.ts';
import { ikev1Firewall } from './messages/ikev1-firewall.ts';
import { ikev1Failures } from './messages/ikev1-failures.ts';
import { ikev1Noted } from './messages/ikev1-noted.ts';
import { ikev1Text } from './messages/ikev1-text.ts';
import { ikev2 } from './messages/ikev2.ts';
import { ikev2Failures } from './messages/ikev2-failures.ts';
import { ipsec } from './messages/ipsec.ts';
import { l2tp } from './messages/l2tp.ts';
import { loadBalancing } from './messages/load-balancing.ts';
import { management } from './messages/management.ts';
import { pix6 } from './messages/pix6.ts';
import { resource } from './messages/resource.ts';
import { shun } from './messages/shun.ts';
import { ssl } from './messages/ssl.ts';
import { uauth } from './messages/uauth.ts';
import { webvpn } from './messages/webvpn.ts';
import type { Row } from './template.ts';

/** Every row of every table. */
export const rows: readonly Row[] = [
  ...aaa,
  ...uauth,
  ...management,
  ...ikev1,
  // Before the failures: of two rows of a message the first that fits is it.
  ...ikev1Firewall,
  ...ikev1Failures,
  ...ikev1Text,
  ...ikev1Noted,
  ...ikev2,
  ...ikev2Failures,
  ...ipsec,
  ...l2tp,
  ...pix6,
  ...address,
  ...anyconnect,
  ...webvpn,
  ...ssl,
  ...certificates,
  ...dap,
  ...identity,
  ...loadBalancing,
  ...failover,
  ...resource,
  ...shun,
];

/** The rows of a message ID, in the order of the tables: the first that fits, reads. */
export const rowsOf: ReadonlyMap<number, readonly Row[]> = byId();

function byId(): Map<number, Row[]> {
  const ids = new Map<number, Row[]>();
  for (const row of rows) ids.set(row.id, [...(ids.get(row.id) ?? []), row]);
  return ids;
}
