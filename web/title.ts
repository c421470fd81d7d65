let said = 'Tunnelwatch';
let lost = false;
let open = 0;

/** What the browser's tab says while the server is there. */
export function sayTitle(text: string): void {
  said = `${text.replace(/\.$/, '')} · Tunnelwatch`;
  write();
}

/** How many alerts ask for somebody: the tab counts them. */
export function alertsTitle(count: number): void {
  open = count;
  write();
}

/** Whether the tab says that the server is lost: a hidden tab shows nothing else. */
export function lostTitle(isLost: boolean): void {
  lost = isLost;
  write();
}

function write(): void {
  document.title = lost ? 'LOST · Tunnelwatch' : open > 0 ? `(${open}) ${said}` : said;
}
