import { message, noted } from '../template.ts';
import { IPAA } from './prefix.ts';

/** Address assignment (737): from 8.0 on. */
export const address = [
  noted(737001, 'Received message: a request for an address'),
  noted(737006, 'Local pool request succeeded: 737026 names the address'),
  message(737007, 'address.refused', `${IPAA}Local pool request failed for tunnel-group '{tunnelGroup}'`),
  message(737012, 'address.refused', `${IPAA}Address assignment failed`),
  message(737016, 'address.freed', `${IPAA}Freeing local pool [[{pool:word} ]]address {assignedIp:ip}`),
  message(737019, 'address.refused', `${IPAA}Unable to get address from group-policy or tunnel-group local pools`),
  message(737026, 'address.allocated', `${IPAA}Client assigned {assignedIp:ip} from local pool[[ {pool:word}]]`),
  noted(737035, 'message queued'),
] as const;
