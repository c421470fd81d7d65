import { given, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** Who manages the device (111, 605, 611): never an attempt. Our own poller is among them. */
export const management = [
  ...notedEach('the configuration is read or written', [111001, 111007]),
  noted(111008, 'a command: its login has a line of its own'),
  noted(111009, 'a show command: our own poller makes these'),
  noted(111010, 'a command: its login has a line of its own'),

  given(
    605004,
    'management.login',
    { outcome: 'denied' },
    'Login denied from {fromIp:endpoint} to {service:service} for user "{user}"',
    'Login denied from serial to {service:word} for user "{user}"',
  ),
  given(
    605005,
    'management.login',
    { outcome: 'permitted' },
    'Login permitted from {fromIp:endpoint} to {service:service} for user "{user}"',
    'Login permitted from serial to {service:word} for user "{user}"',
  ),

  given(
    611101,
    'management.login',
    { outcome: 'permitted' },
    'User authentication succeeded: [[IP address: {fromIp:ip}, ]]Uname: {user}',
    'User authentication succeeded: IP = {fromIp:ip}, Uname: {user}',
    'User authentication succeeded: IP, {fromIp:ip}[[ ]]: Uname: {user}',
  ),
  given(
    611102,
    'management.login',
    { outcome: 'denied' },
    'User authentication failed: [[IP address: {fromIp:ip}, ]]Uname: {user}',
    'User authentication failed: IP = {fromIp:ip}, Uname: {user}',
    'User authentication failed: IP, {fromIp:ip}[[ ]]: Uname: {user}',
  ),
  ...notedEach('the end of a management login', 611103, 611104),

  ...notedEach('this device is itself a VPN client', [611301, 611323]),
] as const;
