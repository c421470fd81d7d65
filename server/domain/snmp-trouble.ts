import type { PollFailure } from './polling.ts';
import { snmpLines, type LineAccess, type LineTarget } from './snmp-lines.ts';

/** What went wrong when an agent was asked, what a person can do, and the lines for the device that may do it. */
export interface SnmpTrouble {
  readonly said: string;
  readonly todo: string;
  readonly lines: readonly string[];
}

/** A failure in plain words. Of silence there is more than one cause: an agent drops what it may not answer without a word. */
export function snmpTrouble({ at, why, detail }: PollFailure, access: LineAccess, to: LineTarget): SnmpTrouble {
  const lines = snmpLines(access, to);
  const silent = why === 'deadline' && at === 'connect';
  if (silent)
    return {
      said: `Nobody answers: ${detail}.`,
      todo:
        access.version === 'v2c'
          ? 'An ASA says nothing at all to a wrong community, nor to a machine that it has no line for: `snmp-server host INTERFACE ADDRESS` without the word `trap`. See also that no filter lies between. This line adds us to those it answers:'
          : 'An ASA says nothing at all to a machine that it has no line for: `snmp-server host INTERFACE ADDRESS` without the word `trap`; nor to what it cannot decrypt. See also that no filter lies between. These lines add us to those it answers:',
      lines,
    };
  if (why === 'unreachable')
    return {
      said: `It cannot be reached: ${detail}.`,
      todo: 'See that address and port are right, and that SNMP is on (`snmp-server enable`). This adds us to those it answers:',
      lines,
    };
  if (why === 'login refused')
    return {
      said: `It refuses us: ${detail}.`,
      todo: 'Tell user, protocols and passphrases again; on the device they are set by:',
      lines,
    };
  if (why === 'deadline')
    return {
      said: `It took too long (${at}).`,
      todo: 'It is asked for less at a time, and less often while it is slow.',
      lines: [],
    };
  return { said: `${at}: ${detail}.`, todo: 'Nothing of it was used; it is asked again.', lines: [] };
}
