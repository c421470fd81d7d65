import type { PollFailure, PollPace, Polling } from '../../server/domain/polling.ts';
import { plain } from './plain.ts';
import { safeWord } from './shell.ts';
import { duration } from './time.ts';

/** What went wrong, and what a person can do about it. */
export interface Explained {
  readonly said: string;
  readonly todo: string;
  /** The command that does it. */
  readonly command?: string;
}

/** What of a failure is said. */
export type Explainable = Pick<PollFailure, 'at' | 'why' | 'detail' | 'fingerprint'>;

/** A poll's failure in plain words. */
export function explainFailure(failure: Explainable, device: string): Explained {
  const { at, why, detail, fingerprint } = failure;
  const name = safeWord(device) ?? 'NAME';
  const accept = fingerprint === undefined ? {} : { command: `tunnelwatch device key ${name} ${fingerprint}` };
  switch (why) {
    case 'key unknown':
      return {
        said: 'It has shown a key that nobody has accepted yet: no password was sent.',
        todo: 'Compare the fingerprint with the device’s own (`show crypto key mypubkey rsa`, or its console). If it is the same, accept it:',
        ...accept,
      };
    case 'key changed':
      return {
        said: 'It shows another key than the one that was accepted: no password was sent.',
        todo: 'Somebody has made a new key, replaced the device, or stands in between. Find out which. Only if it is the device, accept the new one:',
        ...accept,
      };
    case 'login refused':
      return {
        said: 'It has refused our login.',
        todo: 'At most two are tried in an hour, so that no account is locked. Check user and password, then tell them again:',
        command: `tunnelwatch device poll ${name} URL`,
      };
    case 'unreachable':
      return {
        said: `It cannot be reached: ${plain(detail)}`,
        todo: 'See that the address and port are right, that `ssh` or `http` is permitted from this machine’s address on that interface, and that no filter is between.',
      };
    case 'deadline':
      return { said: `It took too long (${plain(at)}).`, todo: 'It is tried again, less often while it is slow.' };
    case 'refused':
      return {
        said: `It refuses ${plain(at)}: ${plain(detail)}`,
        todo: 'Its release may not know the command, or the user may not run it. It is asked again in a day.',
      };
    case 'misfit':
      return {
        said: `The output of ${plain(at)} has a line that nobody knows, so none of it was used.`,
        todo: 'Nothing was changed by it. Report the line: the output is below, without its secrets.',
      };
    case 'cut':
      return { said: `The output of ${plain(at)} ended too early.`, todo: 'None of it was used; it is asked again.' };
    default:
      return why satisfies never;
  }
}

/** When the next poll is, and why it is put off. */
export function paceWords(pace: PollPace, everySeconds: number, cpu: number | undefined, now: number): string {
  const next = pace.polling ? 'being asked now' : `next in ${duration(Math.max(0, pace.nextAt - now))}`;
  if (pace.blockedUntil !== undefined && pace.blockedUntil > now)
    return `no login is tried for ${duration(pace.blockedUntil - now)}: it has refused ours`;
  if (pace.stretch <= 1) return `${next}, each ${everySeconds} s`;
  const why = cpu !== undefined && cpu > 80 ? `its CPU is at ${cpu} %` : 'it answers slowly, or was busy';
  return `${next}, each ${everySeconds * pace.stretch} s in place of ${everySeconds} s: ${why}`;
}

/** Where and as whom it is asked. */
export function pollingUrl({ transport, user, host, port }: Polling): string {
  return plain(`${transport}://${user}@${host.includes(':') ? `[${host}]` : host}:${port}`);
}
