import { useRoute } from 'preact-iso/router';
import type { UserTold } from '../../server/domain/user-told.ts';
import { useAnswer } from '../answer.ts';
import { useBeat, useLoginsBeat } from '../beat.ts';
import '../look/user.css';
import { CopyTicket } from '../parts/copy-ticket.tsx';
import { Loading } from '../parts/loading.tsx';
import { Refused } from '../parts/refused.tsx';
import { SimilarUsers } from '../parts/similar-users.tsx';
import { UserAround } from '../parts/user-around.tsx';
import { UserLocks } from '../parts/user-locks.tsx';
import { UserPast } from '../parts/user-past.tsx';
import { UserCause, UserTry } from '../parts/user-try.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { may, me } from '../me.ts';
import { userPath, withQuery } from '../place.ts';
import { useCell, useNow, useRows } from '../watch.ts';
import { sentence } from '../words/sentence.ts';
import { ticketText } from '../words/ticket.ts';
import { clock } from '../words/time.ts';
import { userTitle, userVerdict } from '../words/user.ts';

/** One user over all head-ends: whether they are connected, and if not why not, how sure that is, and what mends it. */
export function User() {
  const name = useRoute().params.name ?? '';
  const now = useNow();
  const looks = may('read', useCell(me));
  const devices = useRows('devices') ?? [];
  const beat = `${useLoginsBeat()} ${useBeat()}`;
  const answer = useAnswer<UserTold>(`/api/users/${encodeURIComponent(name)}`, beat);
  const told = answer.value;
  if (told === undefined) {
    if (answer.state === 'asking') return <Loading what={userTitle(name)} />;
    if (answer.state === 'failed' && answer.status === 403)
      return (
        <Refused why={answer.why}>
          <a href={withQuery('/look-up', {}, { user: name })}>Look up {userTitle(name)}</a>
        </Refused>
      );
    const why = answer.state === 'failed' ? sentence(answer.why) : '';
    return (
      <main class="page">
        <Verdict said={{ state: 'unknown', text: `${userTitle(name)} cannot be shown now.`, more: why }}>
          {looks && <a href="/users">All users</a>}
        </Verdict>
      </main>
    );
  }
  const facts = { name, told, devices };
  const link = `${location.origin}${userPath(name)}`;
  const nothing = told.standing.is === 'nothing';
  return (
    <main class="page">
      <Verdict said={userVerdict(facts, now)}>
        <CopyTicket text={() => ticketText(facts, link, now)} />
      </Verdict>
      {answer.state === 'failed' && (
        <p class="trouble col-12">
          This was so at {clock(told.at)}; it cannot be asked for anew now: {answer.why}.
        </p>
      )}
      {told.standing.failing === undefined ? (
        <div class="col-8 stack">
          <UserLocks told={told} name={name} />
          <UserTry told={told} />
          {nothing && looks && <SimilarUsers name={name} />}
          <UserPast told={told} name={name} />
        </div>
      ) : (
        // What mends it comes before the history, on phones too.
        <>
          <div class="col-8 stack">
            <UserLocks told={told} name={name} />
            <UserTry told={told} />
          </div>
          <div class="col-4 stack">
            <UserCause told={told} name={name} />
          </div>
          <div class="col-8 stack">
            <UserPast told={told} name={name} />
          </div>
        </>
      )}
      <div class="col-4 stack">
        <UserAround name={name} told={told} devices={devices} />
      </div>
    </main>
  );
}
