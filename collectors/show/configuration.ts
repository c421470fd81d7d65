import type { Configuration, Family } from '../../server/domain/configuration.ts';
import { accessTable } from './config/access.ts';
import { cryptoTable } from './config/crypto.ts';
import { groupsTable, poolsTable } from './config/groups.ts';
import { interfacesTable } from './config/interfaces.ts';
import { loggingTable, timeTable } from './config/logging.ts';
import { managementTable, snmpTable, sysoptTable } from './config/management.ts';
import { natTable } from './config/nat.ts';
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
  readonly notes: readonly string[];
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

/** Reads a saved `show running-config`, whole or in part. Total: a line that cannot be used is a note, one that is not ours is passed over. */
export function readConfiguration(text: string): ReadConfiguration {
  const read = draft();
  const notes: string[] = [];
  const families = new Set<Family>();
  const all = lines(text).map((line, place) => ({ line, place, indent: line.search(/\S/), words: split(line) }));
  const filled = all.filter(({ words }) => words.length > 0);
  const flat = !filled.some(({ words, indent }, place) => opens(words) && (filled[place + 1]?.indent ?? 0) > indent);
  const last = filled.findLast(({ words }) => !/^\S+[#>]$/.test(words.join(' ')));
  let taken = 0;
  let latest: Family | undefined;
  let section: { readonly kind: Section; readonly words: readonly string[]; readonly indent: number } | undefined;
  for (const { line, place, indent, words } of filled) {
    if (section !== undefined && (flat ? endings.has(words[0] ?? '') : indent <= section.indent)) section = undefined;
    const found = find(words, section?.kind);
    if (found === undefined) continue;
    const { row, family, at } = found;
    const evidence = { line: place + 1, text: redactLine(line).trim() };
    const kept = row.typed ? words : split(redactLine(line));
    const filling = at.map((one) => kept[one] ?? '<removed>');
    if (flat && row.within === undefined) section = undefined;
    const refused = row.take(read, filling, { evidence, section: section?.words ?? [] });
    if (refused !== undefined) notes.push(`line ${place + 1}: ${refused}: ${redactLine(line).trim()}`);
    if (row.opens !== undefined) section = { kind: row.opens, words: filling, indent };
    families.add(family);
    latest = family;
    taken += 1;
  }
  const whole = read.version !== undefined && /^(?:: end|Cryptochecksum:\S*)$/.test(last?.words.join(' ') ?? '');
  // One that was cut: of what came last some lines may be missing.
  if (read.version !== undefined && latest !== undefined && !whole) families.delete(latest);
  return {
    configuration: finished(read, whole ? everything : [...families].sort()),
    taken,
    lines: filled.length,
    whole,
    notes,
  };
}

const everything = [...new Set(tables.map(({ family }) => family))].sort();

/** The words of a line; a name in quotes is one word. */
function split(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"?|\S+/g)].map((found) => found[1] ?? found[0]);
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
