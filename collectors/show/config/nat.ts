import type { NatPair } from '../../../server/domain/configuration.ts';
import type { Draft, Place, Table } from './row.ts';

/** Translations and routes: `nat`, `global` and `static` up to 8.2, twice NAT and that of objects from 8.3. */
export const natTable: Table = {
  family: 'nat',
  rows: [
    { command: 'nat (_ 0 access-list _ ...', typed: true, take: ({ nat }, [name = '', list = ''], { evidence }) => void nat.push({ kind: 'exempt', interface: bare(name), list, evidence }) }, // prettier-ignore
    { command: 'nat (_ _ access-list _ ...', typed: true, take: takeByList },
    { command: 'nat (_ ...', typed: true, within: 'object', take: takeObject },
    { command: 'nat (_ ...', typed: true, take: takeNat },
    { command: 'nat source <static|dynamic> ...', typed: true, take: takeAny },
    { command: 'nat after-auto source <static|dynamic> ...', typed: true, take: takeAny },
    {
      command: 'global (_ _ ...',
      take: ({ nat }, [name = '', id = '', ...words], { evidence }) =>
        void nat.push({ kind: 'global', interface: bare(name), id: Number(id), words, evidence }),
    },
    {
      command: 'static (_ ...',
      take: ({ nat }, [pair = '', ...words], { evidence }) => {
        const [real = '', mapped = ''] = bare(pair).split(',');
        nat.push({ kind: 'static', real, mapped, words, evidence });
        return undefined;
      },
    },
    {
      command: '<no>? nat-control',
      take: ({ nat }, [no], { evidence }) => void nat.push({ kind: 'control', on: no !== 'no', evidence }),
    },
    {
      command: 'route _ _ _ _ ...',
      take: ({ routes }, [name = '', address = '', mask = '', gateway = ''], { evidence }) =>
        void routes.push({ interface: name, address: zeros(address), mask: zeros(mask), gateway, evidence }),
    },
  ],
};

function bare(name: string): string {
  return name.replace(/[()]/g, '');
}

/** `0` and `0.0.0.0` are the same to an ASA. */
function zeros(address: string): string {
  return address === '0' ? '0.0.0.0' : address;
}

function takeByList(
  { nat }: Draft,
  [name = '', id = '', list = '']: readonly string[],
  { evidence }: Place,
): undefined {
  nat.push({ kind: 'dynamic', interface: bare(name), id: Number(id), source: { is: 'list', name: list }, evidence });
}

/** `(inside) 1 10.0.0.0 255.0.0.0` up to 8.2, `(inside,outside) [line | after-auto] source static A B destination static C D` from 8.3. */
function takeNat(draft: Draft, [name = '', ...words]: readonly string[], place: Place): string | undefined {
  const { evidence } = place;
  if (name.includes(',')) return takeTwice(draft, bare(name), words, place);
  const [id = '', address = '', mask = '255.255.255.255'] = words;
  if (!/^\d+$/.test(id) || address === '') return 'not a translation that is known';
  const source = { is: 'network', address: zeros(address), mask: zeros(mask) } as const;
  draft.nat.push({ kind: 'dynamic', interface: bare(name), id: Number(id), source, evidence });
  return undefined;
}

function takeAny(draft: Draft, words: readonly string[], place: Place): string | undefined {
  return takeTwice(draft, 'any,any', ['source', ...words], place);
}

function takeTwice(draft: Draft, pair: string, words: readonly string[], { evidence }: Place): string | undefined {
  const [real = '', mapped = ''] = pair.split(',');
  const source = natPair(words, 'source');
  if (source === undefined) return 'not a translation that is known';
  const destination = natPair(words, 'destination');
  const inactive = words.includes('inactive');
  draft.nat.push({ kind: 'twice', real, mapped, inactive, source, ...(destination && { destination }), evidence });
  return undefined;
}

/** Behind `source` or `destination`: how, from and to. The destination is told as it looks before and after, in that order. */
function natPair(words: readonly string[], side: 'source' | 'destination'): NatPair | undefined {
  const at = words.indexOf(side);
  if (at < 0) return undefined;
  const [how, from, second] = words.slice(at + 1);
  if ((how !== 'static' && how !== 'dynamic') || from === undefined) return undefined;
  const to = second === 'pat-pool' ? words[at + 4] : second;
  return { how, from, to: to ?? from };
}

/** `nat (inside,outside) dynamic interface` below `object network`. */
function takeObject(
  draft: Draft,
  [name = '', how, ...words]: readonly string[],
  { section, evidence }: Place,
): string | undefined {
  // prettier-ignore
  const [real = '', mapped = ''] = bare(name).split(',');
  if (how !== 'static' && how !== 'dynamic') return 'not a translation that is known';
  const called = section[0] ?? '';
  const source: NatPair = { how, from: called, to: words[0] ?? '' };
  draft.nat.push({ kind: 'object', real, mapped, name: called, source, evidence });
  return undefined;
}
