import type { Configuration, Family } from '../../server/domain/configuration.ts';
import { accessTable } from './config/access.ts';
import { cryptoTable } from './config/crypto.ts';
import { groupsTable, poolsTable } from './config/groups.ts';
import { interfacesTable } from './config/interfaces.ts';
import { loggingTable, timeTable } from './config/logging.ts';
import { managementTable, snmpTable, sysoptTable } from './config/management.ts';
import { natTable } from './config/nat.ts';
import { passed, passedBelow } from './config/passed.ts';
import { choices, draft, finished, holes, type Row, type Section, type Table } from './config/row.ts';
import { lines, redactLine } from './redact.ts';

/** What a running configuration says, and what in it could not be used, in words without secrets. */
export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** How many lines were taken from it; with none it is no configuration. */
  readonly taken: number;
  /** How many lines are not empty. */
  readonly lines: number;
  /** It has its first line (`ASA Version`) and its last (`: end`): what is not there is not configured. */
  readonly whole: boolean;
  /** The lines that were neither taken nor are known to tell nothing, in order. */
  readonly unused: readonly Unused[];
}

/** A line that was not understood. */
export interface Unused {
  /** From 1. */
  readonly line: number;
  /** Without secrets: where nobody knows the line, no more than the word that it begins with. */
  readonly text: string;
  readonly why: string;
  /** `unusable`: known, but not with these words; `unknown`: it begins like one that is read, or like none, or stands among them; `other`: of another kind. */
  readonly kind: 'unusable' | 'unknown' | 'other';
}

// Everything that is taken from a running configuration is named in these; the rest, with its keys and passwords, is not looked at.
export const tables: readonly Table[] = [
  poolsTable,
  groupsTable,
  cryptoTable,
  accessTable,
  natTable,
  loggingTable,
  timeTable,
  snmpTable,
  managementTable,
  sysoptTable,
  interfacesTable,
];

const rows = tables.flatMap(({ family, rows }) => rows.map((row) => ({ family, row })));
const byFirstWord = new Map<string, (typeof rows)[number][]>();
for (const one of rows) {
  const parts = one.row.command.split(' ');
  // `no? crypto? isakmp ...` begins with any of these words.
  const starts = parts.slice(0, parts.findIndex((part) => !part.endsWith('?')) + 1);
  for (const word of starts.flatMap(choices)) byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), one]);
}

// Where a file has lost its indentation, these words show that a section is over.
const endings = new Set([
  'tunnel-group',
  'group-policy',
  'username',
  'interface',
  'crypto',
  'aaa-server',
  'webvpn',
  'pop3s',
  'imap4s',
  'smtps',
]);

/** Reads a saved `show running-config`, whole or in part. Total: a line that cannot be used is told, one that is not ours is passed over. */
export function readConfiguration(text: string): ReadConfiguration {
  const read = draft();
  const unused: Unused[] = [];
  const families = new Set<Family>();
  const all = lines(text).map((line, place) => ({ line, place, indent: line.search(/\S/), words: split(line) }));
  const filled = all.filter(({ words }) => words.length > 0);
  const flat = !filled.some(({ words, indent }, place) => opens(words) && (filled[place + 1]?.indent ?? 0) > indent);
  let taken = 0;
  let latest: Family | undefined;
  let section: { readonly kind: Section; readonly words: readonly string[]; readonly indent: number } | undefined;
  /** A line that was passed over: what is indented below it belongs to it. */
  let over: { readonly indent: number; readonly known: boolean } | undefined;
  for (const { line, place, indent, words } of filled) {
    if (section !== undefined && (flat ? endings.has(words[0] ?? '') : indent <= section.indent)) section = undefined;
    if (over !== undefined && indent <= over.indent) over = undefined;
    if (over?.known === true) continue;
    const found = find(words, section?.kind);
    if (found === undefined) {
      if (over !== undefined) continue;
      const kind = kindOf(words, flat ? undefined : section?.kind);
      if (kind === 'noise') continue;
      over = { indent, known: kind === 'passed' };
      if (kind !== 'passed') unused.push({ line: place + 1, text: beginning(words, kind), why: 'not known', kind });
      continue;
    }
    const { row, family, at } = found;
    const evidence = { line: place + 1, text: redactLine(line).trim() };
    const kept = row.typed ? words : split(redactLine(line));
    const filling = at.map((one) => kept[one] ?? '<removed>');
    if (flat && row.within === undefined) section = undefined;
    const refused = row.take(read, filling, { evidence, section: section?.words ?? [] });
    if (refused !== undefined) unused.push({ ...evidence, why: refused, kind: 'unusable' });
    if (row.opens !== undefined) section = { kind: row.opens, words: filling, indent };
    families.add(family);
    latest = family;
    taken += 1;
  }
  // Behind the end others may stand that were saved into the same file.
  const end = filled.findLast(({ words }) => words.join(' ') === ': end');
  const whole = read.version !== undefined && (end?.place ?? 0) >= read.version.evidence.line;
  // One that was cut: of what came last some lines may be missing.
  if (read.version !== undefined && latest !== undefined && !whole) families.delete(latest);
  return {
    configuration: finished(read, whole ? everything : [...families].sort()),
    taken,
    lines: filled.length,
    whole,
    unused,
  };
}

/** The lines that are ours, but could not be used, in words without secrets. */
export function notesOf({ unused }: Pick<ReadConfiguration, 'unused'>): readonly string[] {
  const unusable = unused.filter(({ kind }) => kind === 'unusable');
  return unusable.map(({ line, text, why }) => `line ${line}: ${why}: ${text}`);
}

const everything = [...new Set(tables.map(({ family }) => family))].sort();

/** The words of a line; a name in quotes is one word. */
function split(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"?|\S+/g)].map((found) => found[1] ?? found[0]);
}

/** What a line is that no row takes; `passed`: known to tell nothing, `noise`: no line of a configuration. */
function kindOf(words: readonly string[], section: Section | undefined): 'unknown' | 'other' | 'passed' | 'noise' {
  const bare = words[0] === 'no' ? words.slice(1) : words;
  const [first = ''] = bare;
  const said = bare.join(' ');
  if (section !== undefined) {
    const known = passedBelow[section];
    const takenBack = words[0] === 'no' && below.has(`${section} ${first}`);
    return known === undefined || takenBack || known.some((one) => one.test(said)) ? 'passed' : 'unknown';
  }
  // What is said around a configuration: `!`, `: Saved`, the prompt with the command behind it.
  if (/^(?:!|:$|: |Cryptochecksum:|Result of the command:|Building configuration|\S+[#>](?:$| ))/.test(words.join(' ')))
    return 'noise';
  if (passed.some((one) => one.test(said))) return 'passed';
  // No command begins with a capital: somebody else has spoken in between, and what stands below belongs to what stood above.
  return heads.has(first) || /^\p{Lu}/u.test(first) ? 'unknown' : 'other';
}

/** The first words that are read outside of any section. */
const heads = new Set(
  [...byFirstWord].filter(([, all]) => all.some(({ row }) => row.within === undefined)).map(([word]) => word),
);

/** The first words that the rows of a section take, each behind its section. */
const below = new Set(rows.flatMap(({ row: { within, command } }) => (within === undefined ? [] : choices(command.split(' ')[0] ?? '').map((word) => `${within} ${word}`)))); // prettier-ignore

/** Of a line that nobody knows: any of its words may be a secret, but for the one that it begins with, if that is one of ours. */
function beginning(words: readonly string[], kind: 'unknown' | 'other'): string {
  const first = words[0] === 'no' ? words.slice(0, 2) : words.slice(0, 1);
  if (kind === 'other' || !first.every((word) => /^[a-z][a-z0-9-]{0,30}$/.test(word))) return '<removed>';
  return words.length > first.length ? `${first.join(' ')} <removed>` : '<removed>';
}

function opens(words: readonly string[]): boolean {
  return find(words, undefined)?.row.opens !== undefined;
}

/** The row for the words; in a section, its own before those that stand anywhere. */
function find(
  words: readonly string[],
  section: Section | undefined,
): { readonly row: Row; readonly family: Family; readonly at: readonly number[] } | undefined {
  const candidates = byFirstWord.get(words[0] ?? '') ?? [];
  for (const within of section === undefined ? [undefined] : [section, undefined]) {
    for (const { row, family } of candidates) {
      const at = row.within === within ? holes(row.command, words) : undefined;
      if (at !== undefined) return { row, family, at };
    }
  }
  return undefined;
}
