import type { AddAsked } from './add-asa.ts';
import type { Tick } from './ticks.ts';
import type { Verdict } from './verdict.ts';

/** The first line of the page that adds an ASA. */
export function addVerdict({ name, host }: Pick<AddAsked, 'name' | 'host'>, ticks: readonly Tick[]): Verdict {
  const wanted = ticks.filter(({ state }) => state !== 'off');
  const open = wanted.filter(({ state }) => state !== 'done');
  const failed = open.find(({ state }) => state === 'failed');
  const whom = name === 'NAME' ? (host === 'ADDRESS-OF-THE-ASA' ? undefined : host) : name;
  if (whom === undefined)
    return { state: 'unknown', text: 'Add an ASA.', more: 'Say its name, its address and its release: the lines below are then for it.' }; // prettier-ignore
  if (open.length === 0) return { state: 'ok', text: `All has come of ${whom}.`, more: '' };
  if (failed !== undefined)
    return { state: 'warn', text: `${whom}: ${failed.title.toLowerCase().replace('snmp', 'SNMP').replace('first ', '')} fails.`, more: failed.text }; // prettier-ignore
  const text = open.length === wanted.length ? `Nothing has come of ${whom} yet.` : `${wanted.length - open.length} of ${wanted.length} have come of ${whom}.`; // prettier-ignore
  return { state: 'unknown', text, more: `Still to come: ${open.map(({ title }) => title.replace('First ', '')).join(', ')}.` }; // prettier-ignore
}
