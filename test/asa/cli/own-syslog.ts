import { aaa } from '../aaa-wordings.ts';
import { login, shell } from '../management.ts';
import type { Visitor } from '../management.ts';
import type { SimulatedAsa } from '../model.ts';

/** A right password: what the ASA says of it, and the ledger keeps. */
export function logPermitted(asa: SimulatedAsa, visitor: Visitor, port: number, failures: number): void {
  const { dialect } = asa;
  const { user, fromIp, service } = visitor;
  asa.say(aaa.accepted(dialect, user, null));
  if (service === 'ssh') asa.say(shell('succeeded', user, dialect.managementAddress ? fromIp : undefined));
  asa.say(login('permitted', visitor, port));
  keep(asa, visitor, 'permitted', failures);
}

/** A wrong password; of SSH 605004 is told only with the third (domain facts, H). */
export function logDenied(asa: SimulatedAsa, visitor: Visitor, port: number, failures: number): void {
  const { dialect } = asa;
  const { user, fromIp, service } = visitor;
  asa.say(aaa.rejected(dialect, user, null, 'Invalid password', fromIp));
  if (dialect.managementAddress && service === 'ssh') asa.say(shell('failed', user, fromIp));
  if (service === 'asdm' || failures === 3) asa.say(login('denied', visitor, port));
}

/** A login that came to nothing. */
export const logGivenUp = (asa: SimulatedAsa, visitor: Visitor, failures: number): void =>
  keep(asa, visitor, 'denied', failures);

/** 111009 for what only shows, 111008 and 111010 for what changes. */
export function logCommand(asa: SimulatedAsa, user: string, fromIp: string, command: string): void {
  if (command.startsWith('show ')) asa.say([7, 111009, `User '${user}' executed cmd: ${command}`]);
  else {
    asa.say([5, 111008, `User '${user}' executed the '${command}' command.`]);
    asa.say([5, 111010, `User '${user}', running 'CLI' from IP ${fromIp}, executed '${command}'`]);
  }
}

/** 315011: an SSH session is over. */
export const logLeft = (asa: SimulatedAsa, user: string, fromIp: string): void =>
  asa.say([
    6,
    315011,
    `SSH session from ${fromIp} on interface inside for user "${user}" disconnected by SSH server, ` +
      'reason: "TCP connection closed"',
  ]);

function keep(asa: SimulatedAsa, visitor: Visitor, outcome: 'permitted' | 'denied', failures: number): void {
  const at = asa.options.now();
  asa.ledger.management.push({ at, until: at, outcome, failures, ...visitor });
}
