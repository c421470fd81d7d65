import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';
import { ikev2Says, ikev2UserSays } from './prefix.ts';

/** IKEv2 (750, 751) and the tunnel manager (752), what tells of a session, and what we need not follow. */
export const ikev2 = [
  noted(750001, 'a child SA is asked for, rekeyed or deleted'),
  message(750002, 'attempt.seen', ...ikev2Says('Received a IKE_INIT_SA request{_:phrase}')),
  noted(750002, 'a request that names nobody'),
  ...notedEach('the exchange: cookies, collisions, throttling', 750004, 750005, 750010),
  message(750006, 'ikev2.up', ...ikev2UserSays('SA UP.[[ Reason: {reason:phrase}]]')),
  message(750007, 'ikev2.down', ...ikev2UserSays('SA DOWN.[[ Reason: {reason:phrase}]]')),
  noted(750006, 'it names nobody', 'SA UP.[[ Reason: {_:phrase}]]'),
  noted(750007, 'it names nobody', 'SA DOWN.[[ Reason: {_:phrase}]]'),
  ...notedEach('the child SA’s cipher is the stronger one: allowed', 750012),
  ...notedEach('MOBIKE, Initial Contact, invalid SPIs and keep-alive', [750013, 750016]),

  ...notedEach('clients and filters that we do not know', 751023, 751024),
  // 0.0.0.0 is no address, and many sessions would seem to share it.
  noted(
    751025,
    'a session with an IPv6 address alone',
    ...ikev2Says('Group:[[ ]]{_} IPv4 Address=[[ ]]0.0.0.0 IPv6 address=[[ ]]{_:ip} assigned to session'),
  ),
  given(
    751025,
    'address.assigned',
    { protocol: 'ikev2' },
    ...ikev2UserSays(
      'Group:[[ ]]{groupPolicy} IPv4 Address=[[ ]]{assignedIp:ip} IPv6 address=[[ ]]{assignedIpv6:ipOrNone} assigned to session[[.]]',
    ),
    ...ikev2UserSays(
      'Group:[[ ]]{groupPolicy} IPv4 Address=[[ ]]{assignedIp:ip} IPv6 address= assigned to session[[.]]',
    ),
  ),
  noted(751025, 'an address without its client'),
  message(751026, 'client.identified', ...ikev2Says('Client OS: {clientType} Client: {clientVersion:phrase}')),
  noted(751026, 'a client without its address'),
  ...notedEach('selectors and keep-alive', 751027, 751028),

  ...notedEach('the tunnel manager: LAN-to-LAN', [752001, 752017]),
] as const;
