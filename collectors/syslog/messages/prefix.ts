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
