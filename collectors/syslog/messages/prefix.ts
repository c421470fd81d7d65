/** What IKEv1 messages (713) begin with: objects that are not known yet are left out, and some builds leave out the last comma. */
export const P = '[[Group = {tunnelGroup}, ]][[Username = {user}, ]]IP = {publicIp:ip}[[,]] ';

/** The same where the user is always known. */
export const PU = '[[Group = {tunnelGroup}, ]]Username = {user}, IP = {publicIp:ip}[[,]] ';

/** What AnyConnect messages (113039, 716, 722) begin with, on the wire. */
export const A = 'Group <{groupPolicy}> User <{user}> IP <{publicIp:ip}> ';

/** The same without brackets, as some builds and Cisco's guide have it. */
export const BARE = 'Group {groupPolicy} User {user} IP {publicIp:ip} ';

/** A text behind either of them. */
export function angled<const T extends string>(text: T): readonly [`${typeof A}${T}`, `${typeof BARE}${T}`] {
  return [`${A}${text}`, `${BARE}${text}`];
}

/** What address messages (737) begin with; the session only in late 9.x. */
export const IPAA = 'IPAA: [[Session={_:hex}, ]]';

/** AAA messages (113) set colons apart with blanks on the wire, but not in Cisco's guide nor in some builds. */
export function colons<const T extends string>(text: T): readonly [T, Close<T>] {
  return [text, text.replaceAll(' : ', ': ') as Close<T>]; // border: replaceAll loses the literal that Close has
}

type Close<T extends string> = T extends `${infer Before} : ${infer After}` ? `${Before}: ${Close<After>}` : T;

/** What IKEv2 messages (750, 751) begin with; blanks behind the colons vary. `Unknown` is who has not been authenticated yet. */
export const L = 'Local:[[ ]]{_:ipPort} Remote:[[ ]]{publicIp:ipPort} Username:[[ ]]{user:textOrNone} ';

/** The same where a user must be known. */
export const LU = 'Local:[[ ]]{_:ipPort} Remote:[[ ]]{publicIp:ipPort} Username:[[ ]]{user} ';

/** A text behind it: newer releases say `IKEv2` once more. */
export function ikev2Says<const T extends string>(text: T): readonly [`${typeof L}IKEv2 ${T}`, `${typeof L}${T}`] {
  return [`${L}IKEv2 ${text}`, `${L}${text}`];
}

/** The same where a user must be known; `Unknown` is one, too. */
export function ikev2UserSays<const T extends string>(
  text: T,
): readonly [`${typeof LU}IKEv2 ${T}`, `${typeof LU}${T}`] {
  return [`${LU}IKEv2 ${text}`, `${LU}${text}`];
}

/** A text of IKEv1, with and without the prefix. */
export function ikev1Says<const T extends string>(text: T): readonly [`${typeof P}${T}`, T] {
  return [`${P}${text}`, text];
}

/** Cisco's guide prints the prefix of some IKEv1 messages twice. */
export const PP =
  'Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}, Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}, ';

/** Whatever words an IKEv1 message has, where its ID alone tells the cause. */
export const ANY_IKEV1 = [`${P}{detail:phrase}`, '{detail:phrase}'] as const;

/** The same for IKEv2. The name is no fact here: with nothing known behind it, nobody could tell where it ends. */
export const ANY_IKEV2 = [
  'Local:[[ ]]{_:ipPort} Remote:[[ ]]{publicIp:ipPort} Username:[[ ]]{_:word} IKEv2 {detail:phrase}',
  'Local:[[ ]]{_:ipPort} Remote:[[ ]]{publicIp:ipPort} Username:[[ ]]{_:word} {detail:phrase}',
  '{detail:phrase}',
] as const;
