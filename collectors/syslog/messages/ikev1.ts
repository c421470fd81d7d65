import { given, message, noted } from '../template.ts';
import { P, PP, PU } from './prefix.ts';

/** IKEv1 (713), what tells of a session: from the first packet to its end. */
export const ikev1 = [
  message(
    713049,
    'sa.negotiated',
    `${P}Security negotiation complete for User ({user}) {_:word}, Inbound SPI = {inboundSpi:hex}, Outbound SPI = {outboundSpi:hex}`,
    `${P}Security negotiation complete for LAN-to-LAN Group ({_}) {_:word}, Inbound SPI = {inboundSpi:hex}, Outbound SPI = {outboundSpi:hex}`,
    `${P}Security negotiation complete for peer ({_}) {_:word}, Inbound SPI = {inboundSpi:hex}, Outbound SPI = {outboundSpi:hex}`,
  ),

  // For a remote-access session some releases print the user's name in place of the peer's address.
  message(
    713050,
    'session.closing',
    `${P}Connection terminated for peer {_}. Reason: {reason} Remote Proxy {_}, Local Proxy {_:phrase}`,
  ),

  message(713052, 'xauth.accepted', `${P}User ({user}) authenticated.`),

  // Without a user it is a LAN-to-LAN peer. The guide prints group and address once more.
  message(
    713119,
    'phase1.completed',
    `${P}PHASE 1 COMPLETED`,
    `${P}Group {_} IP {_:ip} PHASE 1 COMPLETED`,
    'Group {tunnelGroup} IP {publicIp:ip} PHASE 1 COMPLETED',
  ),

  message(713120, 'phase2.completed', `${P}PHASE 2 COMPLETED (msgid={msgid:hex})`),

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
    `${P}Connection attempt to {_:word} redirected to VCA peer {toIp:ip} via load balancing`,
  ),
  noted(713128, 'a redirect that does not name the client'),

  message(713132, 'address.refused', `${P}Cannot obtain an IP address for remote peer`),

  message(
    713167,
    'xauth.rejected',
    `${P}Remote peer has failed user authentication - check configured username and password`,
  ),

  message(
    713172,
    'nat.detected',
    `${P}Automatic NAT Detection Status: Remote end {remote} behind a NAT device This end {local} behind a NAT device`,
  ),

  message(
    713184,
    'client.identified',
    `${P}Client Type: {clientType} Client Application Version:[[ {clientVersion:phrase}]]`,
  ),

  message(713228, 'address.assigned', `${PU}Assigned private IP address {assignedIp:ip} to remote user`),

  message(
    713259,
    'session.closing',
    `${P}Session is being torn down. Reason: {reason:phrase}`,
    `${PP}Session is being torn down. Reason: {reason:phrase}`,
  ),
] as const;
