/** How many values one SQL statement wants; throws on a second statement, which the driver would drop, and on any parameter but `?`. */
export function countParameters(sql: string): number {
  let parameters = 0;
  let ended = false;
  for (const [token] of sql.matchAll(tokens)) {
    if (isSpace(token)) continue;
    if (token === ';') {
      ended = true;
      continue;
    }
    if (ended) throw new SyntaxError(`more than one statement: ${sql.slice(0, 80)}`);
    if (token.startsWith('\0')) throw new SyntaxError(`a NUL ends the statement: ${sql.slice(0, 80)}`);
    if (token === '?') parameters += 1;
    else if (/^[?:@$#]./.test(token)) throw new SyntaxError(`${token}: only plain ? parameters are counted`);
  }
  return parameters;
}

/** Space and comments; strings and quoted names (a doubled quote reads as two of them); parameters; any other character. */
const tokens =
  /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)|'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|\?\d+|[:@$#][A-Za-z0-9_$:]+|[A-Za-z0-9_$\u0080-\uffff]+|[^]/g;

function isSpace(token: string): boolean {
  return /^\s|^--|^\/\*/.test(token);
}
