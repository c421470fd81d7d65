import type { DeviceFacts } from '../../../server/domain/polling.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';

/** What the device says of itself. */
export interface DeviceTold {
  readonly kind: 'device.told';
  readonly facts: DeviceFacts;
}

/**
 * A command that tells of the device: all the lines that it may print, which of them must come, and what they tell. Lines whose name begins with
 * `known` may come again.
 */
export function deviceCommand<Name extends string>(
  command: string,
  wordings: Readonly<Record<Name, RegExp>>,
  wanted: readonly NoInfer<Name>[],
  tell: (told: Readonly<Record<string, string | undefined>>, lines: readonly Sentence<Name>[]) => DeviceFacts,
): ShowCommand<DeviceTold> {
  const read = (printed: readonly string[]): Reading<DeviceTold> => {
    const lines = readSentences(printed, wordings);
    if ('wrong' in lines) return lines.wrong;
    const twice = lines.sentences.find(({ name }, place) => !name.startsWith('known') && lines.sentences.slice(0, place).some((one) => one.name === name)); // prettier-ignore
    if (twice !== undefined) return outOfPlace(twice);
    if (!wanted.every((name) => lines.sentences.some((one) => one.name === name))) return tooShort(printed);
    return { outcome: 'read', facts: { kind: 'device.told', facts: tell(together(lines.sentences), lines.sentences) } };
  };
  return { command, read };
}

/** What all lines tell; of a fact that is told again, what was told first. */
export function together(sentences: readonly Sentence[]): Readonly<Record<string, string | undefined>> {
  return Object.assign({}, ...sentences.map(({ told }) => told).reverse()) as Readonly<
    Record<string, string | undefined>
  >; // of records of that kind
}
