/** What reading the output of a command gave. Bad output is an outcome: nothing of it is used. What `readShow` gives has no secret in it. */
export type Reading<T> =
  /** `printed`: of a listing of sessions or IPsec SAs the lines of each, in the order of its rows; `readShow` takes secrets out. */
  | { readonly outcome: 'read'; readonly facts: T; readonly printed?: readonly string[] }
  /** The device refused the command: `ERROR: % Invalid input detected`, `Command authorization failed`; `text` is its own words. */
  | { readonly outcome: 'refused'; readonly text: string }
  /** A line that nobody knows, or an end that came too early. `line` counts from 1 in the output, without echo and prompt. */
  | { readonly outcome: 'misfit'; readonly line: number; readonly text: string };

/**
 * A command that may be sent, and how its output is read. The tables of these rows are the whole allow-list: what stands in none of them
 * is never sent. `{name}` in `command` is filled in by `commandFor`, which takes no words that a shell of an ASA could misunderstand.
 */
export interface ShowCommand<T = unknown> {
  /** `show vpn-sessiondb detail anyconnect`, `show ip local pool {pool}`: all words in full, single blanks. */
  readonly command: string;
  /** Reads the whole output: lines without echo, prompt, pager and carriage returns. Total: it never throws. */
  readonly read: (lines: readonly string[]) => Reading<T>;
}
