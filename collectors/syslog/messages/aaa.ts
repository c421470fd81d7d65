import { message, noted } from '../template.ts';
import { colons } from './prefix.ts';

/** Who asked to come in, and what AAA said (109, 111, 113); and 113019, the record of every session's end. */
export const aaa = [
  noted(113003, 'the policy that AAA set'),

  noted(113004, 'accounting is no login', 'AAA user accounting Successful{_:phrase}'),
  message(
    113004,
    'aaa.accepted',
    ...colons('AAA user {_:word} Successful : server = {aaaServer:ip} : user = {user}'),
    'AAA user {_:word} Successful[[ ]]: server = {aaaServer:ip}, User = {user}',
  ),

  message(
    113005,
    'aaa.rejected',
    ...colons('AAA user {_:word} Rejected : reason = {reason} : server = {aaaServer:ip} : user = {user}'),
    ...colons(
      'AAA user {_:word} Rejected : reason = {reason} : server = {aaaServer:ip} : user = {user} : user IP = {publicIp:ipOrNone}',
    ),
    'AAA user {_:word} Rejected : reason = {reason} : server = {aaaServer:ip} : user = {user}: user IP = {publicIp:ipOrNone}',
    'AAA user {_:word} Rejected[[ ]]: reason = {reason}[[ ]]: server = {aaaServer:ip}, User = {user}',
  ),

  noted(113008, 'the last word of the AAA transaction, which 113004 or 113012 has said'),
  noted(113009, 'the default group policy'),
  noted(113011, 'the user’s own group policy'),

  message(113012, 'aaa.accepted', ...colons('AAA user {_:word} Successful : local database : user = {user}')),

  message(
    113015,
    'aaa.rejected',
    ...colons('AAA user {_:word} Rejected : reason = {reason} : local database : user = {user}'),
    ...colons(
      'AAA user {_:word} Rejected : reason = {reason} : local database : user = {user} : user IP = {publicIp:ipOrNone}',
    ),
    'AAA user {_:word} Rejected : reason = {reason} : local database : user = {user}: user IP = {publicIp:ipOrNone}',
  ),

  message(
    113019,
    'session.closed',
    'Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}[[,]] Session disconnected. Session Type: {sessionType}, Duration: {seconds:hms}, Bytes xmt: {bytesTx:int}, Bytes rcv: {bytesRx:int}, Reason: {reason:phrase}',
  ),
] as const;
