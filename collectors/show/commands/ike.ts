import type { IkeSa } from '../../../server/domain/roster.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { ikeV1 } from './ike-v1.ts';
import { ikeV2 } from './ike-v2.ts';
import type { Line, Section } from './ike-section.ts';

/** The IKE SAs of a device, of one version or of both. */
export interface IkeListed {
  readonly kind: 'ike.listed';
  readonly sas: readonly IkeSa[];
}

/** `show crypto isakmp | ikev1 | ikev2 sa [detail]`; from 8.4 on `isakmp` prints both versions, one below the other. */
export const ikeListings: readonly ShowCommand<IkeListed>[] = ['isakmp', 'ikev1', 'ikev2'].flatMap((version) =>
  ['', ' detail'].map((detail) => ({ command: `show crypto ${version} sa${detail}`, read: readSections })),
);

/** Before 8.4 there is one version, and no heading. */
const headings = new Map<string, Section>([
  ['IKEv1 SAs:', ikeV1],
  ['IKEv2 SAs:', ikeV2],
]);
const EMPTY = /^There are no (?:isakmp|IKEv[12]) sas$/i;

function readSections(printed: readonly string[]): Reading<IkeListed> {
  const lines = printed.flatMap((text, place) => (text.trim() === '' ? [] : [{ text: text.trim(), line: place + 1 }]));
  const starts = lines.flatMap(({ text }, place) => (headings.has(text) ? [place] : []));
  const parts = [0, ...starts.filter((place) => place > 0)].map((place, nth, all) => lines.slice(place, all[nth + 1]));
  const end = { line: Math.max(1, printed.length), text: 'the output ends too early' };
  const sas: IkeSa[] = [];
  for (const part of parts) {
    const section = headings.get(part[0]?.text ?? '');
    const body = section === undefined ? part : part.slice(1);
    const said = body.filter(({ text }) => !EMPTY.test(text));
    if (body.length === 0) return { outcome: 'misfit', ...end };
    if (said.length === 0) continue;
    // That there are none is said of a version of which none is listed.
    const read = (section ?? ikeV1)(said, end);
    if ('wrong' in read) return misfit(read.wrong);
    sas.push(...read.sas);
  }
  return { outcome: 'read', facts: { kind: 'ike.listed', sas } };
}

function misfit({ line, text }: Line): Reading<never> {
  return { outcome: 'misfit', line, text };
}
