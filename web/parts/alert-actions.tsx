import { useState } from 'preact/hooks';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { act } from '../alerting.ts';
import { isBound, may, me } from '../me.ts';
import { useCell, useNow } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { matcherNames, matchersOf, spans, type SpanName } from '../words/silences.ts';
import type { Matchers } from '../../server/domain/alert/mute.ts';
import { ActForm } from './act-form.tsx';

/** What is being asked about an alert. */
export type Asking = 'acknowledge' | 'release' | 'silence';

interface AlertActionsProps {
  readonly row: AlertRow;
  readonly asking: Asking | undefined;
  readonly ask: (what: Asking | undefined) => void;
}

/** What people do about an open alert: take it on with a note, let go of it, or silence what is like it. */
export function AlertActions({ row, asking, ask }: AlertActionsProps) {
  const { acknowledged } = row;
  const mayAct = may('act', useCell(me));
  const press = (what: Asking) => ask(asking === what ? undefined : what);
  const done = () => ask(undefined);
  if (!mayAct) return null;
  return (
    <>
      <span class="alert__buttons">
        <button
          type="button"
          class="button"
          aria-expanded={asking === 'acknowledge' || asking === 'release'}
          onClick={() => press(acknowledged === undefined ? 'acknowledge' : 'release')}
        >
          {acknowledged === undefined ? 'Acknowledge' : 'Let go'}
        </button>
        <button type="button" class="button" aria-expanded={asking === 'silence'} onClick={() => press('silence')}>
          Silence
        </button>
      </span>
      {asking === 'acknowledge' && (
        <ActForm
          label="Acknowledge"
          note="What is being done (may be empty)"
          needsNote={false}
          close={done}
          act={(note) => act(`${row.id}/acknowledge`, { note })}
        />
      )}
      {asking === 'release' && <ActForm label="Let go of it" close={done} act={() => act(`${row.id}/release`, {})} />}
      {asking === 'silence' && <SilenceForm matchers={matchersOf(row)} close={done} />}
    </>
  );
}

interface SilenceFormProps {
  readonly matchers: Matchers;
  readonly close: () => void;
}

/** Asks what to silence, with what fits the alert filled in: what is emptied does not matter. */
export function SilenceForm({ matchers, close }: SilenceFormProps) {
  const now = useNow();
  const [typed, type] = useState<Readonly<Record<string, string>>>({ ...matchers });
  const [span, choose] = useState<SpanName>('1h');
  const held = useCell(me);
  return (
    <ActForm
      label="Silence"
      note="Why"
      needsNote
      close={close}
      act={(reason) => {
        const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ''));
        if (Object.keys(given).length === 0) return Promise.resolve('a silence must match something');
        return act('silences', { matchers: given, reason, until: spans[span].until(now) });
      }}
    >
      {(Object.keys(matcherNames) as (keyof Matchers)[]).map((name) => (
        <label key={name} class="choice">
          <span>{matcherNames[name]}</span>
          <input
            class="field"
            name={name}
            maxLength={256}
            autoComplete="off"
            placeholder="any"
            value={plain(typed[name] ?? '')}
            onInput={({ currentTarget: { value } }) => type({ ...typed, [name]: value })}
          />
        </label>
      ))}
      <span class="switch" role="group" aria-label="For how long">
        {(Object.keys(spans) as SpanName[]).map((name) => (
          <button key={name} type="button" aria-pressed={span === name} onClick={() => choose(name)}>
            {spans[name].name}
          </button>
        ))}
      </span>
      <p class="hint">
        What is left empty does not matter; a text may end with *. Alerts are raised and kept all the same, but nobody
        is told.
        {isBound(held) && ' Name a head-end or a site of yours in full: it may hold for no others.'}
      </p>
    </ActForm>
  );
}
