import type { Place as Addresses } from '../../../server/domain/configuration.ts';
import { stated, type Draft, type Place, type Table } from './row.ts';

/** Access lists, the objects that they name, and `names`. */
export const accessTable: Table = {
  family: 'access',
  rows: [
    { command: 'names', take: (draft, _, place) => void (draft.namesUsed = stated(true, place)) },
    { command: 'no names', take: (draft, _, place) => void (draft.namesUsed = stated(false, place)) },
    {
      command: 'name _ _ ...',
      typed: true,
      take: ({ names }, [address = '', name = ''], place) => void names.push(stated({ name, address }, place)),
    },
    { command: 'access-list _ standard <permit|deny> ...', typed: true, take: takeStandard },
    { command: 'access-list _ extended? <permit|deny> ...', typed: true, take: takeExtended },
    { command: 'access-list _ line _ extended? <permit|deny> ...', typed: true, take: (draft, [list = '', , ...rest], place) => takeExtended(draft, [list, ...rest], place) }, // prettier-ignore
    { command: 'object network _', opens: 'object', typed: true, take: () => undefined },
    { command: 'object-group network _', opens: 'object-group', typed: true, take: () => undefined },
    { command: 'host _', within: 'object', take: takeMember },
    { command: 'subnet _ _', within: 'object', take: takeMember },
    { command: 'range _ _', within: 'object', take: (draft, [first = '', last = ''], place) => member(draft, { is: 'range', first, last }, place) }, // prettier-ignore
    { command: 'network-object host _', within: 'object-group', take: takeMember },
    { command: 'network-object object _', within: 'object-group', typed: true, take: takeGroup },
    { command: 'network-object _ _', within: 'object-group', take: takeMember },
    { command: 'group-object _', within: 'object-group', typed: true, take: takeGroup },
  ],
};

function takeMember(
  draft: Draft,
  [address = '', mask = '255.255.255.255']: readonly string[],
  place: Place,
): undefined {
  // IPv6 has no mask: `subnet 2001:db8::/64`, `host 2001:db8::1`.
  if (!address.includes(':')) member(draft, { is: 'network', address, mask }, place);
}

function takeGroup(draft: Draft, [name = '']: readonly string[], place: Place): undefined {
  member(draft, { is: 'object', name }, place);
}

function member({ networkObjects }: Draft, place: Addresses, { section, evidence }: Place): undefined {
  networkObjects.push({ name: section[0] ?? '', place, evidence });
}

function takeStandard(
  draft: Draft,
  [list = '', action, ...words]: readonly string[],
  { evidence }: Place,
): string | undefined {
  // prettier-ignore
  const { place, left } = addresses(words);
  if (place === undefined || left.length > 0) return 'not an address and its mask';
  draft.accessLists.push({ list, kind: 'standard', action: action === 'deny' ? 'deny' : 'permit', inactive: false, source: place, evidence }); // prettier-ignore
  return undefined;
}

function takeExtended(
  draft: Draft,
  [list = '', action, ...words]: readonly string[],
  { evidence }: Place,
): string | undefined {
  // prettier-ignore
  const grouped = words[0] === 'object-group' || words[0] === 'object';
  const protocol = grouped ? words.slice(0, 2).join(' ') : (words[0] ?? '');
  const source = addresses(withoutUser(words.slice(grouped ? 2 : 1)));
  const destination = addresses(withoutService(source.left));
  if (source.place === undefined || destination.place === undefined) return 'not two networks';
  draft.accessLists.push({
    list,
    kind: 'extended',
    action: action === 'deny' ? 'deny' : 'permit',
    inactive: destination.left.includes('inactive'),
    protocol,
    source: source.place,
    destination: destination.place,
    evidence,
  });
  return undefined;
}

/** The addresses that the words begin with, and the words that are left. */
function addresses(words: readonly string[]): { readonly place?: Addresses; readonly left: readonly string[] } {
  const [first, second = '', ...rest] = words;
  switch (first) {
    case undefined:
      return { left: [] };
    case 'any':
    case 'any4':
    case 'any6':
      return { place: { is: 'any' }, left: words.slice(1) };
    case 'host':
      return { place: { is: 'network', address: second, mask: '255.255.255.255' }, left: rest };
    case 'object':
    case 'object-group':
    case 'object-group-network':
      return { place: { is: 'object', name: second }, left: rest };
    case 'interface':
      return { place: { is: 'interface', name: second }, left: rest };
    default:
      // IPv6 stands alone: `2001:db8::/64`.
      if (first.includes(':')) return { place: { is: 'network', address: first, mask: '' }, left: words.slice(1) };
      return second === '' ? { left: words } : { place: { is: 'network', address: first, mask: second }, left: rest };
  }
}

/** Without `user NAME`, `user-group NAME`, `object-group-user NAME`, `security-group ...` before the addresses. */
function withoutUser(words: readonly string[]): readonly string[] {
  const [first = ''] = words;
  if (first === 'security-group') return words.slice(3);
  return /^(?:user|user-group|object-group-user|object-group-security)$/.test(first) ? words.slice(2) : words;
}

const beginsAddresses = /^(?:any[46]?|host|object|object-group|interface|\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:./]*)$/i;

/** Without the source's port. An object group there is one of services if other addresses follow. */
function withoutService(words: readonly string[]): readonly string[] {
  const [first = '', , third] = words;
  if (/^(?:eq|neq|lt|gt)$/.test(first)) return words.slice(2);
  if (first === 'range') return words.slice(3);
  return first === 'object-group' && third !== undefined && beginsAddresses.test(third) && words.length > 3
    ? words.slice(2)
    : words;
}
