import { message, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** Shunned addresses and threat detection (401, 733): from the outside as if nothing arrived. */
export const shun = [
  message(401002, 'source.shunned', 'Shun added: {publicIp:ip}[[ {_:phrase}]]'),
  noted(401003, 'Shun deleted'),
  message(
    401004,
    'source.shunned',
    'Shunned packet: {publicIp:ip} ==> {_:ip} on interface {_:phrase}',
    'Shunned packet: {publicIp:ip} = {_:ip} on interface {_:phrase}',
  ),

  ...notedEach('a rate was exceeded, or a host attacks', 733100, 733101),
  message(733102, 'source.shunned', 'Threat-detection adds host {publicIp:ip} to shun list[[.]]'),
  ...notedEach('a shun was removed, or TCP intercept', [733103, 733105]),
  // Threat detection of remote access, from 9.16(4)67 on.
  message(733201, 'source.shunned', 'Threat-detection: Service[{service}] Peer[{publicIp:ip}]: {_:phrase}'),
  noted(733201, 'no peer is named'),
] as const;
