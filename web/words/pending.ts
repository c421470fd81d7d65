import type { Arrivals } from '../../server/domain/arrivals.ts';

/** What the lines of a sender that nobody knows look like. */
export function looksLike({ line, understood, trap }: Arrivals): string {
  if (understood !== undefined) return 'lines of an ASA that tell of the VPN';
  if (line !== undefined)
    return /%(?:ASA|PIX|FTD)-/.test(line.text)
      ? 'lines of an ASA, none of which tells of the VPN'
      : 'no lines of an ASA: whatever sends them is no head-end';
  return trap === undefined ? 'nothing came within the last hour' : 'traps alone';
}
