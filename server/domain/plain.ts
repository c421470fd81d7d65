// C0, DEL and C1; bidirectional marks and overrides; zero-width characters; line and paragraph separators.
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text of the network as it may be shown: what cannot be seen or turns the line around is written as `\u{202e}`. */
export function plain(text: string): string {
  return text.replace(unseen, (one) => `\\u{${one.charCodeAt(0).toString(16).padStart(2, '0')}}`);
}
