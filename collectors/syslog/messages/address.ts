import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';
import { IPAA } from './prefix.ts';

/** Address assignment (737): from 8.0 on. */
export const address = [
  noted(737001, 'Received message: a request for an address'),
  noted(737002, 'an unknown message between two parts of the device'),

  given(
    737003,
    'attempt.refused',
    { cause: 'addr.other', weight: 'hint', detail: 'no viable DHCP servers' },
    `${IPAA}DHCP configured, no viable servers found for tunnel-group '{tunnelGroup}'[[.]]`,
  ),
  given(
    737004,
    'attempt.refused',
    { cause: 'addr.other', weight: 'hint', detail: 'DHCP request failed' },
    `${IPAA}DHCP configured, request failed for tunnel-group '{tunnelGroup}'[[.]]`,
  ),
  noted(737005, 'DHCP request succeeded: 737036 names the address'),
  noted(737006, 'Local pool request succeeded: 737026 names the address'),
  message(737007, 'address.refused', `${IPAA}Local pool request failed for tunnel-group '{tunnelGroup}'[[.]]`),
  noted(737008, 'tunnel-group not found: 737012 follows'),
  given(
    737009,
    'attempt.refused',
    { cause: 'addr.other', weight: 'hint' },
    `${IPAA}AAA assigned address {detail:ip}, request failed`,
  ),
  noted(737010, 'AAA assigned address, request succeeded: no pool gave it'),
  noted(737011, 'AAA assigned address not permitted: it is tried again'),
  message(737012, 'address.refused', `${IPAA}Address assignment failed`),
  noted(737013, 'Error freeing address, not found'),

  message(737014, 'address.freed', `${IPAA}Freeing AAA address {assignedIp:ip}`),
  message(737015, 'address.freed', `${IPAA}Freeing DHCP address {assignedIp:ip}`),
  message(737016, 'address.freed', `${IPAA}Freeing local pool [[{pool:word} ]]address {assignedIp:ip}`),

  noted(737017, 'DHCP request attempt succeeded'),
  given(
    737018,
    'attempt.refused',
    { cause: 'addr.other', weight: 'hint', detail: 'DHCP request failed' },
    `${IPAA}DHCP request attempt {_:int} failed`,
  ),
  message(737019, 'address.refused', `${IPAA}Unable to get address from group-policy or tunnel-group local pools`),

  ...notedEach('an address of a pool that DHCP or AAA has given, too', 737021, 737022),
  noted(737023, 'no memory for an address request: 737012 follows'),
  noted(737024, 'Client requested address, already in use: it is tried again'),
  given(
    737025,
    'attempt.refused',
    { cause: 'addr.other', weight: 'hint' },
    `${IPAA}Duplicate local pool address found, {detail:ip} in quarantine`,
  ),
  message(737026, 'address.allocated', `${IPAA}Client assigned {assignedIp:ip} from local pool[[ {pool:word}]]`),
  noted(737027, 'no data for an address request'),
  ...notedEach('the standby unit is told of an address', [737028, 737032]),
  given(
    737033,
    'attempt.refused',
    { cause: 'addr.other', weight: 'hint' },
    `${IPAA}Unable to assign {_} provided IP address ({detail}) to Client[[.]] This IP address has already been assigned by {_:phrase}`,
    `${IPAA}Unable to assign {_} provided IP address {detail:word} to client[[.]] This IP address has already been assigned by {_:phrase}`,
  ),
  noted(737034, 'what became of an IPv4 address'),
  noted(737035, 'message queued'),
  message(737036, 'address.allocated', `${IPAA}Client assigned {assignedIp:ip} from DHCP`),
  noted(737038, 'an address in use: it is tried again'),

  ...notedEach('VPNFIP: 737026 and 737016 say it at a lower level', [737200, 737206]),
  ...notedEach('POOLIP: 737026 and 737016 say it at a lower level', [737400, 737407]),
] as const;
