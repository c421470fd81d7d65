import type { DecodeFault } from './net-snmp.ts';
import type { Misshapen } from './guard.ts';
import type { Disbelief } from './trap-device.ts';

/** Why a datagram is refused. Nothing that a sender chooses is in it. */
export type Refusal = Misshapen | Disbelief | DecodeFault | 'unknownSource' | 'limited';

/** What to say of each, and what to do. */
export const refusals: Readonly<Record<Refusal, string>> = {
  tooLong: 'longer than any trap of an ASA',
  malformed: 'no SNMP message',
  notATrap: 'another SNMP message than a trap: the port is for traps alone',
  tooManyVarbinds: 'more varbinds than any trap of an ASA',
  undecodable: 'values that do not fit their types',
  unknownSource: 'no device of ours: adopt or add it',
  wrongCommunity: 'another community than was given for the device',
  unknownUser: 'a user that was not given for the device',
  belowLevel: 'less protection than was given for the device',
  aboveLevel: 'more protection than was given for the device',
  wrongDigest: 'the passphrase or the protocol of authentication is not the one given for the device',
  undecryptable: 'the passphrase or the protocol of privacy is not the one given for the device',
  engineUnknown: 'another SNMP engine than before: accept it if the device was replaced or has a second unit',
  engineLimited: 'many new SNMP engines at once: later traps of theirs are taken',
  replayed:
    'old by the clock of its SNMP engine: somebody has sent it again, or the device has lost count of its restarts',
  limited: 'more than can be stored',
};
