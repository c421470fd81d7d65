/** How wide a text is, in characters of the usual width: capitals and digits are wider than most letters, ideographs the widest. */
export function widthOf(text: string): number {
  let width = 0;
  for (const one of text) width += WIDEST.test(one) ? 1.8 : WIDE.test(one) ? 1.55 : CAPITAL.test(one) ? 1.2 : 1;
  return width;
}

const WIDEST =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff00-\uffef]/u;
const WIDE = /[MWmw@%—…]/u;
const CAPITAL = /[\p{Lu}_+=~<>^]/u;

/** The first of several wordings of one thing that fits into so many characters; the shortest if none does. */
export function fit(wordings: readonly string[], characters: number): string {
  const shortest = [...wordings].sort((one, other) => widthOf(one) - widthOf(other))[0] ?? '';
  return wordings.find((one) => widthOf(one) <= characters) ?? shortest;
}

/** How wide a name may be in the wordings of a line, tried one after the other. */
const NAME_WIDTHS = [24, 16, 10, 6] as const;

/** Wordings with names in them: with whole ones first, and then with less and less of their middle, so that what is said of them stays. */
export function named(
  names: readonly string[],
  say: (...names: readonly string[]) => readonly string[],
): readonly string[] {
  const shorter = NAME_WIDTHS.filter((width) => names.some((name) => widthOf(name) > width));
  return [say(...names), ...shorter.map((width) => say(...names.map((name) => clip(name, width))))].flat();
}

/** A name without so much of its middle that it fits: names of one kind differ at either end. */
export function clip(name: string, width: number): string {
  if (widthOf(name) <= width) return name;
  const all = Array.from(name);
  for (let left = all.length - 1; left > 1; left--) {
    const end = Math.floor(left / 3);
    const cut = `${all.slice(0, left - end).join('')}…${end === 0 ? '' : all.slice(-end).join('')}`;
    if (widthOf(cut) <= width) return cut;
  }
  return `${all[0] ?? ''}…`;
}

/** How much higher a line with a bar under it is. */
const BAR_LINE = 1.25;

/** As many of the lines as there is room for, in lines; the first always. */
export function fitting<T extends { readonly bar?: number }>(lines: readonly T[], room: number): readonly T[] {
  let left = room;
  const most = lines.findIndex(({ bar }) => {
    left -= bar === undefined ? 1 : BAR_LINE;
    return left < 0;
  });
  return most === -1 ? lines : lines.slice(0, Math.max(1, most));
}

/** Whether a figure and its unit have room beside each other in so many characters of the smallest type. */
export function fitsBeside(value: string, unit: string, characters: number): boolean {
  return value.length * HERO_CHARACTERS + widthOf(unit) + 1 <= characters;
}

/** How many characters of the smallest type one of a hero figure takes: 40 arc minutes are two and a half times 16, and bold. */
const HERO_CHARACTERS = 2.6;
