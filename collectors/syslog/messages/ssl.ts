import { given, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** TLS (725): of AnyConnect and WebVPN, and of ASDM, of our own poller and of whoever scans the port. */
export const ssl = [
  noted(725001, 'Starting SSL handshake'),
  noted(725002, 'Device completed SSL handshake'),
  ...notedEach('a session resumed, or a certificate asked for', [725003, 725005]),
  given(
    725006,
    'attempt.refused',
    { cause: 'cert', weight: 'hint' },
    'Device failed SSL handshake with client {publicIp:namedEndpoint}[[ {_:phrase}]]',
  ),
  noted(725006, 'the device as a client of a server', 'Device failed SSL handshake with server {_:phrase}'),
  noted(725006, 'a peer that is not called client or server', 'Device failed SSL handshake with {_:phrase}'),
  noted(725007, 'SSL session terminated'),
  ...notedEach('ciphers, certificates and names', [725008, 725017], [725021, 725022], 725025),
] as const;
