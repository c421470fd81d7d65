/** What somebody asked for who manages accounts cannot be done; the words are for people. */
export class AccountFault extends Error {
  override readonly name = 'AccountFault';
}
