import { readFile, stat } from 'node:fs/promises';

import { notesOf, readConfiguration, type ReadConfiguration } from '../../collectors/show/configuration.ts';
import { diagnose, type Diagnosis } from '../domain/doctor/doctor.ts';
import type { Finding } from '../domain/doctor/finding.ts';
import { oneLine, UsageFault, visible } from './fault.ts';

const LARGEST_FILE = 16 * 1024 * 1024;
const WIDTH = 100;

/** `doctor FILE [--json]`: prints what is wrong with a saved running configuration. Tells whether something is critical. */
export async function doctor(file: string, json: boolean, print: (line: string) => void): Promise<boolean> {
  const read = readConfiguration(await text(file));
  const { configuration, taken, lines, whole } = read;
  // A page about configurations has lines of one, too.
  if (taken === 0 || (configuration.version === undefined && taken * 4 < lines))
    throw new UsageFault(`${file}: not a running configuration of an ASA or PIX`);
  const diagnosis = diagnose(configuration);
  const { hostname, version } = configuration;
  if (json)
    print(JSON.stringify({ hostname: hostname?.value ?? null, version: version?.value ?? null, whole, ...diagnosis, notes: notesOf(read) }, undefined, 2)); // prettier-ignore
  else for (const line of report(read, diagnosis)) print(visible(line));
  return diagnosis.findings.some(({ severity }) => severity === 'critical');
}

async function text(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE) throw new Error(`larger than ${LARGEST_FILE / 1024 / 1024} MiB`);
    return await readFile(file, 'utf8');
  } catch (fault) {
    // Exit code 1 would say that something is critical.
    throw new UsageFault(`${file}: cannot be read: ${oneLine(fault)}`);
  }
}

function report(read: ReadConfiguration, diagnosis: Diagnosis): readonly string[] {
  const { configuration, whole } = read;
  const notes = notesOf(read);
  const { findings, notChecked } = diagnosis;
  const { hostname, version } = configuration;
  const count = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length;
  return [
    `${hostname?.value ?? '(no hostname)'}, ${version?.value ?? 'release not known'}: ` +
      `${count('critical')} critical, ${count('warning')} warnings, ${count('note')} notes`,
    ...(whole ? [] : wrapped('This is not the whole configuration (from its Version line to `: end`): of what no line tells in it, nothing is said.', '')), // prettier-ignore
    ...findings.flatMap((finding) => ['', ...paragraph(finding)]),
    ...(notes.length === 0 ? [] : ['', 'Lines that could not be used:', ...notes.map((note) => `  ${note}`)]),
    ...(notChecked.length === 0 ? [] : ['', ...wrapped(`Not checked, since the file does not tell: ${notChecked.join(', ')}`, '')]), // prettier-ignore
  ];
}

function paragraph(finding: Finding): readonly string[] {
  const { id, severity, title, subject, why, evidence, seen, verified, breaks, mend } = finding;
  const shown = evidence.length <= 8 ? evidence : evidence.slice(0, 7);
  return [
    `${severity.toUpperCase()}  ${title}${subject === undefined ? '' : `: ${subject}`}  [${id}]`,
    ...shown.map(({ line, text }) => `  line ${line}: ${text}`),
    ...(shown.length < evidence.length ? [`  and ${evidence.length - shown.length} more lines`] : []),
    ...(seen === undefined ? [] : wrapped(`${seen}${verified ? '' : ' (default by release, not verified)'}`, '  ')),
    ...wrapped(`Why: ${why}`, '  '),
    ...wrapped(`Mending breaks: ${breaks}`, '  '),
    ...(mend.how === 'migrate'
      ? wrapped(`No safe fix: migrate to ${mend.to}`, '  ')
      : [...wrapped(`Mend: ${mend.note ?? ''}`.trim(), '  '), ...mend.commands.map((line) => `      ${line}`)]),
  ];
}

/** The words in lines of at most so many columns, the first indented so far, the others two more. */
function wrapped(words: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '  ';
    }
    line += line === '' || line === '  ' ? word : ` ${word}`;
  }
  return [...lines, line].map((one) => indent + one);
}
