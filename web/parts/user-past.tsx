import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { UserTold } from '../../server/domain/user-told.ts';
import { ask } from '../answer.ts';
import { searchOf } from '../pages.ts';
import { joined, type Past } from '../past.ts';
import { userPath } from '../place.ts';
import { UserDays } from './user-days.tsx';
import { UserHistory } from './user-history.tsx';

/** What a user had and tried before: the latest, and page by page what was earlier. */
export function UserPast({ told, name }: { readonly told: UserTold; readonly name: string }) {
  const { earlier, busy, why, fetchFrom } = useEarlier(name);
  const past = useMemo(() => (earlier === undefined ? told : joined(told, earlier)), [told, earlier]);
  const { sessions, attempts } = past.next;
  const more = sessions === null && attempts === null ? undefined : () => fetchFrom(past);
  return (
    <>
      <UserHistory past={past} inAll={told.inAll} name={name} busy={busy} more={more} />
      {why !== undefined && <p class="trouble">Earlier ones cannot be fetched now: {why}.</p>}
      <UserDays past={past} />
    </>
  );
}

/** The pages before the latest one, of one name. */
function useEarlier(name: string) {
  const [held, setHeld] = useState<{ readonly earlier?: Past; readonly busy: boolean; readonly why?: string }>({
    busy: false,
  });
  const leave = useRef(new AbortController());
  useEffect(() => {
    leave.current = new AbortController();
    setHeld({ busy: false });
    return () => leave.current.abort();
  }, [name]);
  const fetchFrom = (past: Past): void => {
    const { next } = past;
    const { signal } = leave.current;
    setHeld(({ why: _why, ...before }) => ({ ...before, busy: true }));
    const search = searchOf({ sessions: next.sessions ?? '', attempts: next.attempts ?? '' });
    void ask<Past>(`/api${userPath(name)}/earlier?${search}`, signal).then((answer) => {
      if (signal.aborted) return;
      setHeld(({ earlier }) => {
        if (answer.state !== 'here') {
          const why = answer.state === 'failed' ? answer.why : '';
          return { busy: false, why, ...(earlier !== undefined && { earlier }) };
        }
        // With what was shown before: the latest page slides on.
        return { busy: false, earlier: joined(past, answer.value) };
      });
    });
  };
  return { ...held, fetchFrom };
}
