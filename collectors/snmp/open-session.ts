import type { SnmpAccess } from '../../server/domain/snmp.ts';
import { addressOf } from '../show/address.ts';
import { PollFault } from '../show/fault.ts';
import { link, type Link } from './link.ts';
import { asker } from './net-snmp.ts';
import type { AskFault, Declined, OpenSession } from './session.ts';

/** Opens a session with the agent of an access. Its socket hears that agent alone, and is gone when the poll may last no longer. */
export const openSession: OpenSession = async (access, secrets, limits, signal) => {
  // Without one the package would send `public`, which nobody has told us.
  if (access.version === 'v2c' && (secrets.community ?? '') === '')
    throw new PollFault('login', 'refused', 'there is no community to ask with');
  const to = await linkTo(access);
  const agent = asker(to, access, secrets, limits);
  let over: PollFault | undefined;
  let fail: (fault: PollFault) => void = () => undefined;
  const end = (fault: PollFault): void => {
    if (over !== undefined) return;
    over = fault;
    clearTimeout(deadline);
    signal?.removeEventListener('abort', stop);
    agent.forget();
    fail(fault);
    to.socket.close();
  };
  const stop = (): void => end(new PollFault('poll', 'cut', 'polling stops'));
  const tooLong = new PollFault('poll', 'deadline', `the poll was not done after ${limits.poll / 1000} s`);
  const deadline = setTimeout(() => end(tooLong), limits.poll);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();

  const ask = <T>(question: (done: (fault: AskFault | undefined, told?: T) => void) => void): Promise<T | Declined> =>
    new Promise((resolve, reject) => {
      if (over !== undefined) return reject(over);
      fail = reject;
      to.onFault = (error) => reject(new PollFault('connect', 'unreachable', reasonOf(error)));
      question((fault, told) => {
        if (typeof fault === 'object') resolve({ declined: statuses[fault.status] ?? `error status ${fault.status}` });
        else if (fault !== undefined || told === undefined) reject(faultOf(fault ?? 'unfit', to));
        else resolve(told);
      });
    });

  return {
    get: (oids) => ask((done) => agent.get(oids, done)),
    next: (oids, repetitions) =>
      ask((done) => (repetitions > 1 ? agent.bulk(oids, repetitions, done) : agent.next(oids, done))),
    close: () => end(new PollFault('poll', 'cut', 'the session is closed')),
  };
};

async function linkTo({ host, port }: SnmpAccess): Promise<Link> {
  try {
    return await link(await addressOf(host), port);
  } catch (error) {
    throw new PollFault('connect', 'unreachable', `${host}: ${reasonOf(error)}`);
  }
}

/** Error statuses of RFC 3416, 3. */
const statuses: Readonly<Record<number, string>> = {
  1: 'tooBig',
  2: 'noSuchName',
  5: 'genErr',
  6: 'noAccess',
  16: 'authorizationError',
};

function faultOf(fault: Exclude<AskFault, object>, { heard, unread }: Link): PollFault {
  if (fault === 'timedOut') {
    // An agent drops what it cannot decrypt, or what comes with another community, without a word.
    const nothing = heard > 0 ? 'it does not answer this, though it has answered before' : 'it does not answer';
    return new PollFault('connect', 'deadline', unread > 0 ? 'what it answers cannot be read' : nothing);
  }
  const cut = cuts[fault];
  return cut === undefined ? new PollFault('login', 'login refused', refusals[fault] ?? refusals.refused) : new PollFault('connect', 'cut', cut); // prettier-ignore
}

type Words = Readonly<Partial<Record<Exclude<AskFault, object>, string>>>;

/** What spoils one poll. */
const cuts: Words = {
  unfit: 'its answer does not fit the question',
  outOfTime: 'its answer is outside of the time window: it was sent again, or the agent has restarted',
  notInTimeWindow: 'it says that our message is outside of its time window: it has restarted',
};

/** What somebody has to put right. */
const refusals = {
  unsupportedLevel: 'the user may not ask at this level',
  unknownUser: 'it does not know the user',
  unknownEngine: 'it does not know its own engine ID',
  wrongDigest: 'the passphrase of authentication is not the right one',
  decryptionError: 'the passphrase of privacy is not the right one',
  notAuthentic: 'its answer is not authentic',
  undecryptable: 'its answer cannot be decrypted with our passphrase',
  otherCommunity: 'it answers with another community',
  refused: 'it refuses the message without saying why',
} satisfies Words as Words & { readonly refused: string }; // the last is for what has no words

/** The code of a fault of the system: its words may hold more than we want. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no route to it';
}
