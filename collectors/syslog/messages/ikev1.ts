import { message, noted } from '../template.ts';
import { P, PU } from './prefix.ts';

/** IKEv1 (713): from the first packet to the end of the session. */
export const ikev1 = [
  noted(713041, 'IKE Initiator: New|Rekeying Phase 1|2'),

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

  noted(713073, 'Responder forcing change of rekeying duration'),
  noted(713074, 'Responder forcing change of rekeying duration'),
  noted(713075, 'Overriding Initiator’s rekeying duration'),
  noted(713076, 'Overriding Initiator’s rekeying duration'),

  // Without a user it is a LAN-to-LAN peer. The guide prints group and address once more.
  message(
    713119,
    'phase1.completed',
    `${P}PHASE 1 COMPLETED`,
    `${P}Group {_} IP {_:ip} PHASE 1 COMPLETED`,
    'Group {tunnelGroup} IP {publicIp:ip} PHASE 1 COMPLETED',
  ),

  message(713120, 'phase2.completed', `${P}PHASE 2 COMPLETED (msgid={msgid:hex})`),

  noted(713123, 'IKE lost contact with remote peer: 113019 tells the end'),
  noted(713129, 'Received unexpected Transaction Exchange payload type'),
  noted(713130, 'Received unsupported transaction mode attribute: normal at each login of a VPN Client'),
  noted(713131, 'Received unknown transaction mode attribute: normal at each login of a VPN Client'),

  message(713132, 'address.refused', `${P}Cannot obtain an IP address for remote peer`),

  message(
    713167,
    'xauth.rejected',
    `${P}Remote peer has failed user authentication - check configured username and password`,
  ),

  noted(713172, 'Automatic NAT Detection Status'),

  message(
    713184,
    'client.identified',
    `${P}Client Type: {clientType} Client Application Version:[[ {clientVersion:phrase}]]`,
  ),

  noted(713194, 'Sending Delete With Reason message: 113019 tells the end'),

  noted(713204, 'Adding static route for client address'),

  message(713228, 'address.assigned', `${PU}Assigned private IP address {assignedIp:ip} to remote user`),

  // The guide prints the prefix twice.
  message(
    713259,
    'session.closing',
    `${P}Session is being torn down. Reason: {reason:phrase}`,
    'Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}, Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}, Session is being torn down. Reason: {reason:phrase}',
  ),

  noted(713273, 'Deleting static route for client address'),

  noted(713900, 'free text'),
  noted(713901, 'free text'),
  noted(713902, 'free text'),
  noted(713903, 'free text'),
  noted(713904, 'free text'),
  noted(713905, 'free text'),
  noted(713906, 'free text'),
] as const;
