import { useState } from 'preact/hooks';
import { logOut } from '../log-out.ts';
import { may, me } from '../me.ts';
import { useCell } from '../watch.ts';
import { roleNames, sitesWords } from '../words/access.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { Menu } from './menu.tsx';

/** Who is logged in, and what that account leads to. */
export function OwnMenu() {
  const held = useCell(me);
  const [said, say] = useState('');
  if (held?.name == null || held.role === null) return null;
  const { name, role, sites } = held;
  const leave = async () => {
    const why = await logOut();
    if (why !== undefined) say(`Not done: ${sentence(why)}`);
  };
  return (
    <Menu name={plain(name)}>
      <div class="menu__box own-menu">
        <p>
          <strong>{plain(name)}</strong>, {roleNames[role].name}
          <br />
          <span class="hint">{sitesWords(sites)}</span>
        </p>
        {may('own', held) && <a href="/account">Your account</a>}
        {may('govern', held) && <a href="/accounts">Accounts</a>}
        {may('govern', held) && <a href="/walls">Walls</a>}
        <button type="button" class="button" onClick={() => void leave()}>
          Log out
        </button>
        <span role="status" class="hint">
          {said}
        </span>
      </div>
    </Menu>
  );
}
