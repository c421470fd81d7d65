import { compile, flatten } from './compile.ts';
import type { Row } from './template.ts';
import { read, type Flat, type Wording } from './wording.ts';

/** A hole of a wording, where it stands in a text. */
export interface Span {
  /** The fact, or `_`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Whether it could have held anything: only then a name may stand in it. */
  readonly wild: boolean;
}

/** Where the holes of the first wording that fits are; `ambiguous` if that can be read in two ways, `none` if no wording fits. */
export type Spans = readonly Span[] | 'none' | 'ambiguous';

/** Where the holes of a message are, by the rows of its ID. */
export function spansOfRows(rows: readonly Row[], text: string): Spans {
  const flat = flatten(text);
  for (const { variants } of rows) {
    const found = firstFit(variants, flat);
    if (typeof found === 'object') return found;
  }
  return 'none';
}

/** Where the holes of a message are that no row reads: by the ways in which ASAs write a user into a text. */
export function spansOfPlaces(text: string): Spans {
  return firstFit(places, flatten(text));
}

/**
 * How ASAs write users into texts, in order: the first that fits, reads. Every word behind the name is in a hole, so these say where a name
 * is and nothing else.
 */
const places: readonly Wording[] = [
  // IKEv1, IKEv2, WebVPN and AnyConnect: what stands before the text.
  '[[Group = {_}, ]]Username = {user}, IP = {publicIp:ip}[[,]] {_:phrase}',
  // Without a name there is a blank behind the last colon too: only where one stands behind the others, a name follows.
  'Local:{_:word} Remote:{_:word} Username:{user:word} {_:phrase}',
  'Local: {_:word} Remote: {_:word} Username: {user:word} {_:phrase}',
  '[[TunnelGroup <{_}> GroupPolicy <{_}> ]][[Group <{_}> ]]User <{user}> IP <{publicIp:ip}> {_:phrase}',
  'DAP: User {user}, Addr {publicIp:ip}: {_:phrase}',
  'DAP: User {user}, Addr {_:phrase}',
  'Authentication: {_:word} group = {_} user = {user} , Session Type: {_:phrase}',
  // AAA: the name is the last word but for an address.
  '{_} user = {user} : user IP = {publicIp:word}',
  '{_} user = {user}: user IP = {publicIp:word}',
  '{_}, User = {user}',
  '{_} user = {user}',
  '{_}Uname: {user}',
  // Management logins, cut-through proxy, lockouts.
  '{_} user "{user}" disconnected by SSH server, reason: {_:phrase}',
  `{_} user "{user}"[[ {_:phrase}]]`,
  `{_} user '{user}'[[ {_:phrase}]]`,
  `{_} User '{user}' {_:phrase}`,
  `User '{user}' {_:phrase}`,
  'User: {user}, Unsupported downloaded ACL Entry: {_:phrase}',
  'User: {user}, {_:phrase}',
  'Tunnel {_:word} User ({user}) {_:phrase}',
  'User ({user}) {_:phrase}',
  'User Authorization failed: {user} User authorization failed{_:phrase}',
  'NT Domain Authentication Failed: rejecting guest login for {user}.',
  'AAA challenge received for user {user} from server {_:phrase}',
  '{_} user {user} from {_:word} {_:phrase}',
  // AnyConnect as some builds print it: the loosest.
  '[[TunnelGroup {_} GroupPolicy {_} ]][[Group {_} ]]User {user} IP {publicIp:ip} {_:phrase}',
].flatMap((wording) => [...compile(wording)].sort((a, b) => b.weight - a.weight));

function firstFit(variants: readonly Wording[], flat: Flat): Spans {
  for (const variant of variants) {
    const wilds: [from: number, to: number][] = [];
    const told: Flat = {
      ...flat,
      printed: (from, to) => {
        wilds.push([from, to]);
        return flat.printed(from, to);
      },
    };
    const reading = read(variant, told);
    if (reading === 'none') continue;
    if (reading === 'ambiguous') return 'ambiguous';
    return spans(variant, flat, wilds);
  }
  return 'none';
}

/** The holes in the text as it was printed: `wilds` are those of the flat text that could hold anything, the others follow from them. */
function spans(
  { anchors, wilds }: Wording,
  flat: Flat,
  places: readonly (readonly [from: number, to: number])[],
): readonly Span[] {
  const found: Span[] = [];
  const put = (name: string, from: number, to: number, wild: boolean): void => {
    const start = flat.printed(0, from).length;
    found.push({ name, from: start, to: start + flat.printed(from, to).length, wild });
  };
  let at = 0;
  for (const [i, { literal, rest }] of anchors.entries()) {
    at += literal.length;
    for (const hole of rest) {
      const end = hole.kind.end(flat.text, at, hole.literal);
      put(hole.name, at, end, false);
      at = end + hole.literal.length;
    }
    const place = places[i];
    if (place === undefined) continue;
    put(wilds[i]?.name ?? '_', ...place, true);
    at = place[1];
  }
  return found;
}
