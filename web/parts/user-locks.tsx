import type { UserTold } from '../../server/domain/user-told.ts';
import { useNow } from '../watch.ts';
import { isOldLock, lockedWhere, lockMend, lockSource } from '../words/lock.ts';
import { userTitle } from '../words/user.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';

/** What shuts the user out as polls told, and what a person types to lift it. Nothing where nothing does. */
export function UserLocks({ told, name }: { readonly told: UserTold; readonly name: string }) {
  const now = useNow();
  return told.locks.map((lock) => {
    const { text, command } = lockMend(lock);
    const who = lock.is === 'locked' ? userTitle(name) : 'The address';
    return (
      <Panel
        key={`${lock.is} ${lock.device}`}
        title={lock.is === 'locked' ? 'Locked out' : 'Shunned'}
        hint="nothing here lifts it: that is typed on the head-end"
        state={isOldLock(lock, now) ? 'warn' : 'crit'}
      >
        <p class="lead">
          {who} {lockedWhere(lock, now)}.
        </p>
        <p class="hint">{lockSource(lock, now)}</p>
        <p>{text}</p>
        <Commands lines={[command]} />
      </Panel>
    );
  });
}
