import type { PollFailure } from '../../server/domain/polling.ts';
import type { Reading } from './command.ts';
import type { Secrets } from './conversation.ts';
import type { PollFault } from './fault.ts';
import { redact } from './redact.ts';

/** Lines of a transcript that are kept before and behind the one that nobody knows, and characters of each. */
const BEFORE = 300;
const BEHIND = 100;
const LONGEST_LINE = 2_000;
const LONGEST_DETAIL = 500;

/** Why the device could not be asked. */
export function faultTold(fault: PollFault, secrets: Secrets | undefined): PollFailure {
  const { at, why, fingerprint } = fault;
  return { at, why, detail: scrub(fault.message, secrets), ...(fingerprint !== undefined && { fingerprint }) };
}

/** Why the output of a command gave nothing, with the output where somebody has to look at it. */
export function misreadTold(
  at: string,
  reading: Exclude<Reading<unknown>, { outcome: 'read' }>,
  text: string,
  secrets: Secrets | undefined,
): PollFailure {
  if (reading.outcome === 'refused') return { at, why: 'refused', detail: scrub(reading.text, secrets) };
  const printed = text.split('\n');
  // Lines of certificates go altogether: the line is counted in what is left.
  const upTo = hide(printed.slice(0, reading.line).join('\n'), secrets).split('\n');
  const from = Math.max(0, upTo.length - BEFORE);
  const kept = hide(text, secrets)
    .split('\n')
    .slice(from, upTo.length + BEHIND);
  return {
    ...{
      at,
      why: 'misfit',
      detail: `line ${reading.line} is not known: ${scrub((upTo.at(-1) ?? '').trim(), secrets)}`,
    },
    transcript: kept.map((line) => line.slice(0, LONGEST_LINE)).join('\n'),
    line: upTo.length - from,
  };
}

function scrub(text: string, secrets: Secrets | undefined): string {
  return hide(text, secrets).slice(0, LONGEST_DETAIL);
}

/** Without secrets: of the forms that configurations have, and the two that were typed here, wherever they stand. */
function hide(text: string, secrets: Secrets | undefined): string {
  const typed = [secrets?.password, secrets?.enable].filter(
    (one): one is string => one !== undefined && one.length > 2,
  );
  return typed.reduce((kept, secret) => kept.replaceAll(secret, '<removed>'), redact(text));
}
