import { rowsOf } from '../../collectors/syslog/tables.ts';

/** What stands in the holes between: nothing, a blank, a digit, an address. */
const FILLINGS = ['', ' ', '1', '10.10.10.50'];

/** A message that begins as one of its wordings does, and then says one of its own words again and again. */
export interface Repeated {
  readonly what: string;
  /** The line, with a text of so many characters. */
  readonly line: (length: number) => string;
}

/** Every message ID with each of its own words. */
export function* repeated(): Generator<Repeated> {
  for (const [id, rows] of rowsOf) {
    const anchors = rows.flatMap(({ variants }) => variants).map((one) => one.anchors);
    const words = anchors.flat().flatMap(({ literal, rest }) => [literal, ...rest.map((hole) => hole.literal)]);
    const beginnings = new Set(anchors.map(([first]) => first?.literal ?? ''));
    for (const word of new Set(words)) {
      for (const filling of FILLINGS) {
        const piece = word + filling;
        if (piece.trim() === '') continue;
        for (const beginning of beginnings) {
          yield {
            what: `${id} "${beginning}" "${piece}"`,
            line: (length) =>
              `%ASA-6-${id}: ${beginning}${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}x`,
          };
        }
      }
    }
  }
}
