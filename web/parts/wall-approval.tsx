import { useRef, useState } from 'preact/hooks';
import { LONGEST_PAIRING } from '../../server/domain/access/account.ts';
import { ask, post } from '../answer.ts';
import { useNow } from '../watch.ts';
import { readSites } from '../words/access.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { ActForm } from './act-form.tsx';
import { SitesBox } from './sites-box.tsx';
import { When } from './when.tsx';

const DAY = 86_400_000;

interface Screen {
  readonly code: string;
  readonly from: string;
  readonly agent: string;
  readonly until: number;
}

/** Lets a screen in as a wall: its code is typed, what shows it is looked at, and then it is given a name. */
export function WallApproval({ changed }: { readonly changed: () => void }) {
  const [code, type] = useState('');
  const [screen, find] = useState<Screen>();
  const [said, say] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const look = async () => {
    const path = `/api/pairings?code=${encodeURIComponent(code.trim())}`;
    const answer = await ask<Omit<Screen, 'code'>>(path, new AbortController().signal);
    say(answer.state === 'failed' ? sentence(answer.why) : '');
    find(answer.state === 'here' ? { code: code.trim(), ...answer.value } : undefined);
    if (answer.state === 'failed') box.current?.select();
  };
  const leave = (told: string) => {
    find(undefined);
    type('');
    say(told);
    box.current?.focus();
  };
  return (
    <>
      <form
        class="toolbar"
        aria-label="Code of a screen"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <label class="choice">
          <span>Code that the screen shows</span>
          <input
            class="field mono"
            name="code"
            ref={box}
            required
            minLength={8}
            maxLength={16}
            autoComplete="off"
            autoCapitalize="characters"
            spellcheck={false}
            value={code}
            onInput={({ currentTarget: { value } }) => type(value)}
          />
        </label>
        <button type="submit" class="button">
          Which screen is it?
        </button>
        <span role="status">{said}</span>
      </form>
      {screen !== undefined && (
        <Approve
          key={screen.code}
          screen={screen}
          close={() => leave('')}
          approved={(name) => {
            leave(`${name} is let in: its screen shows the wall within some seconds.`);
            changed();
          }}
        />
      )}
    </>
  );
}

interface ApproveProps {
  readonly screen: Screen;
  readonly close: () => void;
  readonly approved: (name: string) => void;
}

function Approve({ screen, close, approved }: ApproveProps) {
  const { code, from, agent, until } = screen;
  const now = useNow();
  const [name, setName] = useState('');
  const [showsNames, showNames] = useState(false);
  const [sites, setSites] = useState('');
  const [days, setDays] = useState(String(LONGEST_PAIRING / DAY));
  const done = useRef<string>(undefined);
  return (
    <ActForm
      label="Let it in"
      close={() => (done.current === undefined ? close() : approved(done.current))}
      act={async () => {
        const told = { code, name: name.trim(), showsNames, sites: readSites(sites), days: Number(days) };
        const answer = await post('/api/walls', told);
        if (answer.state === 'failed') return answer.why;
        done.current = plain(name.trim());
        return undefined;
      }}
    >
      <p class="act-form__seen">
        A screen at <strong class="mono">{from}</strong>, {plain(agent)}. Its code is good until{' '}
        <When at={until} now={now} />. If you do not stand before it, do not let it in.
      </p>
      <label class="choice">
        <span>Name</span>
        <input
          class="field"
          name="wall-name"
          required
          maxLength={64}
          autoComplete="off"
          value={name}
          onInput={({ currentTarget: { value } }) => setName(value)}
        />
      </label>
      <SitesBox sites={sites} type={setSites} />
      <label class="choice">
        <span>Days, at most {LONGEST_PAIRING / DAY}</span>
        <input
          class="field act-form__number"
          name="days"
          type="number"
          required
          min={1}
          max={LONGEST_PAIRING / DAY}
          value={days}
          onInput={({ currentTarget: { value } }) => setDays(value)}
        />
      </label>
      <label class="choice">
        <input type="checkbox" checked={showsNames} onChange={({ currentTarget: { checked } }) => showNames(checked)} />
        <span>Whom an alert is about may stand on it, by name</span>
      </label>
    </ActForm>
  );
}
