import type { ComponentChildren } from 'preact';
import { pollLevels, transportsOf } from '../../server/domain/asa-setup.ts';
import type { Listening } from '../../server/domain/listening.ts';
import { levelNames } from '../../server/domain/logging-lines.ts';
import { releaseHints, type AddAsked, type AddFields } from '../words/add-asa.ts';

/** What is asked of whoever adds an ASA; every box is kept in the address. */
export function AddForm({ fields, asked, listening, change }: AddFormProps) {
  const trouble = (key: keyof AddFields) => asked.troubles.filter((one) => one.key === key).map(({ text }) => text);
  const text = (key: keyof AddFields, label: string, hint: string, list?: string) => {
    const box = {
      class: 'field',
      id: `add-${key}`,
      'aria-describedby': `add-${key}-hint`,
      'aria-invalid': trouble(key).length > 0,
      maxLength: 256,
      autoComplete: 'off',
      spellcheck: false,
      value: fields[key],
      onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
        change({ [key]: currentTarget.value }),
    } as const;
    return (
      <Box id={`add-${key}`} label={label} hint={hint} troubles={trouble(key)}>
        {list === undefined ? <input {...box} /> : <input type="text" list={list} {...box} />}
      </Box>
    );
  };
  const choice = (key: keyof AddFields, label: string, hint: string, options: Options, value = fields[key]) => (
    <Box id={`add-${key}`} label={label} hint={hint} troubles={trouble(key)}>
      <select
        class="field"
        id={`add-${key}`}
        aria-describedby={`add-${key}-hint`}
        value={value}
        onChange={({ currentTarget }) => change({ [key]: currentTarget.value })}
      >
        {options.map(([of, name]) => (
          <option key={of} value={of}>
            {name}
          </option>
        ))}
      </select>
    </Box>
  );
  const { release } = asked;
  const ports = listening?.syslog ?? {};
  const by = transportsOf(release).map((one) => [one, `${one.toUpperCase()}${ports[one] === undefined ? ', off here' : ` port ${ports[one]}`}`] as const); // prettier-ignore
  const isList = fields.filter.startsWith('list:');
  return (
    <form class="add-form" aria-label="What ASA" onSubmit={(event) => event.preventDefault()}>
      {text('name', 'Name', 'what it is called here')}
      {text('host', 'Its address', 'that its messages come from')}
      {text('release', 'Release', 'as show version prints it; 6.3(5) for a PIX 6', 'add-releases')}
      <datalist id="add-releases">
        {releaseHints.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {text('interface', 'Its interface towards us', 'the name behind nameif')}
      {text('us', 'Our address', 'as the ASA reaches this machine', 'add-addresses')}
      <datalist id="add-addresses">
        {(listening?.addresses ?? []).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {choice('by', 'Syslog over', 'UDP is the safe choice', by, asked.transport)}
      {choice(
        'filter',
        'Its logging trap today',
        'show running-config logging tells',
        [
          ['none', 'no log server yet'],
          ...levelNames.map((name, level) => [name, `level ${name} (${level})`] as const),
          ['list:', 'a list'],
        ],
        isList ? 'list:' : fields.filter,
      )}
      {isList && (
        <Box id="add-list" label="Name of that list" hint="behind logging trap" troubles={[]}>
          <input
            class="field"
            id="add-list"
            aria-describedby="add-list-hint"
            maxLength={64}
            autoComplete="off"
            spellcheck={false}
            value={fields.filter.slice('list:'.length)}
            onInput={({ currentTarget }) => change({ filter: `list:${currentTarget.value}` })}
          />
        </Box>
      )}
      {choice('snmp', 'SNMP', 'traps, load and totals without a login', [
        ['on', 'with SNMP'],
        ['off', 'without'],
      ])}
      {choice(
        'poll',
        'Show commands over SSH',
        'running byte counters, and what syslog lost',
        [
          ...pollLevels(release).map(
            (one) => [one, one === 'full' ? 'a user of level 15' : 'a user of level 5'] as const,
          ),
          ['no', 'without'],
        ],
        asked.poll,
      )}
    </form>
  );
}

type Options = readonly (readonly [value: string, name: string])[];

interface AddFormProps {
  readonly fields: AddFields;
  readonly asked: AddAsked;
  readonly listening: Listening | undefined;
  readonly change: (changes: Readonly<Record<string, string>>) => void;
}

interface BoxProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly troubles: readonly string[];
  readonly children: ComponentChildren;
}

function Box({ id, label, hint, troubles, children }: BoxProps) {
  return (
    <div class="add-form__box">
      <label for={id}>{label}</label>
      {children}
      <span class="hint" id={`${id}-hint`}>
        {troubles.length === 0
          ? hint
          : troubles.map((one) => (
              <b key={one} class="trouble">
                {one}{' '}
              </b>
            ))}
      </span>
    </div>
  );
}
