/** At most so many characters of a text. Not half of one: SQLite would store other text. */
export function beginning(text: string, most: number): string {
  const cut = text.slice(0, most);
  return text.length > most && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
