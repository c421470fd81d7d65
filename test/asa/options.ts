import { parseArgs } from 'node:util';
import { addressText, overlap } from './address.ts';
import type { Range } from './address.ts';
import { dialects } from './dialect.ts';
import { flags, options } from './option-table.ts';
import type { Values } from './option-table.ts';
import { scenarioNames, scenarios } from './scenarios.ts';
import { acpoolBeside } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

/** What the command line asks for; a fault is a sentence. */
export type Asked =
  | { readonly ask: 'run'; readonly values: Values; readonly simulation: Omit<SimulationOptions, 'start'> }
  | { readonly ask: 'help' }
  | { readonly ask: 'config'; readonly vpnpool: Range; readonly acpool: Range }
  | { readonly ask: 'nothing'; readonly faults: readonly string[] };

/** Reads a command line; all that is wrong with it is told at once. */
export function readOptions(args: readonly string[]): Asked {
  let given: Readonly<Record<string, string | boolean | undefined>>;
  try {
    const known: Readonly<Record<string, { type: 'string' | 'boolean' }>> = {
      ...typed(options, 'string'),
      ...typed(flags, 'boolean'),
    };
    given = parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    return { ask: 'nothing', faults: [error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)] };
  }
  if (given['help'] === true) return { ask: 'help' };
  const faults: string[] = [];
  const pairs = Object.entries<(typeof options)[keyof typeof options] & { fallback?: string }>(options).map(
    ([name, { fallback, read, wanted }]) => {
      const text = given[name] ?? fallback;
      const value = typeof text === 'string' ? read(text) : undefined;
      if (typeof text === 'string' && value === undefined) faults.push(`--${name} ${text}: not ${wanted}`);
      return [name, value];
    },
  );
  if (faults.length > 0) return { ask: 'nothing', faults };
  const raised = Object.keys(flags).map((name) => [name, given[name] === true]);
  // The one border where rows become a type: each value was made by the `read` that the type is derived from.
  const values = Object.fromEntries([...pairs, ...raised]) as Values;
  return together(values);
}

/** What only shows when the options are looked at together. */
function together(values: Values): Asked {
  const vpnpool = { first: values['pool-first'], last: values['pool-last'] };
  const beside = acpoolBeside(vpnpool);
  const acpool = { first: values['ac-pool-first'] ?? beside.first, last: values['ac-pool-last'] ?? beside.last };
  const none = values.scenario === 'full-pool' || !dialects[values.dialect].anyconnect;
  const anyconnect = values.anyconnect ?? (none ? 0 : 0.25);
  const ikev1Users = values.users * (1 - anyconnect);
  const faults = [
    ...(values.transport === 'tls' && values.ca === undefined ? ['--transport tls: needs --ca'] : []),
    ...[vpnpool, acpool]
      .filter(({ first, last }) => first > last)
      .map((pool) => `${shown(pool)}: ends before it begins`),
    ...(overlap(vpnpool, acpool) ? [`vpnpool ${shown(vpnpool)} and acpool ${shown(acpool)} overlap`] : []),
    ...(anyconnect > 0 && !dialects[values.dialect].anyconnect
      ? [`--anyconnect ${anyconnect}: release ${values.dialect} has no AnyConnect`]
      : []),
    ...(values.scenario === 'full-pool' && ikev1Users <= vpnpool.last - vpnpool.first + 1
      ? [`--users ${values.users}: full-pool wants more IKEv1 users than vpnpool ${shown(vpnpool)} has addresses`]
      : []),
  ];
  if (faults.length > 0) return { ask: 'nothing', faults };
  if (values['print-config']) return { ask: 'config', vpnpool, acpool };
  const { scenario, users, presence, seed, header, level, aaa, speed } = values;
  const rate = values['lines-per-second'];
  const simulation = {
    ...{ scenario, users, presence, seed, header, level, aaa, anyconnect, vpnpool, acpool },
    release: values.dialect,
    reuseDelay: values['reuse-delay'] * 1000,
    sessionSeconds: values['session-seconds'],
    linesPerSecond: rate === undefined ? undefined : rate / speed,
    doubleClose: values['double-close'],
    hideUsername: values['hide-username'],
  };
  return { ask: 'run', values, simulation };
}

export function help(): string {
  const line = (option: string, text: string) => `  ${option.padEnd(26)} ${text}`;
  const entries = Object.entries<{ value: string; fallback?: string; help: string }>(options);
  return [
    'Usage: node dist/test/asa/run.js [options]',
    '',
    ...entries.map(([name, { value, fallback, help: text }]) =>
      line(`--${name} ${value}`, fallback === undefined ? text : `${text} (${fallback})`),
    ),
    ...Object.entries(flags).map(([name, text]) => line(`--${name}`, text)),
    '',
    'Scenarios:',
    ...scenarioNames.map((name) => line(name, scenarios[name].help)),
  ].join('\n');
}

const shown = ({ first, last }: Range) => `${addressText(first)}-${addressText(last)}`;

function typed<T extends 'string' | 'boolean'>(rows: object, type: T): Record<string, { type: T }> {
  return Object.fromEntries(Object.keys(rows).map((name) => [name, { type }]));
}
