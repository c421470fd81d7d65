import { Type, type Static, type TInteger, type TNumber, type TSchema, type TString } from 'typebox';

/** Whether two types say the same, down to the names of optional keys. */
type Same<A, B> = [A, keyof A] extends [B, keyof B] ? ([B, keyof B] extends [A, keyof A] ? true : false) : false;

/**
 * The schema of a type of the vocabulary. It compiles only if both say the same: the serialiser leaves out, without a word, what the
 * schema does not name.
 */
export function schemaOf<T>() {
  return <S extends TSchema>(schema: Same<Static<S>, T> extends true ? S : never): S => schema;
}

/** A value that may be `null`. */
export function orNull<S extends TInteger | TNumber | TString>(schema: S) {
  return Type.Unsafe<Static<S> | null>({ ...schema, type: [schema.type, 'null'] });
}

/** A list that nobody changes. */
export function listOf<S extends TSchema>(schema: S) {
  return Type.Immutable(Type.Array(schema));
}

/** A count for each name. */
export const counts = Type.Unsafe<Readonly<Record<string, number>>>({
  type: 'object',
  additionalProperties: { type: 'integer' },
});

/** A time. */
export const time = Type.Integer({ description: 'Epoch milliseconds.' });

/** The parameters of a query: one that is not named here is an error, so that a misspelt filter is not taken for none. */
export function query<P extends Record<string, TSchema>>(parameters: P) {
  return Type.Object(parameters, { additionalProperties: false });
}

/** The parameters of a query whose answer comes in pages. */
export const paging = {
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Rows of a page.' }),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: '`next` of the page before.' })),
};

/** A time as the parameter of a query. */
export function timeOption(description: string) {
  // The last moment that a Date can hold.
  return Type.Optional(
    Type.Integer({ minimum: 0, maximum: 8.64e15, description: `${description} Epoch milliseconds.` }),
  );
}

/** A name or beginning of one as the parameter of a query. */
export function nameOption(description: string) {
  return Type.Optional(Type.String({ minLength: 1, maxLength: 256, description }));
}

/** An IPv4 or IPv6 address as the parameter of a query. */
export function addressOption(description: string) {
  return Type.Optional(Type.String({ maxLength: 45, pattern: '^[0-9A-Fa-f:.]+$', description }));
}

/** `next` of a page. */
export const next = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'The `cursor` of the next page; `null` on the last.',
});

/** Sites that an account or a wall is given. */
export const givenSites = Type.Union(
  [Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 50 }), Type.Null()],
  { description: 'The sites that it is bound to; `null`: all.' },
);

/** The sites that one has; `null`: all. */
export const heldSites = Type.Union([listOf(Type.String()), Type.Null()]);
