import { message, noted } from '../template.ts';

const ADDED = 'user-identity: Add IP-User mapping {assignedIp:ip} -';
const DELETED = 'user-identity: Delete IP-User mapping {assignedIp:ip} -';

/** The identity firewall (746), from 8.4(2) on. Without AAA the user's domain is `LOCAL`, which no other message prints. */
export const identity = [
  message(
    746012,
    'address.bound',
    `${ADDED} LOCAL\\{user} Succeeded - VPN user[[.]]`,
    `${ADDED} {user} Succeeded - VPN user[[.]]`,
  ),
  noted(
    746012,
    'a user who is not the VPN’s, or a mapping that failed',
    'user-identity: Add IP-User mapping {_:phrase}',
  ),
  message(
    746013,
    'address.unbound',
    `${DELETED} LOCAL\\{user} Succeeded - VPN user logout[[.]]`,
    `${DELETED} {user} Succeeded - VPN user logout[[.]]`,
  ),
  noted(
    746013,
    'a user who is not the VPN’s, or a mapping that failed',
    'user-identity: Delete IP-User mapping {_:phrase}',
  ),
] as const;
