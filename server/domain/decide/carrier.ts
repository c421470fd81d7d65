import type { Attempt } from '../attempt.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LEFT, type Whose } from './dialogue.ts';

/** Whether a line may tell of that login: nothing that has told of it speaks of another protocol. */
export function isAkin(book: Book, evidence: Evidence, { user, connection }: Whose, attempt: Attempt): boolean {
  const ours = carriersOf(evidence.messageId, connection);
  // Words that name nobody may be another's; its user is not.
  const own = user !== undefined && attempt.user === user;
  for (const told of book.toldOfAttempt(attempt.id)) {
    if (told === LEFT || (own && BEGINNING.includes(told))) continue;
    if (!carriersOf(told).some((carrier) => ours.includes(carrier))) return false;
    if (begins(evidence) && WEB_LOGIN.includes(told)) return false;
  }
  return true;
}

/** Whether something else that has told of that login speaks of the same protocol. */
export function speaks(book: Book, { messageId }: Evidence, { id }: Attempt): boolean {
  const [ours] = carriersOf(messageId);
  return book.toldOfAttempt(id).some((told) => {
    const [theirs, another] = carriersOf(told);
    return another === undefined && theirs === ours;
  });
}

export function begins({ messageId = NaN }: Evidence): boolean {
  return BEGINNING.includes(messageId);
}

/** Messages of a login over TLS, and those with which one by IKE begins. */
const WEB_LOGIN = [113039, 716001, 716038, 716039, 722051];

const BEGINNING = [713172, 750002];

type Carrier = 'ikev1' | 'ikev2' | 'tls';

/** What may carry a login that such a message tells of. AnyConnect over IKEv2 says some things in the words of TLS. */
function carriersOf(messageId = 0, connection = ''): readonly Carrier[] {
  return (
    byConnection[connection.toLowerCase()] ?? byFamily[messageId === 113039 ? 722 : Math.floor(messageId / 1000)] ?? ANY
  );
}

const ANY = ['ikev1', 'ikev2', 'tls'] as const;

const byConnection: Readonly<Record<string, readonly Carrier[]>> = {
  ...{ ipsec: ['ikev1', 'ikev2'], l2tp: ['ikev1'], anyconnect: ['ikev2', 'tls'], clientless: ['tls'] },
};

const byFamily: Readonly<Record<number, readonly Carrier[]>> = {
  ...{ 213: ['ikev1'], 603: ['ikev1'], 713: ['ikev1'], 714: ['ikev1'], 715: ['ikev1'] },
  ...{ 716: ['tls'], 722: ['ikev2', 'tls'], 725: ['ikev2', 'tls'], 750: ['ikev2'], 751: ['ikev2'] },
};
