import type { Claim } from '../../server/domain/claim.ts';
import type { HiddenName } from '../../server/domain/hidden.ts';
import { HIDDEN } from '../../server/domain/name.ts';
import { mayTell } from './names-about.ts';
import { spansOfPlaces, spansOfRows, type Spans } from './names-place.ts';
import type { Parsed } from './parse.ts';
import { rowsOf } from './tables.ts';

/** Host names stand in the place of addresses where the ASA has `names`; longer ones it does not have. */
const ADDRESS = /^[\w.:-]{1,63}$/;
/** What stands where no address is told. */
const NO_ADDRESS = /^(?:none|n\/a|unknown|0\.0\.0\.0|::)$/i;

/**
 * Whether the ASA has hidden the user of this message, and the client's address if it tells one. A text that nobody knows is not asked:
 * in it somebody may have typed the asterisks.
 */
export function hiddenName(parsed: Parsed): HiddenName | undefined {
  const { claim, messageId, outcome, text } = parsed;
  if (!text.includes(HIDDEN) || outcome === 'misfit' || messageId === undefined) return undefined;
  if (claim !== undefined && 'user' in claim) return claim.user === HIDDEN ? told(sourceOf(claim)) : undefined;
  if (!mayTell(parsed)) return undefined;
  const read = spansOfRows(rowsOf.get(messageId) ?? [], text);
  const spans = held(read, 'user', text) === undefined ? spansOfPlaces(text) : read;
  if (held(spans, 'user', text) !== HIDDEN) return undefined;
  return told((claim && sourceOf(claim)) ?? held(spans, 'publicIp', text));
}

function sourceOf(claim: Claim): string | undefined {
  if ('publicIp' in claim) return claim.publicIp;
  return 'fromIp' in claim ? claim.fromIp : undefined;
}

function told(address: string | undefined): HiddenName {
  return address === undefined || !ADDRESS.test(address) || NO_ADDRESS.test(address) ? {} : { publicIp: address };
}

function held(spans: Spans, name: string, text: string): string | undefined {
  const span = typeof spans === 'object' ? spans.find((one) => one.name === name) : undefined;
  return span && text.slice(span.from, span.to);
}
