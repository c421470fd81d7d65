import type { Claim, ClaimKind, Claims, Facts } from '../../server/domain/claim.ts';
import type { MibObject, Syntax, Syntaxes } from './object.ts';
import { read } from './value.ts';
import type { Trap, Varbind } from './trap.ts';

/** One notification that we know. */
export interface Row {
  /** snmpTrapOID. */
  readonly oid: string;
  /** As in the MIB. */
  readonly name: string;
  /** What it claims; `syslog`: it carries a syslog message; `undefined` for one that changes no state. */
  readonly kind: ClaimKind | 'syslog' | undefined;
  /** Facts that it tells by being this notification. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The varbinds that the MIB gives it, in their order. */
  readonly objects: readonly MibObject[];
  /** Which of them are facts of the claim. */
  readonly holes: readonly { readonly fact: string; readonly of: MibObject }[];
}

/**
 * A notification as a row: the OID, its name, what it claims, the facts that it gives by being itself, and its varbinds: objects, or holes.
 *
 * A hole is `{ fact, of: object }`. An agent may leave out any varbind, so only an optional fact can be one: a fact that the claim needs
 * and the row does not give, one that the claim does not have, or an object whose syntax does not read as it, is a compile error.
 */
export function reports<K extends ClaimKind>(
  oid: string,
  name: string,
  kind: K,
  given: Pick<Facts<K>, Needed<K>>,
  ...varbinds: readonly (MibObject | Hole<K>)[]
): Row {
  return row(oid, name, kind, given, varbinds);
}

/** A notification that carries a syslog message in one of its varbinds. */
export function carries(oid: string, name: string, ...varbinds: readonly MibObject[]): Row {
  return row(oid, name, 'syslog', {}, varbinds);
}

/** A notification that we know and that changes no state. */
export function noted(oid: string, name: string, _why: string, ...varbinds: readonly MibObject[]): Row {
  return row(oid, name, undefined, {}, varbinds);
}

function row(
  oid: string,
  name: string,
  kind: Row['kind'],
  given: object,
  varbinds: readonly (MibObject | { readonly fact: string; readonly of: MibObject })[],
): Row {
  const objects = varbinds.map((one) => ('fact' in one ? one.of : one));
  const holes = varbinds.flatMap((one) => ('fact' in one ? [one] : []));
  return { oid, name, kind, given: { ...given }, objects, holes };
}

/** What a row makes of a trap. */
export type Match =
  { readonly outcome: 'claim'; readonly claim: Claim } | { readonly outcome: 'noted' } | { readonly outcome: 'misfit' };

/** Holds a trap against its row: a varbind of a fact that is there, and of another syntax than the MIB's, makes it a misfit. */
export function match({ kind, given, holes }: Row, { varbinds }: Trap): Match {
  if (kind === undefined) return { outcome: 'noted' };
  if (kind === 'syslog') return { outcome: 'misfit' }; // what carries one never comes here: this one has none
  const facts: Record<string, unknown> = { ...given };
  for (const { fact, of } of holes) {
    const value = instanceOf(of, varbinds)?.value ?? null;
    if (value === null) continue;
    const told = read(of.syntax, value);
    if (told === undefined) return { outcome: 'misfit' };
    facts[fact] = told;
  }
  // The compiler has held the row's facts against `Claims`, and every required one is given.
  return { outcome: 'claim', claim: { kind, ...facts } as unknown as Claim };
}

/** The first varbind that is an instance of the object. */
export function instanceOf({ oid }: MibObject, varbinds: readonly Varbind[]): Varbind | undefined {
  return oid === undefined ? undefined : varbinds.find((one) => one.oid === oid || one.oid.startsWith(`${oid}.`));
}

/** The facts that a claim cannot do without. */
type Needed<K extends ClaimKind> = {
  [F in keyof Claims[K]]-?: undefined extends Claims[K][F] ? never : F;
}[keyof Claims[K]];

/** An optional fact of the claim, with an object that reads as one. */
type Hole<K extends ClaimKind> = {
  [F in Exclude<keyof Claims[K], Needed<K>> & string]: {
    readonly fact: F;
    readonly of: MibObject<SyntaxOf<NonNullable<Claims[K][F]>>>;
  };
}[Exclude<keyof Claims[K], Needed<K>> & string];

/** The syntaxes that read as this type. */
type SyntaxOf<T> = { [S in Syntax]: Syntaxes[S] extends T ? S : never }[Syntax];
