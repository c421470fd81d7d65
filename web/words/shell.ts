/** A word that a shell, or an ASA, takes as it is: a name, an address; anything else is not put into a command. */
export function safeWord(word: string | undefined): string | undefined {
  return word !== undefined && /^\w[\w.:-]*$/.test(word) ? word : undefined;
}
