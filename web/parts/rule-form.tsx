import { useId, useState } from 'preact/hooks';
import { severities, type Severity } from '../../server/domain/alert/alert.ts';
import type { Level, ScopeKind, Setting } from '../../server/domain/alert/rule.ts';
import { settingFault } from '../../server/domain/alert/setting-fault.ts';
import { act } from '../alerting.ts';
import { post, type Answer } from '../answer.ts';
import { useNow, useRows } from '../watch.ts';
import { previewWords, readValue, scopeNames, typedValue, unitNames, wouldWords, type PreviewTold, type RuleTold } from '../words/alert-rules.ts'; // prettier-ignore
import { severityStates } from '../words/alerts.ts';
import { ActForm } from './act-form.tsx';

interface RuleFormProps {
  readonly rule: RuleTold;
  readonly done: () => void;
  readonly close: () => void;
}

/** Thresholds of a rule, for everything or one place. What they would have done is looked at before they are saved. */
export function RuleForm({ rule, done, close }: RuleFormProps) {
  const { id, unit, is, scopes, shipped, set } = rule;
  const held = set.find(({ scope }) => scope === undefined)?.setting ?? shipped;
  const [kind, setKind] = useState<ScopeKind | ''>('');
  const [name, setName] = useState('');
  const [typed, type] = useState(() => typedOf(rule, held));
  const [seen, see] = useState<{ readonly asked: string; readonly answer: Answer<PreviewTold> }>();
  const scope = kind === '' ? undefined : { kind, name: name.trim() };
  const setting = readSetting(rule, held, typed);
  const fault = scope?.name === '' ? 'say for which place' : settingFault(id, setting, scope?.kind);
  const body = { setting, ...(scope !== undefined && { scope }) };
  const asked = JSON.stringify(body);
  const isSeen = seen?.asked === asked && seen.answer.state !== 'asking';
  const preview = async () => {
    see({ asked, answer: { state: 'asking' } });
    see({ asked, answer: await post<PreviewTold>(`/api/alerts/rules/${id}/preview`, body) });
  };
  const change = (key: string) => (value: string) => type({ ...typed, [key]: value });
  return (
    <ActForm
      label="Save"
      isReady={isSeen && fault === undefined}
      close={close}
      act={async () => {
        const why = await act(`rules/${id}`, body);
        if (why === undefined) done();
        return why;
      }}
    >
      {scopes.length > 0 && <Place scopes={scopes} kind={kind} name={name} choose={setKind} type={setName} />}
      <label class="choice">
        <input
          type="checkbox"
          checked={typed['enabled'] === 'on'}
          onChange={({ currentTarget: { checked } }) => change('enabled')(checked ? 'on' : '')}
        />
        <span>Watched</span>
      </label>
      {is === 'level' &&
        severities.flatMap((severity) =>
          shipped.levels[severity] === undefined ? (
            []
          ) : (
            <fieldset key={severity} class="act-form__level">
              <legend>{severityStates[severity].name}</legend>
              <Box
                label={`from (${unitNames[unit]})`}
                value={typed[`${severity} raise`] ?? ''}
                type={change(`${severity} raise`)}
              />
              <Box
                label={`over below (${unitNames[unit]})`}
                value={typed[`${severity} clear`] ?? ''}
                type={change(`${severity} clear`)}
              />
            </fieldset>
          ),
        )}
      {is === 'level' && (
        <Box label="if so for (seconds)" value={typed['raiseAfter'] ?? ''} type={change('raiseAfter')} />
      )}
      <Box
        label={is === 'level' ? 'over when good for (seconds)' : 'over after so long without it (seconds)'}
        value={typed['clearAfter'] ?? ''}
        type={change('clearAfter')}
      />
      <span class="alert__buttons">
        <button type="button" class="button" disabled={fault !== undefined} onClick={() => void preview()}>
          What would it have done?
        </button>
      </span>
      <p class="hint" role="status">
        {fault !== undefined
          ? `Not yet: ${fault}.`
          : isSeen
            ? 'It can be saved.'
            : 'It can be saved after a look at what it would have done over the last 7 days.'}
      </p>
      {seen?.asked === asked && <Seen answer={seen.answer} />}
    </ActForm>
  );
}

function Seen({ answer }: { readonly answer: Answer<PreviewTold> }) {
  const now = useNow();
  if (answer.state === 'asking') return <p class="act-form__seen">Looking at the last 7 days …</p>;
  if (answer.state === 'failed') return <p class="act-form__seen">It cannot be told now: {answer.why}.</p>;
  const { then } = answer.value;
  return (
    <div class="act-form__seen" data-testid="preview">
      <p>{previewWords(answer.value)}</p>
      {then !== undefined && then.alerts.length > 0 && (
        <ol>
          {then.alerts.slice(0, 10).map((one, place) => (
            <li key={place}>{wouldWords(one, now)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

interface PlaceProps {
  readonly scopes: readonly ScopeKind[];
  readonly kind: ScopeKind | '';
  readonly name: string;
  readonly choose: (kind: ScopeKind | '') => void;
  readonly type: (name: string) => void;
}

/** For which place: the names that are known are offered. */
function Place({ scopes, kind, name, choose, type }: PlaceProps) {
  const known = useKnown(kind);
  const list = useId();
  return (
    <>
      <label class="choice">
        <span>For</span>
        <select
          class="field"
          value={kind}
          onChange={({ currentTarget: { value } }) => choose(scopes.find((one) => one === value) ?? '')}
        >
          <option value="">everything</option>
          {scopes.map((one) => (
            <option key={one} value={one}>
              one {scopeNames[one].toLowerCase()}
            </option>
          ))}
        </select>
      </label>
      {kind !== '' && (
        <label class="choice">
          <span>{scopeNames[kind]}</span>
          <input
            class="field"
            name="place"
            list={list}
            maxLength={256}
            autoComplete="off"
            value={name}
            onInput={({ currentTarget: { value } }) => type(value)}
          />
          <datalist id={list}>
            {known.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
      )}
    </>
  );
}

function useKnown(kind: ScopeKind | ''): readonly string[] {
  const devices = useRows('devices') ?? [];
  const pools = useRows('pools') ?? [];
  const chains = useRows('chains') ?? [];
  const names: Readonly<Record<ScopeKind | '', readonly string[]>> = {
    '': [],
    device: devices.map(({ name }) => name),
    site: devices.flatMap(({ place }) => place?.site ?? []),
    pool: pools.map(({ name }) => name),
    tunnelGroup: chains.map(({ tunnelGroup }) => tunnelGroup),
  };
  return [...new Set(names[kind])].sort();
}

interface BoxProps {
  readonly label: string;
  readonly value: string;
  readonly type: (value: string) => void;
}

function Box({ label, value, type }: BoxProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        class="field act-form__number"
        inputMode="decimal"
        maxLength={12}
        autoComplete="off"
        value={value}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </label>
  );
}

type Typed = Readonly<Record<string, string>>;

function typedOf({ unit }: RuleTold, { enabled, levels, raiseAfter, clearAfter }: Setting): Typed {
  const boxes = severities.flatMap((severity) => {
    const level = levels[severity];
    if (level === undefined) return [];
    return (['raise', 'clear'] as const).map((what) => [`${severity} ${what}`, typedValue(unit, level[what])] as const);
  });
  return {
    ...Object.fromEntries(boxes),
    enabled: enabled ? 'on' : '',
    raiseAfter: String(raiseAfter),
    clearAfter: String(clearAfter),
  };
}

/** What the boxes say; of an incident its thresholds stay. */
function readSetting({ is, unit }: RuleTold, { levels }: Setting, typed: Typed): Setting {
  const read = (severity: Severity): Level => ({
    raise: readValue(unit, typed[`${severity} raise`] ?? ''),
    clear: readValue(unit, typed[`${severity} clear`] ?? ''),
  });
  const own = Object.fromEntries(severities.flatMap((one) => (levels[one] === undefined ? [] : [[one, read(one)]])));
  return {
    enabled: typed['enabled'] === 'on',
    levels: is === 'level' ? own : levels,
    raiseAfter: readValue('seconds', typed['raiseAfter'] ?? ''),
    clearAfter: readValue('seconds', typed['clearAfter'] ?? ''),
  };
}
