import { given, message, noted } from '../template.ts';
import { ikev1Says, P, PP, PU } from './prefix.ts';

const NAMELESS = 'without its prefix, as Cisco’s guide and what copies it print it: it names nobody';
const NO_ADDRESS = 'Cannot obtain an IP address for remote peer[[.]]';

/** IKEv1 (713), what tells of a session: from the first packet to its end. */
export const ikev1 = [
  message(
    713049,
    'sa.negotiated',
    `${P}Security negotiation complete for User ({user:textOrNone}) {_:word}, Inbound SPI = {inboundSpi:hex}, Outbound SPI = {outboundSpi:hex}`,
    `${P}Security negotiation complete for LAN-to-LAN Group ({_}) {_:word}, Inbound SPI = {inboundSpi:hex}, Outbound SPI = {outboundSpi:hex}`,
    `${P}Security negotiation complete for peer ({_}) {_:word}, Inbound SPI = {inboundSpi:hex}, Outbound SPI = {outboundSpi:hex}`,
  ),

  noted(713049, NAMELESS, 'Security negotiation complete for {_}, Inbound SPI = {_:word} Outbound SPI = {_:word}'),

  // For a remote-access session some releases print the user's name in place of the peer's address.
  message(
    713050,
    'session.closing',
    `${P}Connection terminated for peer {_}. Reason: {reason} Remote Proxy {_}, Local Proxy {_:phrase}`,
  ),

  noted(713050, NAMELESS, 'Connection terminated for peer {_}. Reason: {_:phrase}'),

  message(713052, 'xauth.accepted', `${P}User ({user}) authenticated[[.]]`),
  noted(713052, 'the name without its source: 113004 or 113012 says the same', 'User ({_}) authenticated[[.]]'),

  // Without a user it is a LAN-to-LAN peer. The guide prints group and address once more.
  message(
    713119,
    'phase1.completed',
    `${P}PHASE 1 COMPLETED`,
    `${P}Group {_} IP {_:ip} PHASE 1 COMPLETED`,
    'Group {tunnelGroup} IP {publicIp:ip} PHASE 1 COMPLETED',
  ),

  noted(713119, NAMELESS, 'PHASE 1 COMPLETED'),

  message(713120, 'phase2.completed', `${P}PHASE 2 COMPLETED (msgid={msgid:hex})`),
  noted(713120, NAMELESS, 'PHASE 2 COMPLETED (msgid={_:hex})'),

  // The IKE SA and all below it are deleted, and 113019 will say the same reason. Without a user there is no session to close.
  given(
    713123,
    'session.closing',
    { reason: 'Lost Service' },
    `${PU}IKE lost contact with remote peer, deleting connection{_:phrase}`,
  ),
  noted(713123, 'a LAN-to-LAN peer, or a client before Xauth, was lost'),

  message(
    713128,
    'login.redirected',
    `${P}Connection attempt to {_:word} redirected to VCA peer {toIp:ip} via load balancing[[.]]`,
  ),
  noted(713128, 'a redirect that does not name the client'),

  message(713132, 'address.refused', `${P}Cannot obtain an IP address for remote peer[[.]]`, NO_ADDRESS),

  message(
    713167,
    'xauth.rejected',
    `${P}Remote peer has failed user authentication - check configured username and password[[.]]`,
  ),
  noted(713167, NAMELESS, 'Remote peer has failed user authentication - check configured username and password[[.]]'),

  message(
    713172,
    'nat.detected',
    `${P}Automatic NAT Detection Status: Remote end {remote} behind a NAT device This end {local} behind a NAT device`,
  ),

  noted(713172, NAMELESS, 'Automatic NAT Detection Status: Remote end {_:phrase}'),

  message(
    713184,
    'client.identified',
    `${P}Client Type: {clientType} Client Application Version:[[ {clientVersion:phrase}]]`,
  ),

  noted(
    713184,
    'a client that does not say what it is, or a type without its client',
    `${P}Client Type: Client Application Version:[[ {_:phrase}]]`,
    'Client Type: {_:phrase}',
  ),

  message(713228, 'address.assigned', `${PU}Assigned private IP address {assignedIp:ip} to remote user[[.]]`),
  noted(713228, 'an address without its user', ...ikev1Says('Assigned private IP address {_:ip} to remote user[[.]]')),

  message(
    713259,
    'session.closing',
    `${P}Session is being torn down. Reason: {reason:phrase}`,
    `${PP}Session is being torn down. Reason: {reason:phrase}`,
  ),
  noted(713259, NAMELESS, 'Session is being torn down. Reason: {_:phrase}'),
] as const;
