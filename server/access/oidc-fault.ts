/** Why nobody came in by the provider: it cannot be asked; it has let nobody in; its answer is not to be believed; it tells no name that an account could have. */
export type OidcWhy = 'down' | 'refused' | 'wrong' | 'nobody';

/** Nobody came in by the provider. Its words are for the log: no token, code or secret is in them, nor who it was. */
export class OidcFault extends Error {
  override readonly name = 'OidcFault';
  readonly why: OidcWhy;
  constructor(why: OidcWhy, words: string) {
    super(words);
    this.why = why;
  }
}
