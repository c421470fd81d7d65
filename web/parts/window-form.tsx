import { useState } from 'preact/hooks';
import { act } from '../alerting.ts';
import { isBound, me } from '../me.ts';
import { useCell, useNow, useRows } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { readMoment, typedMoment } from '../words/silences.ts';
import { ActForm } from './act-form.tsx';

const HOUR = 3_600_000;

/** Asks when work is done on which head-ends or sites: once, or again each day or week. */
export function WindowForm({ close }: { readonly close: () => void }) {
  const now = useNow();
  const [from, setFrom] = useState(() => typedMoment(now));
  const [until, setUntil] = useState(() => typedMoment(now + 2 * HOUR));
  const [every, setEvery] = useState('');
  const [ends, setEnds] = useState('');
  const held = useCell(me);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const devices = (useRows('devices') ?? []).filter(({ state }) => state === 'adopted');
  const sites = [...new Set(devices.flatMap(({ place }) => place?.site ?? []))].sort();
  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    choose(next);
  };
  const options = [
    ...sites.map((site) => ({ key: `site ${site}`, name: `site ${plain(site)}` })),
    ...devices.map(({ name }) => ({ key: `device ${name}`, name: plain(name) })),
  ];
  const submit = (reason: string): Promise<string | undefined> => {
    const [begin, end, last] = [readMoment(from), readMoment(until), readMoment(ends)];
    if (begin === undefined || end === undefined) return Promise.resolve('it needs a beginning and an end');
    return act('windows', {
      ...{ reason, from: begin, until: end },
      devices: devices.filter(({ name }) => chosen.has(`device ${name}`)).map(({ name }) => name),
      sites: sites.filter((site) => chosen.has(`site ${site}`)),
      ...(every !== '' && { every, ...(last !== undefined && { endsAt: last }) }),
    });
  };
  return (
    <ActForm label="Announce" note="What is done" needsNote close={close} act={submit}>
      <Moment label="From" value={from} type={setFrom} />
      <Moment label="Until" value={until} type={setUntil} />
      <label class="choice">
        <span>Again</span>
        <select class="field" value={every} onChange={({ currentTarget: { value } }) => setEvery(value)}>
          <option value="">no, once</option>
          <option value="day">each day</option>
          <option value="week">each week</option>
        </select>
      </label>
      {every !== '' && <Moment label="Not after (may be empty)" value={ends} type={setEnds} />}
      <fieldset class="act-form__level">
        <legend>{isBound(held) ? 'On (one at least)' : 'On (none chosen: on all)'}</legend>
        {options.map(({ key, name }) => (
          <label key={key} class="choice">
            <input type="checkbox" checked={chosen.has(key)} onChange={() => toggle(key)} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <p class="hint">By this browser’s clock; one that comes again comes at the same hour of UTC.</p>
    </ActForm>
  );
}

interface MomentProps {
  readonly label: string;
  readonly value: string;
  readonly type: (value: string) => void;
}

function Moment({ label, value, type }: MomentProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        class="field"
        type="datetime-local"
        value={value}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </label>
  );
}
